"""The rules of the town hall and the meaning of Meta's words: states, hours, prices, retries, failures.

Facts and `now` come in, decisions go out. Nothing here knows Django, a database or the network.
"""
