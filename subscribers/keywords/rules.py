# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What this service understands, declared once: each rule with what it finds, what follows, and sentences.

The rules are tried in their order; the first that applies decides. Tests read every sentence; `make words` writes
the page for the town hall from here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from . import elsewhere, joining, leaving
from .reading import Message

VERSION = "3"
"""Kept in the register with every decision. Whoever changes rules or words gives it a new number."""


class Intent(StrEnum):
    """What the citizen wants of this service."""

    JOIN = "join"
    LEAVE = "leave"
    UNCLEAR = "unclear"
    """Joining or leaving is spoken of, or half a word of it: two buttons."""
    TOPICS = "topics"
    MY_DATA = "my_data"
    HELP = "help"
    OTHER = "other"
    """Nothing that this service does."""


@dataclass(frozen=True)
class Meaning:
    """What a message may mean: an intent, with a detail where the answer depends on it."""

    intent: Intent
    detail: str
    does: str
    """What the service does then, in Italian."""


ELSEWHERE = "Non cambia nulla: indica l'Urp e il numero verde, una volta al giorno"
JOIN = Meaning(Intent.JOIN, "", "**Iscrive** e conferma")
LEAVE = Meaning(Intent.LEAVE, "", "**Cancella** subito e conferma")
ERASE = Meaning(Intent.LEAVE, "erasure", "**Cancella** subito e apre una richiesta sui dati (art. 17)")
OBJECT = Meaning(Intent.LEAVE, "objection", "**Cancella** subito e conferma (art. 21)")
UNCLEAR = Meaning(
    Intent.UNCLEAR,
    "",
    "Non cambia nulla: mostra i pulsanti *Iscrizione*, *Cancellazione*, *Contattare l'Urp*",
)
THIRD_PERSON = Meaning(
    Intent.UNCLEAR, "third_person", "Non cambia nulla: spiega che si iscrive solo chi usa il numero"
)
TOPICS = Meaning(Intent.TOPICS, "", "Mostra l'elenco degli argomenti")
MY_DATA = Meaning(Intent.MY_DATA, "", "Dice quali dati abbiamo, una volta al giorno")
HELP = Meaning(Intent.HELP, "", "Dice che cosa si può scrivere")
OTHER = Meaning(Intent.OTHER, "", ELSEWHERE)
OTHER_OFFICE = Meaning(Intent.OTHER, "other_office", ELSEWHERE)
PRIVACY = Meaning(Intent.OTHER, "privacy", "Manda l'informativa")
EMERGENCY = Meaning(Intent.OTHER, "emergency", "Dice di chiamare il 112")
THANKS = Meaning(Intent.OTHER, "thanks", "Non risponde")


def nothing_of_ours(message: Message) -> bool:
    """What no other rule knows."""
    return True


@dataclass(frozen=True)
class Rule:
    """What to conclude where `applies` is true."""

    applies: Callable[[Message], bool]
    meaning: Meaning
    written: str
    """What the citizen writes, in Italian: "Che cosa scrive"."""
    examples: tuple[str, ...]
    """Sentences that this rule decides."""
    not_examples: tuple[str, ...] = ()
    """Sentences that look alike and that another rule decides."""

    @property
    def id(self) -> str:
        """The rule's name in the register; renaming a rule calls for a new version."""
        return self.applies.__name__.replace("_", "-")


RULES = (
    Rule(
        elsewhere.emergency,
        EMERGENCY,
        "un'emergenza",
        ("Aiuto, sono caduto", "c'è un incendio"),
        not_examples=("Aiuto", "Menu"),
    ),
    Rule(
        elsewhere.my_data,
        MY_DATA,
        "che cosa sappiamo di lui",
        ("I miei dati", "quali dati avete su di me?"),
    ),
    Rule(
        elsewhere.topics,
        TOPICS,
        "gli argomenti",
        ("Argomenti", "vorrei cambiare gli argomenti"),
    ),
    Rule(
        elsewhere.asks_help,
        HELP,
        "che cosa può scrivere",
        ("Aiuto", "Menu", "informazioni"),
        not_examples=("Aiuto, sono caduto", "grazie per le informazioni"),
    ),
    Rule(
        elsewhere.privacy,
        PRIVACY,
        "la privacy",
        ("Privacy", "chi vi ha dato il mio numero?"),
    ),
    Rule(
        elsewhere.leave_beside_other_office,
        UNCLEAR,
        "un addio chiaro accanto a una faccenda di un altro ufficio",
        ("Ho pagato la multa. Cancellatemi",),
    ),
    Rule(
        elsewhere.other_office,
        OTHER_OFFICE,
        "una faccenda di un altro ufficio",
        ("iscrizione al nido", "cancellazione residenza", "disdire l'appuntamento", "basta buche"),
        not_examples=("Iscrizione", "Cancellazione"),
    ),
    Rule(
        elsewhere.third_person,
        THIRD_PERSON,
        "qualcun altro che si iscrive o si cancella",
        ("vorrei iscrivere mia madre", "iscrivete anche questo numero 3331234567"),
    ),
    Rule(
        leaving.refuses_to_leave,
        UNCLEAR,
        "che non vuole essere cancellato",
        ("non cancellatemi", "cancellazione no", "annullate la cancellazione"),
    ),
    Rule(
        leaving.erasure,
        ERASE,
        "la cancellazione dei suoi dati",
        ("cancellate i miei dati", "chiedo la cancellazione dei miei dati ai sensi dell'art. 17"),
    ),
    Rule(
        leaving.objection,
        OBJECT,
        "che si oppone al trattamento",
        ("mi oppongo al trattamento dei miei dati",),
    ),
    Rule(
        leaving.leave_word,
        LEAVE,
        "una parola per smettere, da sola o con saluti, il servizio, il proprio nome, il motivo",
        ("Cancellazione", "STOP", "basta messaggi", "disdetta", "Mi sono trasferita a Pisa, cancellazione"),
        not_examples=("cancellazione no", "Iscrizione/Cancellazione", "cancellazione residenza"),
    ),
    Rule(
        leaving.leave_request,
        LEAVE,
        "una frase per smettere",
        ("toglietemi dalla lista", "potete cancellarmi?", "annullate la mia iscrizione", "vo' levammi di lì"),
        not_examples=("non cancellatemi", "smettetela di cancellarmi"),
    ),
    Rule(
        leaving.no_more,
        LEAVE,
        "che non vuole più messaggi",
        ("non mi interessa più", "non voglio più messaggi", "'un mi scrivete più"),
    ),
    Rule(
        leaving.both_words,
        UNCLEAR,
        "tutte e due le parole",
        ("Iscrizione/Cancellazione",),
    ),
    Rule(
        joining.question_or_negation,
        UNCLEAR,
        "iscriversi o cancellarsi con una domanda o una negazione",
        ("Come faccio a iscrivermi?", "non voglio iscrivermi", "iscrizione?"),
    ),
    Rule(
        joining.join_word,
        JOIN,
        "la parola annunciata, da sola o con saluti, il servizio, il proprio nome",
        (
            "Iscrizione",
            "iscrzione",
            "I S C R I Z I O N E",
            "Buongiorno, iscrizione grazie",
            "Iscrizione Mario Rossi",
        ),
        not_examples=("iscrizione?", "Iscrizione ping pong", "iscrizione al nido"),
    ),
    Rule(
        joining.join_request,
        JOIN,
        "una frase per iscriversi",
        ("vorrei iscrivermi", "iscrivetemi per favore", "Iscrivimi bimbo"),
        not_examples=("vorrei iscrivere mia madre", "non voglio iscrivermi"),
    ),
    Rule(
        joining.join_list,
        JOIN,
        "di essere messo nella lista",
        ("aggiungetemi alla lista", "mi segni per i messaggi del comune"),
    ),
    Rule(
        joining.wants_news,
        JOIN,
        "di ricevere le notizie",
        ("desidero ricevere le notizie del Comune", "mandatemi i messaggi"),
    ),
    Rule(
        joining.wants_to_know,
        JOIN,
        "di essere tenuto informato dal Comune",
        ("vorrei essere informato sulle attività del Comune",),
    ),
    Rule(
        joining.consent_words,
        JOIN,
        "le parole dell'annuncio",
        ("Autorizzo il Comune di Cascina a inviarmi messaggi", "acconsento a ricevere i messaggi"),
    ),
    Rule(
        elsewhere.thanks,
        THANKS,
        "un ringraziamento",
        ("Grazie mille per le informazioni",),
        not_examples=("Sì grazie",),
    ),
    Rule(
        elsewhere.half_word,
        UNCLEAR,
        "mezza parola, o la parola di un altro Comune o di un'altra lingua",
        ("Attiva", "off", "subscribe", "iscrizioni"),
    ),
    Rule(
        elsewhere.answer_without_question,
        UNCLEAR,
        "una risposta a nessuna domanda",
        ("Sì", "1", "va bene"),
    ),
    Rule(
        elsewhere.interest,
        UNCLEAR,
        "un interesse, senza chiedere nulla",
        ("Mi interessa",),
    ),
    Rule(
        elsewhere.doubtful,
        UNCLEAR,
        "iscrizione, cancellazione o messaggi, in un modo che nessuna regola capisce",
        ("iscrizione ping pong", "sono già iscritta", "ho scritto cancellazione ma mi arrivano ancora"),
    ),
    Rule(nothing_of_ours, OTHER, "qualunque altra cosa", ("Buongiorno", "a che ora aprite?")),
)
