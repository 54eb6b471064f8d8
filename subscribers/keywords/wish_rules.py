"""The rules that tell who wants to leave or to join, in their order; leaving comes first."""

from . import joining, leave_clauses, leaving, meanings
from .meanings import Rule

WISHES = (
    Rule(
        "refuses-to-leave",
        leaving.refuses_to_leave,
        meanings.UNCLEAR,
        "che ritira la richiesta di essere cancellato",
        ("annullate la cancellazione", "cancellatemi, anzi no"),
    ),
    Rule(
        "denies",
        leaving.denies,
        meanings.STANDING,
        "che non vuole essere cancellato, o che non è stato lui",
        ("non cancellatemi", "cancellazione no", "non sono io che mi sono iscritto"),
        not_examples=("Non ho chiesto io l'iscrizione, toglietemi",),
    ),
    Rule(
        "erasure",
        leaving.erasure,
        meanings.ERASE,
        "la cancellazione dei suoi dati",
        ("cancellate i miei dati", "chiedo la cancellazione dei miei dati ai sensi dell'art. 17"),
    ),
    Rule(
        "objection",
        leaving.objection,
        meanings.OBJECT,
        "che si oppone al trattamento",
        ("mi oppongo al trattamento dei miei dati",),
    ),
    Rule(
        "leave-word",
        leaving.leave_word,
        meanings.LEAVE,
        "una parola per smettere, da sola o con saluti, il servizio, il proprio nome, il motivo",
        ("Cancellazione", "STOP", "basta messaggi", "disdetta", "Mi sono trasferita a Pisa, cancellazione"),
        not_examples=("cancellazione no", "Iscrizione/Cancellazione", "cancellazione residenza"),
    ),
    Rule(
        "leave-request",
        leaving.leave_request,
        meanings.LEAVE,
        "una frase per smettere",
        ("toglietemi dalla lista", "potete cancellarmi?", "annullate la mia iscrizione", "vo' levammi di lì"),
        not_examples=("non cancellatemi", "smettetela di cancellarmi"),
    ),
    Rule(
        "no-more",
        leaving.no_more,
        meanings.LEAVE,
        "che non vuole più messaggi",
        ("non mi interessa più", "non voglio più messaggi", "'un mi scrivete più"),
    ),
    Rule(
        "leave-clause",
        leave_clauses.leave_clause,
        meanings.LEAVE,
        "un addio chiaro in una frase sua, accanto a una storia, un motivo, uno sfogo",
        ("ciao senti non mi mandare più messaggi grazie",),
    ),
    Rule(
        "both-words",
        leaving.both_words,
        meanings.UNCLEAR,
        "tutte e due le parole",
        ("Iscrizione/Cancellazione",),
    ),
    Rule(
        "question-or-negation",
        joining.question_or_negation,
        meanings.UNCLEAR,
        "iscriversi o cancellarsi con una domanda o una negazione",
        ("Come faccio a iscrivermi?", "non voglio iscrivermi", "iscrizione?"),
    ),
    Rule(
        "join-word",
        joining.join_word,
        meanings.JOIN,
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
        "join-request",
        joining.join_request,
        meanings.JOIN,
        "una richiesta di iscriversi o di ricevere i messaggi, in cui ogni parola è nota",
        (
            "vorrei iscrivermi",
            "aggiungetemi alla lista",
            "desidero ricevere le notizie del Comune",
            "Autorizzo il Comune di Cascina a inviarmi messaggi",
        ),
        not_examples=("vorrei iscrivere mia madre", "non voglio iscrivermi", "subscribe"),
    ),
)
