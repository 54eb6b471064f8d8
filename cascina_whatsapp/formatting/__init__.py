# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How values are written for people, in Italian.

Values come in, text goes out. Nothing here knows Django or a database.
"""
