"""The declaration on a broadcast that leaves during an electoral period, in the words of the screens. Pure.

Law of 22 February 2000, n. 28, article 9, paragraph 1; that it must not be deferrable is Agcom's practice (decisions
on Abruzzo 2018, Santorso 175/24/CONS). The checklist is what Agcom has found fault with.
"""

from enum import StrEnum

LAW = (
    "«Dalla data di convocazione dei comizi elettorali e fino alla chiusura delle operazioni di voto è fatto divieto "
    "a tutte le amministrazioni pubbliche di svolgere attività di comunicazione ad eccezione di quelle effettuate in "
    "forma impersonale ed indispensabili per l'efficace assolvimento delle proprie funzioni» (legge 22 febbraio "
    "2000, n. 28, art. 9, comma 1)."
)
TICKS = {
    "impersonal": "È in forma impersonale: parla l'ufficio, e chi amministra o si candida non è nominato né si vede.",
    "indispensable": "È indispensabile per l'efficace assolvimento delle funzioni del Comune.",
    "not_deferrable": "Non è rinviabile: dopo la chiusura dei seggi sarebbe troppo tardi.",
}
"""The three conditions, which hold only together: field of a declaration → its sentence."""
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
CHECKLIST = {
    "no-names": "Nessun nome e nessuna immagine di amministratori o candidati.",
    "no-signature": "Nessuna firma, nessuna fascia, nessun «Assessorato».",
    "no-patronage": "Nessun «patrocinio».",
    "no-praise": "Nessun elogio, risultato o inaugurazione.",
    "emblem": "Lo stemma non c'è, oppure è necessario.",
    "attachment": "L'allegato è controllato: anche i dati nascosti del PDF e le locandine.",
    "link": "Il collegamento porta a una pagina neutra.",
}
"""The points looked at before a declaration: key → sentence. All of them have to be ticked."""


def problems(*, ticks: dict[str, bool], category: str, reason: str, checklist: list[str]) -> dict[str, str]:
    """List what a declaration lacks, field by field, in Italian; {} where it lacks nothing."""
    found = {name: f"Manca: {TICKS[name]}" for name in TICKS if not ticks.get(name)}
    if category not in CATEGORY_LABELS:
        found["category"] = "Scegli di che cosa si tratta."
    if len(" ".join(reason.split())) < REASON_LEAST:
        found["reason"] = NEEDS_MORE
    if unchecked := [CHECKLIST[key] for key in CHECKLIST if key not in checklist]:
        found["checklist"] = f"Controlla anche: {' '.join(unchecked)}"
    return found
