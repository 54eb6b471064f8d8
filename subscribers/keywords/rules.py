# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What this service understands, declared once: each rule with what it finds, what follows, and sentences.

The rules are tried in their order; the first that applies decides. Tests read every sentence; `make words` writes
the page for the town hall from here.
"""

from collections.abc import Callable
from dataclasses import dataclass

from . import elsewhere, join_clauses, joining, leave_clauses, leaving
from .meanings import (
    EMERGENCY,
    ERASE,
    HELP,
    JOIN,
    LANGUAGE,
    LEAVE,
    MY_DATA,
    NEWS,
    OBJECT,
    OTHER,
    OTHER_OFFICE,
    PRIVACY,
    THANKS,
    THIRD_PERSON,
    TOPICS,
    UNCLEAR,
    Meaning,
)
from .reading import Message

VERSION = "12"
"""Of the rules and their words: whoever changes them gives it a new number. The register keeps it: deciding.py."""


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
        not_examples=("Aiuto", "Menu", "Grazie dell'aiuto"),
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
        elsewhere.latest_news,
        NEWS,
        "le ultime notizie",
        ("Notizie", "novità", "ultime notizie", "Ci sono novità?"),
        not_examples=(
            "vorrei ricevere notizie",
            "voglio le notizie",
            "non voglio più notizie",
            "basta notizie",
            "iscrizione notizie",
            "notizie sulla mia pratica?",
            "novità sulla TARI",
            "Grazie per le notizie",
        ),
    ),
    Rule(
        elsewhere.asks_help,
        HELP,
        "che cosa può scrivere",
        ("Aiuto", "Menu", "informazioni"),
        not_examples=("Aiuto, sono caduto", "grazie per le informazioni"),
    ),
    Rule(
        elsewhere.italian,
        LANGUAGE,
        "la lingua italiana, da sola",
        ("Italiano", "in italiano, grazie"),
        not_examples=("corso di italiano",),
    ),
    Rule(
        elsewhere.privacy,
        PRIVACY,
        "la privacy",
        ("Privacy", "chi vi ha dato il mio numero?"),
    ),
    Rule(
        leave_clauses.leave_beside_other_matter,
        LEAVE,
        "un addio chiaro in una frase sua, accanto a una faccenda di un altro ufficio",
        ("Cancellazione grazie. Sapete mica l'orario dell'anagrafe?", "Ho pagato la multa. Cancellatemi"),
    ),
    Rule(
        join_clauses.join_beside_other_matter,
        JOIN,
        "una richiesta chiara in una frase sua, accanto a una frase per un altro ufficio",
        ("Mettetemi in lista per gli avvisi. Il semaforo di via Giuntini lampeggia da ieri sera",),
        not_examples=("Iscrizione. Grazie nido",),
    ),
    Rule(
        elsewhere.leave_beside_other_office,
        UNCLEAR,
        "un addio meno chiaro accanto a una faccenda di un altro ufficio",
        ("La TARI è pagata, ma mia moglie dice cancellatemi",),
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
        leave_clauses.leave_clause,
        LEAVE,
        "un addio chiaro in una frase sua, accanto a una storia, un motivo, uno sfogo",
        ("ciao senti non mi mandare più messaggi grazie",),
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
        joining.foreign_request,
        JOIN,
        "una richiesta intera in un'altra lingua",
        ("Subscribe please", "Quiero recibir los avisos del ayuntamiento"),
        not_examples=("subscribe",),
    ),
    Rule(
        join_clauses.join_clause,
        JOIN,
        "una richiesta di iscrizione in una frase sua, accanto a un saluto, un motivo, una storia",
        (
            "ho salvato il numero, iscrizione",
            "bona, mi iscrivo",
            "Mia sorella riceve gli avvisi, ora li voglio anch'io",
        ),
        not_examples=("volevo iscrivermi ma poi ho cambiato idea",),
    ),
    Rule(
        elsewhere.thanks,
        THANKS,
        "un ringraziamento, o che ha letto",
        ("Grazie mille per le informazioni", "Grazie dell'aiuto", "👍"),
        not_examples=("Sì grazie", "Va bene"),
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
