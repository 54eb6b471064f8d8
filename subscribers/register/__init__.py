"""The register of consents: the chained ledger, its triggers, its verification, its seals, one person's history.

`consent` appends; auditors read. Nothing here decides who is subscribed.
"""
