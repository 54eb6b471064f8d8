"""The bulletin of the national civil protection, read for our Comune: what is grave enough becomes a draft.

The clock comes in. It reads one site, the bulletin in a child process, writes its one row, and makes drafts by
`launching.drafts` alone: nothing here approves, and nothing sends.
"""

NAME = "la parte sulle allerte della Protezione civile"
