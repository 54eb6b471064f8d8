"""The forms of a broadcast, of the decisions about it, of its moment and audience, and of the office's hours.

Forms alone: they read and refuse, and know no page.
"""
