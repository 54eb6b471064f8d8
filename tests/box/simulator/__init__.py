"""WhatsApp in a box: a Graph API, citizens with phones and signed webhooks, in a process of its own.

It imports nothing of the service: the two meet over HTTP only, as the service meets Meta.
"""
