"""The telephones of the staff, to which a trial goes. Proven by a code.

Calls come from the newsroom's pages and from routing.
"""
