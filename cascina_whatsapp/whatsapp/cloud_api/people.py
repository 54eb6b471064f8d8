"""The names of a person at WhatsApp: a phone number, or a business-scoped user id (BSUID)."""

import re
from dataclasses import dataclass, field
from typing import Any

from .limits import InvalidMessage

E164 = re.compile(r"\+[1-9][0-9]{6,14}")
"""A phone number as ITU-T E.164 writes it, with the "+": at most fifteen digits."""

BSUID = re.compile(r"[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,248}")
"""Country, a dot, alphanumerics (128, says Meta; 255 in all fit a column); "ENT." marks the parent form."""


@dataclass(frozen=True, kw_only=True)
class Address:
    """The number or BSUID that a message goes to; the phone wins when both are known, as it does at Meta."""

    phone: str = field(default="", repr=False)
    bsuid: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        if self.phone and not E164.fullmatch(self.phone):
            raise InvalidMessage("phone", "not E.164 with a plus")
        if self.bsuid and not BSUID.fullmatch(self.bsuid):
            raise InvalidMessage("bsuid", "not a business-scoped user id")
        if not (self.phone or self.bsuid):
            raise InvalidMessage("phone", "empty")

    def payload(self) -> dict[str, Any]:
        # Without the "+" Meta would put the business number's country code in front.
        return {"to": self.phone} if self.phone else {"recipient": self.bsuid}


@dataclass(frozen=True, kw_only=True)
class Person:
    """The person whom a webhook is about; any part may be empty, since Meta does not always tell the phone."""

    phone: str = field(default="", repr=False)
    bsuid: str = field(default="", repr=False)
    parent_bsuid: str = field(default="", repr=False)

    def __bool__(self) -> bool:
        return bool(self.phone or self.bsuid)


def person(number: str = "", bsuid: str = "", parent_bsuid: str = "") -> Person:
    """The person behind `number`, which Meta sends without "+", leaves empty, or fills with the BSUID."""
    phone = f"+{number.removeprefix('+')}"
    if BSUID.fullmatch(number):
        bsuid = bsuid or number
    return Person(phone=phone if E164.fullmatch(phone) else "", bsuid=bsuid, parent_bsuid=parent_bsuid)
