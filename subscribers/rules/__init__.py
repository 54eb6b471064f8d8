"""Numbers, pseudonyms, languages and the format of the register.

Values come in, values go out. Nothing here knows Django, a database or the network.
"""
