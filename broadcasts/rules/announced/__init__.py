"""The announcements of the Comune's own site, read off its feed (RSS, Atom) or calendar (iCal), and their use.

`readers` is what a child process runs on a stranger's file: bytes come in, facts go out. `items` takes those facts,
and makes of them what a clerk finds as a draft.
"""
