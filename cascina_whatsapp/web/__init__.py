"""The side that the web meets: public pages, the API, and the Comune's own site as a source.

It reads and proposes by the functions of the two apps; nothing is sent from here.
"""
