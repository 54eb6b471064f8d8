"""Messages about the service itself: their words, their templates, and the two that have details to fill in.

Reads the texts in force; calls nobody.
"""
