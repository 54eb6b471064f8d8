# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Numbers, pseudonyms, languages and the format of the register.

Values come in, values go out. Nothing here knows Django, a database or the network.
"""
