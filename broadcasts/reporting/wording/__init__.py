# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words for what became of a broadcast, in words: sentences, the breakdown by recipients, the moment that counts.

Nothing here asks the database.
"""
