"""The pages on which the staff signs in, confirms who it is, and looks after its factors.

Requests come in; each page reads the clock, calls one function of the rooms beside it and shows what came of it.
"""
