"""The attachment of a broadcast: a clerk's file → what is kept and sent, each read in a child process.

Reads no file in our own process; calls nobody.
"""
