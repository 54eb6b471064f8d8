"""The rules by which words are understood, each declared once: what it finds, what follows, and sentences.

The rules are tried in their order, those of `wish_rules` in their midst; the first that applies decides. Tests read
every sentence; `make words` writes the page for the town hall from here.
"""

from . import leave_clauses, meanings, other_intents
from .meanings import Rule
from .wish_rules import WISHES

VERSION = "14"
"""The number of these rules and their words in the register (deciding.py); other rules get another number."""
DIGEST = "9f5a2c0c9b67e038"
"""The digest that VERSION stands for: a test compares it with the sources, and says what to do."""


RULES = (
    Rule(
        "emergency",
        other_intents.emergency,
        meanings.EMERGENCY,
        "un'emergenza",
        ("Aiuto, sono caduto", "c'è un incendio"),
        not_examples=("Aiuto", "Menu", "Grazie dell'aiuto"),
    ),
    Rule(
        "my-data",
        other_intents.my_data,
        meanings.MY_DATA,
        "che cosa sappiamo di lui",
        ("I miei dati", "quali dati avete su di me?", "chi ha i miei dati?"),
        not_examples=("cancellate i miei dati",),
    ),
    Rule(
        "topics",
        other_intents.topics,
        meanings.TOPICS,
        "gli argomenti",
        ("Argomenti", "vorrei cambiare gli argomenti"),
    ),
    Rule(
        "latest-news",
        other_intents.latest_news,
        meanings.NEWS,
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
        "asks-help",
        other_intents.asks_help,
        meanings.HELP,
        "che cosa può scrivere",
        ("Aiuto", "Menu", "informazioni"),
        not_examples=("Aiuto, sono caduto", "grazie per le informazioni"),
    ),
    Rule(
        "italian",
        other_intents.italian,
        meanings.LANGUAGE,
        "la lingua italiana, da sola",
        ("Italiano", "in italiano, grazie"),
        not_examples=("corso di italiano",),
    ),
    Rule(
        "privacy",
        other_intents.privacy,
        meanings.PRIVACY,
        "la privacy",
        ("Privacy", "chi vi ha dato il mio numero?"),
    ),
    Rule(
        "genuine",
        other_intents.genuine,
        meanings.GENUINE,
        "se i messaggi sono davvero del Comune",
        ("è un messaggio vero?", "Buongiorno, siete davvero il Comune?", "è una truffa?"),
        not_examples=("Ho ricevuto un messaggio dalle Poste per un pacco, è vero?", "non è una truffa"),
    ),
    Rule(
        "leave-beside-other-matter",
        leave_clauses.leave_beside_other_matter,
        meanings.LEAVE,
        "un addio chiaro in una frase sua, accanto a una faccenda di un altro ufficio",
        ("Cancellazione grazie. Sapete mica l'orario dell'anagrafe?", "Ho pagato la multa. Cancellatemi"),
    ),
    Rule(
        "leave-beside-other-office",
        other_intents.leave_beside_other_office,
        meanings.UNCLEAR,
        "un addio meno chiaro accanto a una faccenda di un altro ufficio",
        ("La TARI è pagata, ma mia moglie dice cancellatemi",),
    ),
    Rule(
        "other-office",
        other_intents.other_office,
        meanings.OTHER_OFFICE,
        "una faccenda di un altro ufficio",
        ("iscrizione al nido", "cancellazione residenza", "disdire l'appuntamento", "basta buche"),
        not_examples=("Iscrizione", "Cancellazione"),
    ),
    Rule(
        "third-person",
        other_intents.third_person,
        meanings.THIRD_PERSON,
        "qualcun altro che si iscrive o si cancella",
        ("vorrei iscrivere mia madre", "iscrivete anche questo numero 3331234567"),
    ),
    Rule(
        "no-more-of-a-topic",
        other_intents.no_more_of_a_topic,
        meanings.NO_TOPIC,
        "che vuole di meno, o non vuole più un argomento",
        (
            "non voglio più gli eventi",
            "toglietemi dalla viabilità",
            "voglio solo le allerte",
            "troppi messaggi",
        ),
        not_examples=("non voglio più messaggi", "basta", "l'evento è cancellato?"),
    ),
    Rule(
        "asks-standing",
        other_intents.asks_standing,
        meanings.STANDING,
        "se è iscritto",
        ("Sono iscritto?", "sono già iscritta?", "vorrei sapere se sono iscritto"),
        not_examples=("sono già iscritta", "perché sono iscritto?"),
    ),
    *WISHES,
    Rule(
        "thanks",
        other_intents.thanks,
        meanings.THANKS,
        "un ringraziamento, o che ha letto",
        ("Grazie mille per le informazioni", "Grazie dell'aiuto", "👍"),
        not_examples=("Sì grazie", "Va bene"),
    ),
    Rule(
        "half-word",
        other_intents.half_word,
        meanings.UNCLEAR,
        "mezza parola, o la parola di un altro Comune o di un'altra lingua",
        ("Attiva", "off", "subscribe", "iscrizioni"),
    ),
    Rule(
        "answer-without-question",
        other_intents.answer_without_question,
        meanings.UNCLEAR,
        "una risposta a nessuna domanda",
        ("Sì", "1", "va bene"),
    ),
    Rule(
        "interest",
        other_intents.interest,
        meanings.UNCLEAR,
        "un interesse, senza chiedere nulla",
        ("Mi interessa",),
    ),
    Rule(
        "doubtful",
        other_intents.doubtful,
        meanings.UNCLEAR,
        "iscrizione, cancellazione o messaggi, in un modo che nessuna regola capisce",
        ("iscrizione ping pong", "sono già iscritta", "ho scritto cancellazione ma mi arrivano ancora"),
    ),
    Rule(
        "nothing-of-ours",
        other_intents.nothing_of_ours,
        meanings.OTHER,
        "qualunque altra cosa",
        ("Buongiorno", "a che ora aprite?"),
    ),
)

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
