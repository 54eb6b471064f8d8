"""The templates of their own that alerts go out through: with a time to live, after which nobody gets them any more.

Meta sets it on the template and not on the message (`message_send_ttl_seconds`; Meta, time to live: of a utility
template 30 seconds to 12 hours), so that it is chosen beforehand. It is part of the name: another term is another
template, and what is on its way keeps its own.
"""

import re
from typing import Any

from . import standard_templates

WORDS = {"text": "testo", "image": "immagine", "document": "documento"}
CALLED = {
    "text": "Testo fisso per le allerte di solo testo",
    "image": "Testo fisso per le allerte con un'immagine",
    "document": "Testo fisso per le allerte con un documento",
}
"""Kind of broadcast → how people call its template."""
KINDS = {f"alert_{kind}": kind for kind in WORDS}
"""The keys of such templates in an address → kind of broadcast."""
OPENING = "Allerta · Comune di Cascina"
"""The opening, no longer than that of the standard templates: what fits in those fits here."""
BODY = standard_templates.NOTICES.body.replace(standard_templates.NOTICES.opening, OPENING)
EXAMPLE = {
    "title": "Allerta meteo arancione per vento",
    "text": "Domani dalle 6 alle 18 raffiche oltre 80 km all'ora. Resta lontano da alberi e impalcature.",
    "link": "https://www.comune.cascina.pi.it/avvisi/allerta",
}
_NAME = re.compile(rf"allerta_(?P<word>{'|'.join(WORDS.values())})_(?P<seconds>\d+)s_v1")
_KIND_OF = {word: kind for kind, word in WORDS.items()}


def name(kind: str, seconds: int) -> str:
    """The name at Meta, in lower case and digits."""
    return f"allerta_{WORDS[kind]}_{seconds}s_v1"


def names(seconds: int) -> dict[str, str]:
    """Map each address key of the alert templates to its name at Meta."""
    return {key: name(kind, seconds) for key, kind in KINDS.items()}


def seconds_of(template: str) -> int | None:
    """The time to live that a template's name says; None: it is none for alerts."""
    found = _NAME.fullmatch(template)
    return int(found["seconds"]) if found else None


def spoken(template: str) -> str:
    """Return the Italian name of an alert template; "" for any other template."""
    found = _NAME.fullmatch(template)
    return CALLED[_KIND_OF[found["word"]]] if found else ""


def filled_template(*, title: str, text: str, link: str) -> str:
    """Fill the body of an alert's template, as the citizen reads it."""
    return BODY.replace("{{title}}", title).replace("{{text}}", text).replace("{{link}}", link)


def definition(kind: str, seconds: int, *, sample_handle: str = "") -> dict[str, Any]:
    """Build an alert template that Meta is asked to approve; image and document need an uploaded example's handle."""
    example = [{"param_name": parameter, "example": value} for parameter, value in EXAMPLE.items()]
    whole = standard_templates.around(
        {"type": "BODY", "text": BODY, "example": {"body_text_named_params": example}},
        name=name(kind, seconds),
        kind=kind,
        category=standard_templates.UTILITY,
        sample_handle=sample_handle,
    )
    return whole | {"parameter_format": "NAMED", "message_send_ttl_seconds": seconds}
