"""The limits on sending: the rate limiter of the number, and WhatsApp's daily limit of people.

A process asks here before it sends. Touches the limiter's row and counts deliveries; sends nothing.
"""
