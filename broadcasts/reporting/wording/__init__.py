"""The words for what became of a broadcast, in words: sentences, the breakdown by recipients, the moment that counts.

Nothing here asks the database.
"""
