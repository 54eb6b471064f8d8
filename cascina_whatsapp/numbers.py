# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How a number is written in Italian."""


def grouped(number: int) -> str:
    """1660 → 1.660."""
    return f"{number:,}".replace(",", ".")
