"""The statistics of subscriptions: how many, how that changed, and how old the consents are.

Reads subscribers and the register, in numbers only; writes nothing.
"""
