# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Telephone numbers: any spelling in, E.164 ("+39335385843") out, and a masked form for screens.

An Italian mobile number may have nine digits: nothing here counts to ten.
"""

import re

import phonenumbers

TELEPHONE = re.compile(r"\d(?:[ .-]?\d){8}")
"""In a text that must name nobody: so many digits in a row are no reference number."""
HIDDEN = "••••"
NOTHING = "—"


class InvalidPhone(ValueError):
    """What was given is not a telephone number. The message never contains what was given."""


def to_e164(raw: str, default_region: str = "IT") -> str:
    """The number in E.164, however a person spelt it; without a prefix it belongs to `default_region`.

    Raises InvalidPhone when no such number can exist.
    """
    try:
        number = phonenumbers.parse(raw, default_region)
    except phonenumbers.NumberParseException:
        raise InvalidPhone("not a telephone number") from None
    if not phonenumbers.is_valid_number(number):
        raise InvalidPhone("no such telephone number")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def mask(e164: str) -> str:
    """The number as screens show it: country, first three digits and last two ("+39 335 •••• 43").

    A short or unknown number shows its last two digits only; an empty one is a dash.
    """
    if not e164:
        return NOTHING
    country, national = _split(e164)
    if len(national) < 8:
        return f"{country} {HIDDEN} {national[-2:]}".strip()
    return f"{country} {national[:3]} {HIDDEN} {national[-2:]}".strip()


def _split(e164: str) -> tuple[str, str]:
    """Country prefix and the rest; a number that cannot be read has no prefix and only its last digits."""
    try:
        number = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return "", e164[-2:] if len(e164) > 4 else ""
    country = f"+{number.country_code}"
    return country, phonenumbers.national_significant_number(number)
