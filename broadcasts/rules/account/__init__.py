"""Meta's words about our account and our number, and what they mean for the staff.

Called when Meta says something of the account, and by the pages that show it. Pure.
"""
