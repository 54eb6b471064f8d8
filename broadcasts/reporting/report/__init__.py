"""The report of a broadcast, as its page shows it and as files to take away; several broadcasts as a table.

Rows flow; nobody's number is in them.
"""
