"""Telephone numbers: any spelling in, E.164 ("+39335385843") out, masked for screens, pseudonyms for the register.

An Italian mobile number may have nine digits: nothing here counts to ten. It is too short a secret for a plain hash,
since all numbers can be tried in minutes; without the key, which never enters the database, a pseudonym cannot be
reversed or compared.
"""

import hashlib
import hmac
import re

import phonenumbers

TELEPHONE = re.compile(r"\d(?:[ .-]?\d){8}")
"""The digits that are a telephone number, in a text that must name nobody: no reference number has so many."""
HIDDEN = "••••"
NOTHING = "—"
SHORTEST = 4
"""Digits: of fewer, two would tell half."""


def of_phone(e164: str, key: str | bytes) -> str:
    """The pseudonym of a telephone number in E.164."""
    return pseudonym(f"phone:{e164}", key)


def of_bsuid(bsuid: str, key: str | bytes) -> str:
    """The pseudonym of a business-scoped user id, WhatsApp's name for people without a visible number."""
    return pseudonym(f"bsuid:{bsuid}", key)


def of_message(wamid: str, key: str | bytes) -> str:
    """The pseudonym of a message at WhatsApp.

    Meta's message ids hold the citizen's number, merely written in base64: the register keeps this digest
    and never the id, and whoever has the id and the key can still show that they belong together.
    """
    return pseudonym(f"message:{wamid}", key)


def pseudonym(identity: str, key: str | bytes) -> str:
    """HMAC-SHA-256 of `identity` as 64 hexadecimal digits; the caller says what kind of identity it is.

    Raises ValueError without a key: a digest under an empty key would protect nobody.
    """
    if not key:
        raise ValueError("a pseudonym needs a key")
    secret = key.encode() if isinstance(key, str) else key
    return hmac.new(secret, identity.encode(), hashlib.sha256).hexdigest()


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
