"""The interface for other programs of the Comune: they read what was sent, and propose drafts for a person.

A request comes in, JSON goes out; no session and no cookie is ever looked at. Reads what the public pages show,
writes its own rows, and drafts by `broadcasts.launching.drafts` alone: nothing here approves, and nothing sends.
"""
