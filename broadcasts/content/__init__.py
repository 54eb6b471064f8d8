"""The content of a broadcast: its text, template, attachment and preview, whom it goes to, and what is wrong with it.

A `Campaign` comes in. Reads the database, calls nobody, changes no state of a broadcast.
"""
