"""The writing of values for people, in Italian.

Values come in, text goes out. Nothing here knows Django or a database.
"""
