"""An alert, and its XML. Element by element in the order of CAP 1.2, section 3.2."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from broadcasts.rules.cap.facts import Facts
from cascina_whatsapp.presentation.formatting.dates import in_rome
from cascina_whatsapp.presentation.formatting.xml_text import allowed_in_xml

NO_ATTRIBUTES: "AttributesImpl[str]" = AttributesImpl({})
NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
RESTRICTED = re.compile(r"[\s,<&]")
"""The characters that identifier and sender may not hold (3.2.1)."""
SENDER_NAME = "Comune di Cascina"
GEOCODE = (("valueName", "ISTAT"), ("value", "050008"))
"""The whole municipality, by its code in Istat's list of Italian municipalities."""
HEADLINE_MOST = 160
"""Characters that some devices show (3.2.2, headline)."""


@dataclass(frozen=True, kw_only=True)
class Alert:
    """One file. Raises ValueError where identifier, sender or references are not what the protocol allows."""

    identifier: str
    sender: str
    sent: datetime
    kind: str
    """The protocol's word for its relation to those before it: "Alert", "Update", "Cancel"."""
    facts: Facts
    expires: datetime
    headline: str
    """Like the description, without marks."""
    description: str
    web: str
    contact: str
    instruction: str = ""
    references: tuple[str, ...] = ()
    """Earlier files of the same alert, as `reference` writes them."""
    note: str = ""
    """The reason why an earlier file is changed or withdrawn."""

    def __post_init__(self) -> None:
        for name in (self.identifier, self.sender):
            if not name or RESTRICTED.search(name):
                raise ValueError(f"{name!r} may not be empty or hold blanks, commas, < or &")
        if bool(self.references) == (self.kind == "Alert"):
            raise ValueError("an update or a cancel refers to earlier files, an alert to none")


def reference(sender: str, identifier: str, sent: datetime) -> str:
    """Write how a later file names an earlier one."""
    return f"{sender},{identifier},{written(sent)}"


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
    handler.startElement("info", NO_ATTRIBUTES)
    _write(handler, _info(alert))
    handler.startElement("area", NO_ATTRIBUTES)
    _write(handler, [("areaDesc", SENDER_NAME)])
    handler.startElement("geocode", NO_ATTRIBUTES)
    _write(handler, GEOCODE)
    for name in ("geocode", "area", "info", "alert"):
        handler.endElement(name)
    return made.getvalue() + b"\n"


Element = tuple[str, str]


def _head(alert: Alert) -> list[Element]:
    return [
        ("identifier", alert.identifier),
        ("sender", alert.sender),
        ("sent", written(alert.sent)),
        ("status", "Exercise" if alert.facts.is_drill else "Actual"),
        ("msgType", alert.kind),
        ("scope", "Public"),
        ("note", alert.note),
        ("references", " ".join(alert.references)),
    ]


def _info(alert: Alert) -> list[Element]:
    facts, headline = alert.facts, alert.headline
    short = headline if len(headline) <= HEADLINE_MOST else f"{headline[: HEADLINE_MOST - 1].rstrip()}…"
    return [
        ("language", "it-IT"),
        ("category", facts.happening.category),
        ("event", facts.happening.name),
        ("responseType", facts.response),
        ("urgency", facts.urgency),
        ("severity", facts.severity),
        ("certainty", facts.certainty),
        ("expires", written(alert.expires)),
        ("senderName", SENDER_NAME),
        ("headline", short),
        ("description", alert.description),
        ("instruction", alert.instruction),
        ("web", alert.web),
        ("contact", alert.contact),
    ]


def _write(handler: XMLGenerator, elements: Iterable[Element]) -> None:
    """Write the elements that have a text; empty ones are left out, and none of them is obligatory."""
    for name, text in elements:
        if allowed := allowed_in_xml(text):
            handler.startElement(name, NO_ATTRIBUTES)
            handler.characters(allowed)
            handler.endElement(name)
