"""The outcome of each call and each receipt, written down: saved, failed, expired, proof of a consent.

The sender's answers and Meta's receipts come in. Moves deliveries along the table of states; calls nobody.
"""
