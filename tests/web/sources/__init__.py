"""Feeds and calendars of the Comune, read from a real web server on this machine."""
