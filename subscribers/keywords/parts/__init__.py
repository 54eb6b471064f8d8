"""The parts of what we send that a message names: zones by the names that they have in the database, and topics.

A zone is chosen ("abito a Navacchio"), stands beside a wish ("iscrizione, abito a Navacchio"), or is refused, as a
topic may be ("toglimi Zambra", "basta eventi").
"""
