"""The app of the subscribers: the people who may be written to, and the proof that they agreed.

Citizens' messages come in from the project's routing, lists and texts from the staff's pages. It knows nothing of
broadcasts; only `consent` writes subscriptions and the register.
"""
