"""Proving who one is: how often one may try, known browsers, the session that begins, the Comune's single sign-on.

Calls come from the pages, with the clock's time. What succeeded and what failed is told to the trail; no address
and no password is kept.
"""
