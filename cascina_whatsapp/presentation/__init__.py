"""The look of things: the frame of the pages, menu and guide, Italian numbers and dates, charts, progress.

It knows no app: rooms that have pages, e-mails or commands use it.
"""
