"""Dollars told in euros, the rate with its day."""

from datetime import date
from decimal import Decimal

from cascina_whatsapp.presentation.formatting.currencies import Exchange, apiece

NOVEMBER = Exchange(Decimal("1.0886"), date(2026, 11, 26))


def test_a_rate_is_told_with_its_day():
    assert NOVEMBER.in_words == "cambio del 26 novembre 2026: 1 € = 1,0886 $"


def test_the_price_of_one_message_is_in_cents_and_in_dollars_while_no_rate_is_known():
    assert apiece(Decimal("0.03"), NOVEMBER) == "2,8 centesimi"
    assert apiece(Decimal("0.0326580"), NOVEMBER) == "3 centesimi"
    assert apiece(Decimal("0.03"), None) == "0,0300 $"
