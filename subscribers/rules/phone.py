"""Telephone numbers: any spelling in, E.164 ("+39335385843") out, and a masked form for screens.

An Italian mobile number may have nine digits: nothing here counts to ten.
"""

import re

import phonenumbers

TELEPHONE = re.compile(r"\d(?:[ .-]?\d){8}")
"""The digits that are a telephone number, in a text that must name nobody: no reference number has so many."""
HIDDEN = "••••"
NOTHING = "—"
SHORTEST = 4
"""Digits: of fewer, two would tell half."""


class InvalidPhone(ValueError):
    """The error that something is no telephone number. The message never contains what was given."""


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


def is_landline(e164: str) -> bool:
    """Tell whether a number is a landline's: WhatsApp can be on one, but seldom is."""
    kind = phonenumbers.number_type(phonenumbers.parse(e164))
    return kind == phonenumbers.PhoneNumberType.FIXED_LINE


def mask(e164: str) -> str:
    """The number as screens show it: its last two digits ("•••• 43"), which leave a million candidates and more.

    Of what is too short to be a number, none; an empty one is a dash.
    """
    if not e164:
        return NOTHING
    return f"{HIDDEN} {e164[-2:]}" if len(e164) > SHORTEST else HIDDEN
