"""The templates that every broadcast goes out through, outside a citizen's 24 hours: four sets of three.

A notice goes out through a utility template, an invitation through a marketing one (Meta, template categories): what
invites on a utility template is what Meta punishes. Their text is approved by Meta once; title, text and link change
from one broadcast to the next. A parameter may hold no newline, and a body may neither begin nor end with one (Meta,
template components). Two sets have a button that opens a page of the Comune's site: of its address only the end
changes, its words never (Meta, template components).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from cascina_whatsapp.whatsapp.cloud_api.limits import characters

from .words import page_buttons

LANGUAGE = "it"
UTILITY, MARKETING = "UTILITY", "MARKETING"
"""Meta's categories. What we ask for; Meta may decide otherwise, and the row says what it decided."""

FOOTER = "Comune di Cascina · per smettere scrivi Cancellazione"
LEAVE_BUTTON = "Cancellazione"
_AFTER_OPENING = "\n\n*{{title}}*\n\n{{text}}\n\nTutte le informazioni: {{link}}\n\n"
_ABOUT_BUTTON = "Dal telefono, il pulsante qui sotto apre una pagina.\n\n"
"""The hint at the button: on a computer WhatsApp shows no buttons of two kinds (Meta, template components). The
sentence also keeps the words from being those of another template, which Meta refuses."""
_ENDING = "Ricevi questo messaggio perché sei iscritto al servizio."


@dataclass(frozen=True)
class TemplateSet:
    """A set of three templates with the same words: for a text, with an image, with a document."""

    start: str
    """The beginning of its templates' keys; a key is what an address and a form call a template."""
    category: str
    """The category that Meta is asked for."""
    opening: str
    """The first words of the body."""
    names: dict[str, str]
    """Kind of broadcast → name at Meta. A new wording needs a new name: an approved one barely changes."""
    called: dict[str, str]
    """The names that people have for the templates."""
    example: dict[str, str]
    """The words that Meta's reviewers see in the place of the parameters."""
    has_page: bool = False
    """True where it has the button that opens a page, too."""

    @property
    def body(self) -> str:
        """The body of the templates of a set, as Meta is asked to approve it."""
        return self.opening + _AFTER_OPENING + (_ABOUT_BUTTON if self.has_page else "") + _ENDING

    @property
    def is_invitation(self) -> bool:
        """Tell whether the set carries invitations."""
        return self.category == MARKETING

    def keys(self) -> dict[str, str]:
        """Key → kind of broadcast."""
        return {f"{self.start}{kind}": kind for kind in self.names}


NOTICES = TemplateSet(
    start="",
    category=UTILITY,
    opening="Avviso del Comune di Cascina",
    names={
        "text": "avviso_testo_v1",
        "image": "avviso_immagine_v1",
        "document": "avviso_documento_v1",
    },
    called={
        "text": "Testo fisso per gli avvisi di solo testo",
        "image": "Testo fisso per gli avvisi con un'immagine",
        "document": "Testo fisso per gli avvisi con un documento",
    },
    example={
        "title": "Via Roma chiusa al traffico",
        "text": "Lunedì 2 marzo, dalle 8 alle 18, via Roma è chiusa per lavori. Segui le deviazioni.",
        "link": "https://www.comune.cascina.pi.it/avvisi/via-roma",
    },
)
INVITATIONS = TemplateSet(
    start="invitation_",
    category=MARKETING,
    opening="Invito del Comune di Cascina",
    names={
        "text": "invito_testo_v1",
        "image": "invito_immagine_v1",
        "document": "invito_documento_v1",
    },
    called={
        "text": "Testo fisso per gli inviti di solo testo",
        "image": "Testo fisso per gli inviti con un'immagine",
        "document": "Testo fisso per gli inviti con un documento",
    },
    example={
        "title": "Concerto in piazza dei Caduti",
        "text": "Sabato 20 giugno alle 21 la banda suona in piazza dei Caduti. Ingresso libero, vi aspettiamo.",
        "link": "https://www.comune.cascina.pi.it/eventi/concerto",
    },
)
NOTICES_WITH_PAGE = replace(
    NOTICES,
    start="page_",
    names={
        "text": "avviso_testo_pagina_v1",
        "image": "avviso_immagine_pagina_v1",
        "document": "avviso_documento_pagina_v1",
    },
    called={kind: f"{words} e un pulsante" for kind, words in NOTICES.called.items()},
    has_page=True,
)
INVITATIONS_WITH_PAGE = replace(
    INVITATIONS,
    start="invitation_page_",
    names={
        "text": "invito_testo_pagina_v1",
        "image": "invito_immagine_pagina_v1",
        "document": "invito_documento_pagina_v1",
    },
    called={kind: f"{words} e un pulsante" for kind, words in INVITATIONS.called.items()},
    has_page=True,
)
SETS = (NOTICES, INVITATIONS, NOTICES_WITH_PAGE, INVITATIONS_WITH_PAGE)
OF = {(one.is_invitation, one.has_page): one for one in SETS}
"""(whether it invites, whether it has a button that opens a page) → the set that carries it."""
KEYS = {key: (templates, kind) for templates in SETS for key, kind in templates.keys().items()}
"""Key → the set and the kind of broadcast."""
NAMES = {key: templates.names[kind] for key, (templates, kind) in KEYS.items()}
"""Key → name at Meta."""
NEEDED = {key: NAMES[key] for key, (templates, _) in KEYS.items() if not templates.has_page}
"""The templates without which ordinary messages don't leave; the others are for messages with a page button."""
SPOKEN = {templates.names[kind]: templates.called[kind] for templates, kind in KEYS.values()}
"""Name at Meta → how people call it."""
SET_OF = {name: templates for templates in SETS for name in templates.names.values()}
HEADER_FORMATS = {"image": "IMAGE", "document": "DOCUMENT"}


def room(title: str, link: str, *, limit: int, of: TemplateSet = NOTICES) -> int:
    """Count the characters left for the text, in a body of at most `limit`."""
    return limit - characters(filled_template(title=title, text="", link=link, of=of))


def filled_template(*, title: str, text: str, link: str, of: TemplateSet = NOTICES) -> str:
    """Fill the body of a standard template, as the citizen reads it."""
    return of.body.replace("{{title}}", title).replace("{{text}}", text).replace("{{link}}", link)


def definition(key: str, *, sample_handle: str = "") -> dict[str, Any]:
    """Build a standard template for Meta's approval; image and document need an uploaded example's handle."""
    templates, kind = KEYS[key]
    example = [{"param_name": name, "example": value} for name, value in templates.example.items()]
    body = {"type": "BODY", "text": templates.body, "example": {"body_text_named_params": example}}
    whole = around(
        body,
        name=templates.names[kind],
        kind=kind,
        category=templates.category,
        sample_handle=sample_handle,
        page=_any_page(templates.example["link"]) if templates.has_page else None,
    )
    return whole | {"parameter_format": "NAMED"}


def fixed_page(link: str, label: str) -> dict[str, Any]:
    """The button of a template that opens this page and no other."""
    return {"type": "URL", "text": label or page_buttons.LABEL, "url": link}


def _any_page(example: str) -> dict[str, Any]:
    """The button of a template that opens any page of the site; `example` is one."""
    end = page_buttons.suffix(example, "")
    return fixed_page(f"{page_buttons.SITE}{{{{1}}}}", "") | {"example": [end]}


def around(
    body: dict[str, Any],
    *,
    name: str,
    kind: str,
    category: str,
    sample_handle: str = "",
    buttons: Sequence[str] = (LEAVE_BUTTON,),
    page: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """A template of ours with this body: every one has our footer and the button to leave.

    `page`: the button above it that opens a page. Meta counts who taps such a button unless it is told not to.
    """
    replies = [{"type": "QUICK_REPLY", "text": title} for title in buttons]
    components = [
        body,
        {"type": "FOOTER", "text": FOOTER},
        {"type": "BUTTONS", "buttons": [page, *replies] if page else replies},
    ]
    if kind in HEADER_FORMATS:
        header = {
            "type": "HEADER",
            "format": HEADER_FORMATS[kind],
            "example": {"header_handle": [sample_handle]},
        }
        components.insert(0, header)
    whole = {"name": name, "language": LANGUAGE, "category": category, "components": components}
    return whole | ({"cta_url_link_tracking_opted_out": True} if page else {})
