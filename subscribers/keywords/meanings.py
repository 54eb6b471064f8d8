"""The meanings that a message may have, what the service does then, and the rules that tell them."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from .message import Message


class Intent(StrEnum):
    """The wish of a citizen to this service."""

    JOIN = "join"
    LEAVE = "leave"
    UNCLEAR = "unclear"
    """Joining or leaving is spoken of, or half a word of it: two buttons."""
    TOPICS = "topics"
    ZONES = "zones"
    NEWS = "news"
    """The latest messages, now."""
    MY_DATA = "my_data"
    HELP = "help"
    LANGUAGE = "language"
    """The wish to be answered in another language from now on, or in Italian again."""
    OTHER = "other"
    """The wish for nothing that this service does."""


@dataclass(frozen=True)
class Meaning:
    """A meaning that a message may have: an intent, with a detail where the answer depends on it."""

    intent: Intent
    detail: str
    does: str
    """The words for what the service does then, in Italian."""


ELSEWHERE = "Non cambia nulla: indica l'Urp e il numero verde, una volta al giorno"
JOIN = Meaning(Intent.JOIN, "", "**Iscrive** e conferma")
LEAVE = Meaning(Intent.LEAVE, "", "**Cancella** subito e conferma")
ERASE = Meaning(Intent.LEAVE, "erasure", "**Cancella** subito e apre una richiesta sui dati (art. 17)")
OBJECT = Meaning(Intent.LEAVE, "objection", "**Cancella** subito e apre una richiesta sui dati (art. 21)")
UNCLEAR = Meaning(
    Intent.UNCLEAR,
    "",
    "Non cambia nulla: mostra i pulsanti *Iscrizione*, *Cancellazione*, *Contattare l'Urp*",
)
THIRD_PERSON = Meaning(
    Intent.UNCLEAR, "third_person", "Non cambia nulla: spiega che si iscrive solo chi usa il numero"
)
STANDING = Meaning(Intent.UNCLEAR, "standing", "Non cambia nulla: dice se è iscritto, e da quando")
NO_TOPIC = Meaning(
    Intent.UNCLEAR, "topic", "Non cambia nulla: mostra gli argomenti, quello che ha nominato per primo"
)
NO_PART = Meaning(
    Intent.UNCLEAR, "part", "Non cambia nulla: chiede se togliere solo quello, o cancellare del tutto"
)
KEEP_PART = Meaning(
    Intent.UNCLEAR, "keep", "Non cambia nulla: chiede se tenere solo quello, o cancellare del tutto"
)
ONLY_ALERTS = Meaning(Intent.UNCLEAR, "alerts", "Tiene solo gli argomenti di allerta, con *Annulla*")
ZONES = Meaning(Intent.ZONES, "", "Mostra l'elenco delle zone")
NAMED_ZONES = Meaning(
    Intent.ZONES,
    "named",
    "Tiene queste zone, con *Annulla*; se il nome è di più d'una chiede quale",
)
TOPICS = Meaning(Intent.TOPICS, "", "Mostra l'elenco degli argomenti")
NEWS = Meaning(
    Intent.NEWS, "", "Manda le ultime tre notizie a chi è iscritto, tre volte al giorno al massimo"
)
MY_DATA = Meaning(Intent.MY_DATA, "", "Dice quali dati abbiamo, una volta al giorno")
HELP = Meaning(Intent.HELP, "", "Dice che cosa si può scrivere")
LANGUAGE = Meaning(Intent.LANGUAGE, "", "Da ora risponde in quella lingua; le notizie restano in italiano")
OTHER = Meaning(Intent.OTHER, "", ELSEWHERE)
OTHER_OFFICE = Meaning(Intent.OTHER, "other_office", ELSEWHERE)
PRIVACY = Meaning(Intent.OTHER, "privacy", "Manda l'informativa")
GENUINE = Meaning(Intent.OTHER, "genuine", "Indica la pagina *È davvero del Comune?*")
EMERGENCY = Meaning(Intent.OTHER, "emergency", "Dice di chiamare il 112")
THANKS = Meaning(Intent.OTHER, "thanks", "Non risponde")


@dataclass(frozen=True)
class Rule:
    """A rule and the meaning to conclude where `applies` is true."""

    id: str
    """The rule's name in the register, where it stays: another name calls for a new version."""
    applies: Callable[[Message], bool]
    meaning: Meaning
    written: str
    """The words for what the citizen writes, in Italian: "Che cosa scrive"."""
    examples: tuple[str, ...]
    """Sentences that this rule decides."""
    not_examples: tuple[str, ...] = ()
    """Sentences that look alike and that another rule decides."""


RETIRED = {
    "join-list": "di essere messo nella lista",
    "wants-news": "di ricevere le notizie",
    "wants-to-know": "di essere tenuto informato dal Comune",
    "consent-words": "le parole dell'annuncio",
    "foreign-request": "una richiesta intera in un'altra lingua",
    "join-clause": "una richiesta di iscrizione in una frase sua, accanto a un saluto, un motivo, una storia",
    "join-beside-other-matter": "una richiesta chiara in una frase sua, accanto a una frase per un altro ufficio",
}
"""The rules of earlier versions, which the register still names → what a citizen wrote where they decided."""
