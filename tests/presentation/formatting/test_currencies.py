"""Dollars told in euros."""

from decimal import Decimal

from cascina_whatsapp.presentation.formatting.currencies import Exchange, apiece

NOVEMBER = Exchange(Decimal("1.0886"))


def test_the_price_of_one_message_is_in_cents_and_in_dollars_while_no_rate_is_known():
    assert apiece(Decimal("0.03"), NOVEMBER) == "2,76 centesimi"
    assert apiece(Decimal("0.0326580"), NOVEMBER) == "3 centesimi"
    assert apiece(Decimal("0.03"), None) == "0,0300 $"
