"""Tables that only grow, each row chained to the one before: what the register of consents and the trail share.

Rows that refuse to change, the serialised append, the triggers that ought to be there by name. It imports nothing of
ours but the alarm by e-mail.
"""
