"""The conversation as staff are shown it: what would be done about some words, and how a text looks to a citizen.

The forecast is a table beside that of dispatch.py; a test tells both the same sentences and compares.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from cascina_whatsapp.presentation.whatsapp_markup import marked
from subscribers import texts
from subscribers.conversation import replies
from subscribers.keywords import Intent, Understanding
from subscribers.models import ServiceText
from subscribers.texts.languages import draft_of

from . import questions


@dataclass(frozen=True)
class Outcome:
    """The forecast for one kind of writer, in Italian, and the text to be sent; "" where nothing is answered."""

    does: str
    text: str = ""


@dataclass(frozen=True)
class Foreseen:
    """The forecast for some words from a stranger, and from a subscriber."""

    stranger: Outcome
    subscriber: Outcome


def _everybody(does: str, text: str = "") -> Foreseen:
    outcome = Outcome(does, text)
    return Foreseen(outcome, outcome)


JOINS = Outcome("Iscriverebbe questa persona.", "optin_confirm")
ASKS_FIRST = Outcome("Chiederebbe conferma: iscriverebbe solo chi risponde di sì.", "optin_prompt")
IS_IN = Outcome("Non cambierebbe nulla: direbbe che è già iscritta.", "optin_already")
LEAVES = Outcome("Cancellerebbe questa persona.", "optout_confirm")
IS_OUT = Outcome("Non cambierebbe nulla: direbbe che il numero non è iscritto.", "optout_not_subscribed")
ASKS = "Cancellerebbe questa persona e aprirebbe una richiesta sui dati."
HAS_NO_DATA = Outcome("Non cambierebbe nulla: direbbe che il numero non è iscritto.", "my_data_none")
LEAVING = Foreseen(IS_OUT, LEAVES)
ELSEWHERE = _everybody(
    "Indicherebbe l'Urp e il numero verde, una volta al giorno; a ufficio chiuso, anche quando riapre.",
    "unknown",
)
TOPICS = Foreseen(
    Outcome("Direbbe che per scegliere gli argomenti bisogna prima iscriversi.", "not_subscribed"),
    Outcome("Mostrerebbe l'elenco degli argomenti.", "topics_list"),
)
FIRST_JOINS = Outcome("Direbbe che per scegliere le zone bisogna prima iscriversi.", "not_subscribed")
FORESEEN: dict[tuple[Intent, str], Foreseen] = {
    (Intent.JOIN, ""): Foreseen(JOINS, IS_IN),
    (Intent.LEAVE, ""): LEAVING,
    (Intent.LEAVE, "erasure"): Foreseen(HAS_NO_DATA, Outcome(ASKS, "rights_received")),
    (Intent.LEAVE, "objection"): Foreseen(HAS_NO_DATA, Outcome(ASKS, "objection_received")),
    (Intent.UNCLEAR, ""): _everybody("Chiederebbe se vuole iscriversi o cancellarsi.", "ambiguous"),
    (Intent.UNCLEAR, "third_person"): _everybody(
        "Non cambierebbe nulla: spiegherebbe che si iscrive solo chi usa il numero.", "third_person"
    ),
    (Intent.UNCLEAR, "topic"): TOPICS,
    (Intent.UNCLEAR, "standing"): Foreseen(IS_OUT, IS_IN),
    (Intent.UNCLEAR, "part"): Foreseen(
        IS_OUT, Outcome("Chiederebbe: solo quello, se lo riceve, o tutto?", "part_question")
    ),
    (Intent.UNCLEAR, "keep"): Foreseen(
        IS_OUT,
        Outcome("Chiederebbe: tenere solo quello, se è un argomento o una zona, o nulla?", "keep_question"),
    ),
    (Intent.TOPICS, ""): TOPICS,
    (Intent.UNCLEAR, "alerts"): Foreseen(
        TOPICS.stranger, Outcome("Terrebbe solo gli argomenti di allerta.", "topics_saved")
    ),
    (Intent.ZONES, ""): Foreseen(FIRST_JOINS, Outcome("Mostrerebbe l'elenco delle zone.", "zones_list")),
    (Intent.ZONES, "named"): Foreseen(
        FIRST_JOINS,
        Outcome(
            "Terrebbe le zone nominate; se un nome vale per più d'una, chiederebbe quale.", "zones_saved"
        ),
    ),
    (Intent.NEWS, ""): Foreseen(
        IS_OUT, Outcome("Manderebbe le ultime notizie dei suoi argomenti, se ce ne sono.", "news")
    ),
    (Intent.MY_DATA, ""): Foreseen(
        HAS_NO_DATA, Outcome("Direbbe quali dati abbiamo, una volta al giorno.", "my_data")
    ),
    (Intent.LANGUAGE, ""): Foreseen(
        Outcome("Risponderebbe in quella lingua, questa volta.", "language_once"),
        Outcome("Risponderebbe in quella lingua, da ora in poi.", "language_chosen"),
    ),
    (Intent.HELP, ""): _everybody("Direbbe che cosa si può scrivere.", "help"),
    (Intent.OTHER, ""): ELSEWHERE,
    (Intent.OTHER, "other_office"): ELSEWHERE,
    (Intent.OTHER, "privacy"): _everybody("Indicherebbe l'informativa.", "privacy"),
    (Intent.OTHER, "genuine"): _everybody("Indicherebbe come riconoscere i messaggi veri.", "genuine"),
    (Intent.OTHER, "emergency"): _everybody("Direbbe di chiamare il 112.", "emergency"),
    (Intent.OTHER, "thanks"): _everybody("Non risponderebbe."),
}
"""Intent and detail → what would be done."""
ASKED: dict[str, Foreseen] = {
    "join": Foreseen(Outcome("Chiederebbe: «Vuoi iscriverti?»", questions.JOIN), IS_IN),
    "leave": Foreseen(IS_OUT, Outcome("Chiederebbe: «Vuoi cancellarti?»", questions.LEAVE)),
}
"""The wishes that unclear words lean to → what would be done."""


def foresee(meaning: Understanding) -> Foreseen:
    """Foresee what would be done about words of this meaning, where no question is open."""
    if meaning.leaning in ASKED:
        return ASKED[meaning.leaning]
    found = FORESEEN[meaning.intent, meaning.detail]
    asks_first = meaning.intent is Intent.JOIN and settings.OPT_IN_MODE == "double"
    return Foreseen(ASKS_FIRST, found.subscriber) if asks_first else found


def preview(text: ServiceText, body: str) -> dict[str, Any]:
    """Collect what the preview's template shows of `body` as the text `text`."""
    declared = texts.declared(text.key)
    filled = texts.filled(text.key, body)

    def title(italian: str, language: str) -> str:
        return draft_of(language).title(italian) if language else italian

    return {
        "is_page": declared.place in (texts.Place.PAGE, texts.Place.LANGUAGE),
        "words": filled,
        "bubble": marked(filled),
        "buttons": list(replies.buttons_under(text.key, title).values()),
        "length": len(filled),
        "limit": declared.limit,
        "is_over": len(filled) > declared.limit,
    }


def comparison(text: ServiceText, body: str) -> dict[str, Any] | None:
    """Compare `body` with the version that `text` takes the place of; None for the first one."""
    before = texts.previous(text)
    if before is None:
        return None
    pieces = texts.compare(before.body.strip(), body.strip())
    return {
        "before": before,
        "pieces": pieces,
        "is_same": all(piece.change == "kept" for piece in pieces),
    }
