"""The declaration on a broadcast that leaves during an electoral period, in the words of the screens. Pure.

Law of 22 February 2000, n. 28, article 9, paragraph 1; that it must not be deferrable is Agcom's practice (decisions
on Abruzzo 2018, Santorso 175/24/CONS). What the first question names is what Agcom has found fault with.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

LAW = (
    "«Dalla data di convocazione dei comizi elettorali e fino alla chiusura delle operazioni di voto è fatto divieto "
    "a tutte le amministrazioni pubbliche di svolgere attività di comunicazione ad eccezione di quelle effettuate in "
    "forma impersonale ed indispensabili per l'efficace assolvimento delle proprie funzioni» (legge 22 febbraio "
    "2000, n. 28, art. 9, comma 1)."
)
QUESTIONS = {
    "impersonal": (
        "È impersonale?",
        "parla l'ufficio. Nessun nome, volto, carica, firma, fascia, patrocinio, elogio, risultato o inaugurazione, "
        "e lo stemma solo se serve: nemmeno nell'allegato e nella pagina del collegamento.",
    ),
    "indispensable": (
        "È indispensabile adesso?",
        "senza questo messaggio qualcuno perde un servizio, una scadenza o la sicurezza, e dopo la chiusura dei "
        "seggi sarebbe troppo tardi.",
    ),
}
"""Field of a declaration → its question, and what a yes to it means. Both hold only together."""
REASON_LEAST = 40
"""Characters of the written reason."""
NEEDS_MORE = f"Scrivi perché è indispensabile e non si può rinviare: almeno {REASON_LEAST} caratteri."


class Category(StrEnum):
    """The ground on which a broadcast is indispensable."""

    EMERGENCY = "emergency"
    HEALTH = "health"
    ROADS = "roads"
    SERVICE = "service"
    DEADLINE = "deadline"
    VOTING = "voting"
    AGCOM = "agcom"
    OTHER = "other"


CATEGORY_LABELS = {
    Category.EMERGENCY: "Emergenza e protezione civile",
    Category.HEALTH: "Sanità pubblica",
    Category.ROADS: "Viabilità",
    Category.SERVICE: "Interruzione o variazione di un servizio",
    Category.DEADLINE: "Scadenza di legge",
    Category.VOTING: "Come si vota",
    Category.AGCOM: "Ordine dell'Autorità (Agcom)",
    Category.OTHER: "Altro",
}
SUBJECTS = [
    (ground, re.compile(words))
    for ground, words in (
        (Category.VOTING, r"elezion|elettoral|referendum|seggi[^o]|si vota|votazion"),
        (Category.HEALTH, r"potabil|vaccin|sanitari|zanzar|contagi|farmaci|ambulatori"),
        (Category.ROADS, r"viabilità|strad[ae]|ponte|sottopass|traffico|divieto|deviazion"),
        (Category.DEADLINE, r"scaden|scade|entro (?:il|l')|termine"),
        (Category.SERVICE, r"chius|sospes|interru|manca|sciopero|orari|uffici|servizi"),
    )
]
"""The ground that words suggest; the first that is found."""


def suggested(words: str, *, is_urgent: bool) -> str:
    """Suggest the ground of a declaration from a message's words; "" where they suggest none."""
    if is_urgent:
        return Category.EMERGENCY
    return next((ground for ground, pattern in SUBJECTS if pattern.search(words.lower())), "")


def problems(answers: Mapping[str, Any]) -> dict[str, str]:
    """List what a declaration lacks, field by field, in Italian; {} where it lacks nothing."""
    yes_or_no = {name: answers.get(name) for name in QUESTIONS}
    found = {
        name: "Rispondi sì o no." if told is None else "Allora aspetta la chiusura dei seggi."
        for name, told in yes_or_no.items()
        if not told
    }
    if answers.get("category") not in CATEGORY_LABELS:
        found["category"] = "Scegli di che cosa si tratta."
    if len(" ".join((answers.get("reason") or "").split())) < REASON_LEAST:
        found["reason"] = NEEDS_MORE
    return found
