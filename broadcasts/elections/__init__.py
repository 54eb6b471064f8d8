"""The demands of the law on elections on each broadcast: the declaration, who authorises it, and the gate.

A broadcast and a window of time come in, sentences and conditions go out; calls come from launching, sending and the
newsroom's pages. It changes declarations alone: the state of a broadcast is launching's.
"""
