"""The demands of the law on elections on each broadcast: the declaration, who authorises it, and the gate.

A broadcast and a window of time come in, sentences and conditions go out: `answers` to the engine, `pages.answers` to
the newsroom's pages. It changes declarations and periods alone: the state of a broadcast is launching's.
"""

NAME = "la parte sulle elezioni"
