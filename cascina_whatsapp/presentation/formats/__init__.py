"""The formats of dates, for each language."""
