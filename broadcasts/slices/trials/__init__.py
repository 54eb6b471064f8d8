"""Trials: a broadcast on the telephones of who writes it, before anybody else sees it.

Staff's numbers, proven by a code, come in; a row a trial goes out, sent once or not at all. README.md says more.
"""

NAME = "la parte sulle prove"
