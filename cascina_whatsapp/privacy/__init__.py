"""The demands of the law across both apps: requests about data, erasure, one person's file, retention.

Calls come from the staff's pages, the clock and the project's routing. Each app deletes its own rows when asked from
here; requests and runs are written here alone.
"""
