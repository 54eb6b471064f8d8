"""The public pages, read without WhatsApp: how it works, what was sent, corrections and withdrawals.

An address comes in; a page goes out that knows nobody: no session, no cookie, no script, no count of people. Reads
broadcasts, writes its own rows alone, and never what was sent.
"""
