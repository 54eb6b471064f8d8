# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How a number is written in Italian."""

from decimal import ROUND_HALF_UP, Decimal


def grouped(number: int) -> str:
    """1660 → 1.660."""
    return f"{number:,}".replace(",", ".")


def money(amount: Decimal, *, places: int = 2, currency: str = "USD") -> str:
    """1234.5 → "1.234,50 USD"; an amount is rounded half up, as on an invoice."""
    rounded = amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    whole, _, part = f"{rounded:,f}".partition(".")
    return f"{whole.replace(',', '.')},{part} {currency}"
