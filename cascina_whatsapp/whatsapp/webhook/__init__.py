"""The room that Meta delivers to: the webhook's view, the rows that wait, and whether anybody listens.

Signed requests come in, and one row is stored for each before the answer. What they say is dealt with by the
project's routing.
"""
