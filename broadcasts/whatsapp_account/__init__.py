"""Our account at Meta: the number, the templates and their review, and the notices that Meta sends.

Called by Meta's account events, the clock and the administrator. Calls the Cloud API; may pause a broadcast through
`launching` when its template is stopped.
"""
