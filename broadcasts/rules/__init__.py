# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the town hall's rules and Meta's words mean: states, hours, prices, retries, and what each failure says.

Facts and `now` come in, decisions go out. Nothing here knows Django, a database or the network.
"""
