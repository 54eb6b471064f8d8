"""The sources of drafts: the Comune's own feeds and calendars are read, and what is new waits for a person.

The clock and who administers come in. It reads files of strangers, each in a child process, writes its own rows, and
makes drafts by `broadcasts.launching.drafts` alone: nothing here approves, and nothing sends.
"""
