# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rules as the town hall reads them: what is understood as what, in Italian, with examples that are true."""

import sys
from collections.abc import Iterable

from . import RULES, Intent, understand
from . import other_words as o
from .folding import fold
from .other_offices import OTHER_OFFICE_BEGINNINGS, OTHER_OFFICES
from .spelling import corrected
from .vocabulary import VERSION

EXAMPLES: dict[str, tuple[str, tuple[str, ...]]] = {
    "emergency": ("un'emergenza", ("Aiuto, sono caduto", "c'è un incendio")),
    "my-data": ("che cosa sappiamo di lui", ("I miei dati", "quali dati avete su di me?")),
    "topics": ("gli argomenti", ("Argomenti", "vorrei cambiare gli argomenti")),
    "asks-help": ("che cosa può scrivere", ("Aiuto", "Menu", "informazioni")),
    "privacy": ("la privacy", ("Privacy", "chi vi ha dato il mio numero?")),
    "leave-beside-other-office": (
        "un addio chiaro accanto a una faccenda di un altro ufficio",
        ("Ho pagato la multa. Cancellatemi",),
    ),
    "other-office": (
        "una faccenda di un altro ufficio",
        ("iscrizione al nido", "cancellazione residenza", "disdire l'appuntamento", "basta buche"),
    ),
    "third-person": (
        "qualcun altro che si iscrive o si cancella",
        ("vorrei iscrivere mia madre", "iscrivete anche questo numero 3331234567"),
    ),
    "refuses-to-leave": (
        "che non vuole essere cancellato",
        ("non cancellatemi", "cancellazione no", "annullate la cancellazione"),
    ),
    "erasure": (
        "la cancellazione dei suoi dati",
        ("cancellate i miei dati", "chiedo la cancellazione dei miei dati ai sensi dell'art. 17"),
    ),
    "objection": ("che si oppone al trattamento", ("mi oppongo al trattamento dei miei dati",)),
    "leave-word": (
        "una parola per smettere, da sola o con saluti, il servizio, il proprio nome, il motivo",
        ("Cancellazione", "STOP", "basta messaggi", "disdetta", "Mi sono trasferita a Pisa, cancellazione"),
    ),
    "leave-request": (
        "una frase per smettere",
        ("toglietemi dalla lista", "potete cancellarmi?", "annullate la mia iscrizione", "vo' levammi di lì"),
    ),
    "no-more": (
        "che non vuole più messaggi",
        ("non mi interessa più", "non voglio più messaggi", "'un mi scrivete più"),
    ),
    "both-words": ("tutte e due le parole", ("Iscrizione/Cancellazione",)),
    "question-or-negation": (
        "iscriversi o cancellarsi con una domanda o una negazione",
        ("Come faccio a iscrivermi?", "non voglio iscrivermi", "iscrizione?"),
    ),
    "join-word": (
        "la parola annunciata, da sola o con saluti, il servizio, il proprio nome",
        (
            "Iscrizione",
            "iscrzione",
            "I S C R I Z I O N E",
            "Buongiorno, iscrizione grazie",
            "Iscrizione Mario Rossi",
        ),
    ),
    "join-request": (
        "una frase per iscriversi",
        ("vorrei iscrivermi", "iscrivetemi per favore", "Iscrivimi bimbo"),
    ),
    "join-list": (
        "di essere messo nella lista",
        ("aggiungetemi alla lista", "mi segni per i messaggi del comune"),
    ),
    "wants-news": (
        "di ricevere le notizie",
        ("desidero ricevere le notizie del Comune", "mandatemi i messaggi"),
    ),
    "wants-to-know": (
        "di essere tenuto informato dal Comune",
        ("vorrei essere informato sulle attività del Comune",),
    ),
    "consent-words": (
        "le parole dell'annuncio",
        ("Autorizzo il Comune di Cascina a inviarmi messaggi", "acconsento a ricevere i messaggi"),
    ),
    "thanks": ("un ringraziamento", ("Grazie mille per le informazioni",)),
    "half-word": (
        "mezza parola, o la parola di un altro Comune o di un'altra lingua",
        ("Attiva", "off", "subscribe", "iscrizioni"),
    ),
    "answer-without-question": ("una risposta a nessuna domanda", ("Sì", "1", "va bene")),
    "interest": ("un interesse, senza chiedere nulla", ("Mi interessa",)),
    "doubtful": (
        "iscrizione, cancellazione o messaggi, in un modo che nessuna regola capisce",
        ("iscrizione ping pong", "sono già iscritta", "ho scritto cancellazione ma mi arrivano ancora"),
    ),
    "nothing-of-ours": ("qualunque altra cosa", ("Buongiorno", "a che ora aprite?")),
}
"""Rule → what the citizen writes, and examples; tests read every example by the rules."""

BUTTONS = "Non cambia nulla: mostra i pulsanti *Iscrizione*, *Cancellazione*, *Contattare l'Urp*"
ELSEWHERE = "Non cambia nulla: indica l'Urp e il numero verde, una volta al giorno"
DOES = {
    (Intent.JOIN, ""): "**Iscrive** e conferma",
    (Intent.LEAVE, ""): "**Cancella** subito e conferma",
    (Intent.LEAVE, "erasure"): "**Cancella** subito e apre una richiesta sui dati (art. 17)",
    (Intent.LEAVE, "objection"): "**Cancella** subito e conferma (art. 21)",
    (Intent.UNCLEAR, ""): BUTTONS,
    (Intent.UNCLEAR, "third_person"): "Non cambia nulla: spiega che si iscrive solo chi usa il numero",
    (Intent.TOPICS, ""): "Mostra l'elenco degli argomenti",
    (Intent.MY_DATA, ""): "Dice quali dati abbiamo, una volta al giorno",
    (Intent.HELP, ""): "Dice che cosa si può scrivere",
    (Intent.OTHER, ""): ELSEWHERE,
    (Intent.OTHER, "other_office"): ELSEWHERE,
    (Intent.OTHER, "privacy"): "Manda l'informativa",
    (Intent.OTHER, "emergency"): "Dice di chiamare il 112",
    (Intent.OTHER, "thanks"): "Non risponde",
}
"""Intent and detail → what the service does."""

WRITTEN = (
    "İSCRIZIONE", "iscrizionè", "«Iscrizione»!", "_iscrizione_", "iscrizione ⚠️", "I S C R I Z I O N E", "1scr1zione",
    "iscrizioneee", "❌ iscrizione", "iscrizione ❓", "nn voglio + messaggi",
)  # fmt: skip
SLIPS = (
    "iscirzione", "iscrzione", "iscriizione", "ixcrizione", "cancelazzione", "kancellazione", "cncellazione",
    "isrivermi", "iscrivettemi", "cancelatemi",
)  # fmt: skip

INTRODUCTION = f"""# Che cosa capisce il servizio

Questa pagina è scritta dal programma, dalle stesse regole con cui legge i messaggi: non si modifica a mano.
Versione delle regole: {VERSION}.

Le regole si provano nell'ordine della tabella: vale la prima che riconosce il messaggio. Per questo chi scrive
“disiscrizione” o “annullate la mia iscrizione” si cancella, e chi scrive “iscrizione al nido” non si iscrive.

- **Per iscrivere il servizio è severo**: ogni parola del messaggio deve far parte di una richiesta di iscrizione.
- **Per cancellare è generoso**: basta una frase chiara.
- **Nel dubbio non cambia nulla** e mostra i pulsanti.
- Una domanda, una negazione, un messaggio inoltrato non iscrivono mai.

Nel registro dei consensi resta il nome della regola che ha deciso.
"""

READING = """## Come legge le parole

Maiuscole, accenti, segni, faccine e spazi di troppo non contano. Una faccina che rifiuta vale “no”.
"""
SLIPPING = """
Perdona una lettera sbagliata, mancante, di troppo o scambiata, e le doppie. Solo nelle parole lunghe:
"""
OTHERS = """## Le parole degli altri uffici

Accanto a una di queste parole “iscrizione” e “cancellazione” non riguardano questo servizio:"""


def table() -> str:
    """The whole page as Markdown: rules in their order, how words are read, words of other offices."""
    sections = [INTRODUCTION, _rules(), _reading(), _others()]
    return "\n".join(sections)


def _rules() -> str:
    rows = [
        (
            f"{number}",
            EXAMPLES[rule][0],
            _quoted(EXAMPLES[rule][1]),
            DOES[understood],
            f"`{rule}`",
        )
        for number, (rule, understood) in enumerate(rules(), start=1)
    ]
    return "## Le regole\n\n" + _markdown(
        ("N.", "Che cosa scrive", "Per esempio", "Il servizio", "Regola"), rows
    )


def rules() -> list[tuple[str, tuple[Intent, str]]]:
    """Every rule's id, with the intent and detail that it finds, in the order in which they are tried."""
    nothing = understand("")
    return [(rule.id, (rule.intent, rule.detail)) for rule in RULES] + [(nothing.rule, (nothing.intent, ""))]


def _reading() -> str:
    folded = _markdown(("Scritto", "Letto"), [(f"“{text}”", f"“{fold(text)}”") for text in WRITTEN])
    slips = _markdown(("Scritto", "Inteso"), [(text, corrected(text)) for text in SLIPS])
    alike = f"Non le confonde con parole vere che somigliano: {_listed(o.UNRELATED)}."
    return "\n".join([READING, folded, SLIPPING, slips, alike, ""])


def _others() -> str:
    beginnings = f"e quelle che cominciano con {_listed(OTHER_OFFICE_BEGINNINGS)}"
    return f"{OTHERS} {_listed(OTHER_OFFICES)}; {beginnings}.\n"


def _quoted(examples: Iterable[str]) -> str:
    return ", ".join(f"“{example}”" for example in examples)


def _listed(words: Iterable[str]) -> str:
    return ", ".join(sorted(words))


def _markdown(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


if __name__ == "__main__":  # make words
    sys.stdout.write(table())
