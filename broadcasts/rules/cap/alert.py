"""An alert, and its XML. Element by element in the order of CAP 1.2, section 3.2."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from io import BytesIO
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from cascina_whatsapp.presentation.formatting.dates import in_rome
from cascina_whatsapp.presentation.formatting.xml_text import allowed_in_xml

from .facts import Happening

NO_ATTRIBUTES: "AttributesImpl[str]" = AttributesImpl({})
NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
RESTRICTED = re.compile(r"[\s,<&]")
"""The characters that identifier and sender may not hold (3.2.1)."""
HEADLINE_MOST = 160
"""Characters that some devices show (3.2.2, headline)."""


class MessageType(StrEnum):
    """The relation of an alert file to those before it."""

    ALERT = "Alert"
    UPDATE = "Update"
    CANCEL = "Cancel"


@dataclass(frozen=True)
class Reference:
    """An earlier file of the same alert. `sent`: any time zone."""

    sender: str
    identifier: str
    sent: datetime

    def __str__(self) -> str:
        return f"{self.sender},{self.identifier},{written(self.sent)}"


@dataclass(frozen=True)
class Area:
    """The area where an alert holds: in words, and by codes as (whose code, code)."""

    description: str
    codes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Info:
    """The content of an alert in one language (RFC 5646). `headline`, `description`: without marks."""

    happening: Happening
    urgency: str
    severity: str
    certainty: str
    expires: datetime
    headline: str
    description: str
    web: str
    sender_name: str
    contact: str
    area: Area
    response: str = ""
    instruction: str = ""
    language: str = "it-IT"


@dataclass(frozen=True)
class Alert:
    """One file. Raises ValueError where identifier, sender or references are not what the protocol allows."""

    identifier: str
    sender: str
    sent: datetime
    message_type: MessageType
    infos: tuple[Info, ...]
    is_drill: bool = False
    references: tuple[Reference, ...] = ()
    note: str = ""
    """The reason why an earlier file is changed or withdrawn."""

    def __post_init__(self) -> None:
        for name in (self.identifier, self.sender):
            if not name or RESTRICTED.search(name):
                raise ValueError(f"{name!r} may not be empty or hold blanks, commas, < or &")
        if bool(self.references) == (self.message_type == MessageType.ALERT):
            raise ValueError("an update or a cancel refers to earlier files, an alert to none")
        if not self.infos:
            raise ValueError("an alert says something")


def written(moment: datetime) -> str:
    """Write a moment on Cascina's clocks, to the second: "2026-11-27T10:45:00+01:00" (3.3.2). Raises ValueError
    without time zone.

    No designator of letters: what is at an offset of nought ends in "-00:00".
    """
    return in_rome(moment).isoformat(timespec="seconds").replace("+00:00", "-00:00")


def identifier_of(sender: str, sent: datetime, number: int, revision: int) -> str:
    """Build an identifier, lasting and unique: whose, when to the second, which message, which of its files.

    With the moment, because a restored database counts from an earlier number again.
    """
    return f"{sender}-{in_rome(sent):%Y%m%dT%H%M%S}-{number}-{revision}"


def document(alert: Alert) -> bytes:
    """Write the alert as a file, in UTF-8."""
    made = BytesIO()
    handler = XMLGenerator(made, "utf-8", short_empty_elements=True)
    handler.startDocument()
    handler.startElement("alert", AttributesImpl({"xmlns": NAMESPACE}))
    _write(handler, _head(alert))
    for info in alert.infos:
        handler.startElement("info", NO_ATTRIBUTES)
        _write(handler, _info(info))
        _write_area(handler, info.area)
        handler.endElement("info")
    handler.endElement("alert")
    return made.getvalue() + b"\n"


Element = tuple[str, str]


def _head(alert: Alert) -> Iterator[Element]:
    yield "identifier", alert.identifier
    yield "sender", alert.sender
    yield "sent", written(alert.sent)
    yield "status", "Exercise" if alert.is_drill else "Actual"
    yield "msgType", alert.message_type
    yield "scope", "Public"
    yield "note", alert.note
    yield "references", " ".join(map(str, alert.references))


def _info(info: Info) -> Iterator[Element]:
    yield "language", info.language
    yield "category", info.happening.category
    yield "event", info.happening.name
    yield "responseType", info.response
    yield "urgency", info.urgency
    yield "severity", info.severity
    yield "certainty", info.certainty
    yield "expires", written(info.expires)
    yield "senderName", info.sender_name
    yield "headline", _short(info.headline)
    yield "description", info.description
    yield "instruction", info.instruction
    yield "web", info.web
    yield "contact", info.contact


def _short(headline: str) -> str:
    return headline if len(headline) <= HEADLINE_MOST else f"{headline[: HEADLINE_MOST - 1].rstrip()}…"


def _write_area(handler: XMLGenerator, area: Area) -> None:
    handler.startElement("area", NO_ATTRIBUTES)
    _write(handler, [("areaDesc", area.description)])
    for name, value in area.codes:
        handler.startElement("geocode", NO_ATTRIBUTES)
        _write(handler, [("valueName", name), ("value", value)])
        handler.endElement("geocode")
    handler.endElement("area")


def _write(handler: XMLGenerator, elements: Iterator[Element] | list[Element]) -> None:
    """Write the elements that have a text; empty ones are left out, and none of them is obligatory."""
    for name, text in elements:
        if allowed := allowed_in_xml(text):
            handler.startElement(name, NO_ATTRIBUTES)
            handler.characters(allowed)
            handler.endElement(name)
