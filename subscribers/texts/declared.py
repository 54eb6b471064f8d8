"""The declaration of a text: its name in Italian, what it is for, its first wording, the rules it obeys."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import TextChoices

from cascina_whatsapp.whatsapp.cloud_api.limits import TEXT_LIMIT
from subscribers.rules.buttons import ReplyButton

PAGE_LIMIT = 20_000
"""Characters of a page: WhatsApp sets no limit there, the reader's patience does."""


class Place(TextChoices):
    """The place at which a citizen meets a text."""

    REPLY = "reply", "Risposta automatica"
    PAGE = "page", "Pagina o annuncio"
    MESSAGE = "message", "Testo per un messaggio"
    TRANSLATION = "translation", "Risposta automatica in un'altra lingua"
    LANGUAGE = "language", "Parole e pulsanti di un'altra lingua"


@dataclass(frozen=True, kw_only=True)
class DeclaredText:
    """A text of the service, as the program declares it."""

    key: str
    label: str
    use: str
    """The purpose, in Italian: staff read it beside the text."""
    wording: str = ""
    """Version 1, in Italian. Of a translation a draft, which is not in force before two people say so; "" where there
    is none. Later versions are in the database only."""
    place: Place
    limit: int = TEXT_LIMIT
    """Characters, variables filled in."""
    variables: tuple[str, ...] = ()
    """The variables that only this text has, beside TEXT_VARIABLES."""
    must: tuple[str, ...] = ()
    """Variables and words that it can't do without; WHY has the reasons."""
    is_agreed: bool = False
    """Citizens joined on these words: if they change, subscribers may have to be told (WP260, paragraph 29)."""


@dataclass(frozen=True, kw_only=True)
class AutomaticText(DeclaredText):
    """A text that answers a citizen by itself, and how often one person may get it."""

    place: Place = Place.REPLY
    buttons: tuple[ReplyButton, ...] = ()
    """Under the text; the limit must then be that of a message with buttons."""
    cooldown: timedelta | None = None
    """A person gets it at most `times` times in so long; no other limit counts then."""
    times: int = 1
    """The times that it is sent in the cool-down; alike for all texts that say the same."""
    same_message: str = ""
    """A name shared by texts that say the same, so that the cool-down of one keeps the others silent."""
    hourly_cap: int | None = None
    """Times an hour that one person gets it, where it confirms no change; None: the limit on all answers."""
    always_confirms: bool = False
    """True where it is sent whatever the limits, when it confirms a change of consent."""
    needed_in_languages: bool = False
    """True where no other language may be in use without its translation in force."""
