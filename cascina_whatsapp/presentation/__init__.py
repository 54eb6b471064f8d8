# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The look of things: the frame of the pages, menu and guide, Italian numbers and dates, charts, progress.

It knows no app: rooms that have pages, e-mails or commands use it.
"""
