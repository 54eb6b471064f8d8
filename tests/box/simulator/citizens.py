"""The citizens: invented people with a phone, found by number or by business-scoped id (BSUID)."""

import hashlib
import re
import secrets
from dataclasses import dataclass, field
from typing import Any
from zlib import crc32

FIRST_NAMES = ("Giulia", "Marco", "Chiara", "Luca", "Sara", "Matteo", "Elena", "Niccolò", "Anna", "Davide")
LAST_NAMES = ("Rossi", "Bianchi", "Lenzi", "Baldini", "Carli", "Nannipieri", "Fontanelli", "Bertini", "Papà")

PHONE = re.compile(r"\+[1-9]\d{6,14}")
BSUID = re.compile(r"[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}")
PUNCTUATION = str.maketrans("", "", " -.()")


class NotAnAddress(ValueError):
    """The error that something is neither a phone number with "+" nor a BSUID."""


@dataclass(slots=True, eq=False)
class Citizen:
    """A person; without a number, or with `shares_number` off, webhooks name the BSUID only."""

    phone: str = field(repr=False)
    bsuid: str = field(repr=False)
    name: str = field(repr=False)
    shares_number: bool = True
    last_spoke_at: float = 0.0
    """Unix time of the last message of the citizen: it opens the 24-hour window."""
    opted_out: bool = False
    """Pressed "stop" inside WhatsApp."""
    is_off: bool = False
    """The telephone is switched off."""
    undelivered: list[Any] = field(default_factory=list, repr=False)
    """The messages that wait for the telephone to be switched on."""
    received: int = 0
    strikes: int = 0
    """Faults of the number ending met so far."""
    typing_until: float = 0.0
    """Unix time until which the phone shows that the Comune is typing."""
    heard: list[Any] = field(default_factory=list, repr=False)
    """The words of the citizen, oldest first."""
    chat: list[Any] = field(default_factory=list, repr=False)
    """Everything the phone shows, oldest first."""

    @property
    def address(self) -> str:
        """The name by which the control API calls the citizen."""
        return self.phone or self.bsuid

    @property
    def visible_wa_id(self) -> str:
        """The number as webhooks write it, without "+"; empty when the citizen keeps it private."""
        return self.phone[1:] if self.shares_number else ""

    @property
    def reads(self) -> float:
        """A number from 0 to 1 that is always the same for this citizen: who is below the share reads."""
        return crc32(self.bsuid.encode()) / 2**32

    def as_json(self) -> dict[str, Any]:
        """Describe the citizen for the control API."""
        return {
            "citizen": self.address,
            "phone": self.phone,
            "bsuid": self.bsuid,
            "name": self.name,
            "shares_number": self.shares_number,
            "opted_out": self.opted_out,
            "is_off": self.is_off,
            "received": self.received,
        }


class Citizens:
    """The citizens, each created the first time somebody writes to them or they speak."""

    def __init__(self) -> None:
        self.by_phone: dict[str, Citizen] = {}
        self.by_bsuid: dict[str, Citizen] = {}
        self.retired_bsuids: set[str] = set()

    def with_phone(self, phone: str) -> Citizen:
        """The citizen with the number. Raises NotAnAddress."""
        known = self.by_phone.get(phone)
        if known:
            return known
        plain = phone.translate(PUNCTUATION)
        if not PHONE.fullmatch(plain):
            raise NotAnAddress
        return self.by_phone.get(plain) or self.add(phone=plain)

    def with_bsuid(self, bsuid: str) -> Citizen:
        """The citizen with the BSUID. Raises NotAnAddress."""
        known = self.by_bsuid.get(bsuid)
        if known:
            return known
        if not BSUID.fullmatch(bsuid):
            raise NotAnAddress
        return self.add(bsuid=bsuid)

    def find(self, address: str) -> Citizen:
        """The citizen with the number or the BSUID. Raises NotAnAddress."""
        return self.with_phone(address) if address.startswith("+") else self.with_bsuid(address)

    def add(self, *, phone: str = "", bsuid: str = "") -> Citizen:
        """A new citizen; without a BSUID one is made from the number, so that it survives a reset."""
        bsuid = bsuid or bsuid_of(phone or secrets.token_hex(8))
        citizen = Citizen(phone, bsuid, invented_name(bsuid), shares_number=bool(phone))
        self._index(citizen)
        return citizen

    def change_number(self, citizen: Citizen, phone: str) -> None:
        """Give the citizen another number and, as WhatsApp does, another BSUID."""
        self.by_phone.pop(citizen.phone, None)
        citizen.phone = phone
        self.change_bsuid(citizen, bsuid_of(phone))

    def change_bsuid(self, citizen: Citizen, bsuid: str = "") -> None:
        """Give the citizen another BSUID; the previous one no longer works."""
        self.by_bsuid.pop(citizen.bsuid, None)
        self.retired_bsuids.add(citizen.bsuid)
        citizen.bsuid = bsuid or bsuid_of(secrets.token_hex(8))
        self._index(citizen)

    def _index(self, citizen: Citizen) -> None:
        self.retired_bsuids.discard(citizen.bsuid)
        self.by_bsuid[citizen.bsuid] = citizen
        if citizen.phone:
            self.by_phone[citizen.phone] = citizen


def bsuid_of(seed: str) -> str:
    """A BSUID: the country and sixteen digits, always the same for the same seed."""
    digest = hashlib.blake2b(seed.encode(), digest_size=8).digest()
    return f"IT.{int.from_bytes(digest) % 10**16:016d}"


def invented_name(bsuid: str) -> str:
    """A first and a last name, always the same for the same BSUID."""
    number = crc32(bsuid.encode())
    return f"{FIRST_NAMES[number % len(FIRST_NAMES)]} {LAST_NAMES[number % len(LAST_NAMES)]}"
