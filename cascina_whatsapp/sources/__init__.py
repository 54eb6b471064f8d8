# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""From the Comune's own pages to drafts: its feeds and calendars are read, and what is new waits for a person.

The clock and who administers come in. It reads files of strangers, each in a child process, writes its own rows, and
makes drafts by `broadcasts.editing` alone: nothing here approves, and nothing sends.
"""
