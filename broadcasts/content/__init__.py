# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The content of a broadcast: its text, template, attachment and preview, and what is wrong with it.

A `Campaign` comes in. Reads the database, calls nobody, changes no state of a broadcast.
"""
