"""The calendar of broadcasts that left and will leave, as a page.

Reads broadcasts and the office's hours; writes nothing.
"""
