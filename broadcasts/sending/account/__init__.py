"""Our account at Meta, through which we send: the number, the state of the templates, the notices that Meta sends.

Called by Meta's account events, the clock and the administrator. Calls the Cloud API; may pause a broadcast through
`launching` when WhatsApp warns us.
"""
