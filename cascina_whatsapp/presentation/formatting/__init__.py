# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The writing of values for people, in Italian.

Values come in, text goes out. Nothing here knows Django or a database.
"""
