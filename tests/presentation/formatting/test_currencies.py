# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Dollars and euros beside each other, the rate with its day."""

from datetime import date
from decimal import Decimal

import pytest

from cascina_whatsapp.presentation.formatting.currencies import Exchange, in_both, price, side_by_side

NOVEMBER = Exchange(Decimal("1.0886"), date(2026, 11, 26))


@pytest.mark.parametrize(
    ("amount", "exchange", "said"),
    [
        (Decimal("12.90"), NOVEMBER, "12,90 $ (11,85 € al cambio del 26 novembre 2026)"),
        (Decimal("1234.5"), NOVEMBER, "1.234,50 $ (1.134,03 € al cambio del 26 novembre 2026)"),
        (Decimal(0), NOVEMBER, "0,00 $ (0,00 € al cambio del 26 novembre 2026)"),
        (Decimal("12.90"), None, "12,90 $"),
    ],
)
def test_a_sum_is_told_in_dollars_and_in_euros_at_a_rate_with_its_day(amount, exchange, said):
    assert in_both(amount, exchange) == said


def test_a_page_that_names_the_rate_once_does_not_repeat_it():
    assert side_by_side(Decimal("12.90"), NOVEMBER) == "12,90 $ (11,85 €)"
    assert side_by_side(Decimal("12.90"), None) == "12,90 $"
    assert NOVEMBER.in_words == "cambio del 26 novembre 2026: 1 € = 1,0886 $"


def test_a_price_is_in_euros_to_the_cent_and_in_dollars_while_no_rate_is_known():
    assert price(Decimal("12.90"), NOVEMBER) == "11,85 €"
    assert price(Decimal("0.004"), NOVEMBER) == "0,00 €"
    assert price(Decimal("12.90"), None) == "12,90 $"
