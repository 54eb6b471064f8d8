# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The three templates that every broadcast goes out through, outside the 24 hours of a citizen's message.

Their text is approved by Meta once; title, text and link change from one broadcast to the next. A parameter may
hold no newline, and a body may neither begin nor end with one (Meta, template components).
"""

from collections.abc import Sequence
from typing import Any

from cascina_whatsapp.cloud_api.limits import characters

LANGUAGE = "it"
CATEGORY = "UTILITY"
"""Public-service notices (Meta, template categories). Meta may decide otherwise: the row says what it decided."""

NAMES = {
    "text": "avviso_testo_v1",
    "image": "avviso_immagine_v1",
    "document": "avviso_documento_v1",
}
"""Kind of broadcast → template. A new wording needs a new name: an approved one barely changes."""

FOOTER = "Comune di Cascina · per smettere scrivi Cancellazione"
LEAVE_BUTTON = "Cancellazione"
BODY = (
    "Avviso del Comune di Cascina\n\n*{{title}}*\n\n{{text}}\n\nTutte le informazioni: {{link}}\n\n"
    "Ricevi questo messaggio perché sei iscritto al servizio."
)
EXAMPLE = {
    "title": "Via Roma chiusa al traffico",
    "text": "Lunedì 2 marzo, dalle 8 alle 18, via Roma è chiusa per lavori. Segui le deviazioni.",
    "link": "https://www.comune.cascina.pi.it/avvisi/via-roma",
}
HEADER_FORMATS = {"image": "IMAGE", "document": "DOCUMENT"}


def room(title: str, link: str, *, limit: int) -> int:
    """How many characters are left for the text, in a body of at most `limit`."""
    return limit - characters(hydrated(title=title, text="", link=link))


def hydrated(*, title: str, text: str, link: str) -> str:
    """The body as the citizen reads it."""
    return BODY.replace("{{title}}", title).replace("{{text}}", text).replace("{{link}}", link)


def definition(kind: str, *, sample_handle: str = "") -> dict[str, Any]:
    """What Meta is asked to approve; image and document need the handle of an uploaded example."""
    example = [{"param_name": name, "example": value} for name, value in EXAMPLE.items()]
    body = {"type": "BODY", "text": BODY, "example": {"body_text_named_params": example}}
    whole = around(body, name=NAMES[kind], kind=kind, category=CATEGORY, sample_handle=sample_handle)
    return whole | {"parameter_format": "NAMED"}


def around(
    body: dict[str, Any],
    *,
    name: str,
    kind: str,
    category: str,
    sample_handle: str = "",
    buttons: Sequence[str] = (LEAVE_BUTTON,),
) -> dict[str, Any]:
    """A template of ours with this body: every one has our footer and the button to leave."""
    components = [
        body,
        {"type": "FOOTER", "text": FOOTER},
        {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": title} for title in buttons]},
    ]
    if kind in HEADER_FORMATS:
        header = {
            "type": "HEADER",
            "format": HEADER_FORMATS[kind],
            "example": {"header_handle": [sample_handle]},
        }
        components.insert(0, header)
    return {"name": name, "language": LANGUAGE, "category": category, "components": components}
