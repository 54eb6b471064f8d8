"""The words of Meta about a template, for the staff: states, categories, reasons, and what to do about each."""

from dataclasses import dataclass

APPROVED = "APPROVED"
SUBMITTING = "SUBMITTING"
"""The state, ours, of what somebody asked for, and Meta has not been told yet."""
MISSING = "MISSING"
"""The state, ours, of what Meta doesn't have."""
WAITING = frozenset({SUBMITTING, "PENDING", "IN_APPEAL"})
"""Meta is still to decide."""
REFUSED = frozenset({"REJECTED", "DISABLED", "LOCKED", "LIMIT_EXCEEDED", "ARCHIVED", "DELETED", MISSING})
"""The states that won't end by themselves: somebody must do something."""
STATUS_OF_EVENT = {"REINSTATED": APPROVED, "UNARCHIVED": APPROVED, "PENDING_DELETION": "DELETED"}
"""Meta's events that are no states, and the state they lead to; the others are states."""
WARNING = "FLAGGED"
"""An event that only warns: the template may still be sent."""


@dataclass(frozen=True)
class State:
    """The look of a template's state: tone of the badge, Italian word, and what to do ("" for nothing)."""

    tone: str
    label: str
    advice: str = ""

    @property
    def within(self) -> str:
        """The word within a sentence: it begins small, unless it begins with a name."""
        return (
            self.label if self.label.startswith("WhatsApp") else f"{self.label[:1].lower()}{self.label[1:]}"
        )


STATES = {
    APPROVED: State("ok", "Pronto"),
    SUBMITTING: State("busy", "In partenza per WhatsApp", "WhatsApp lo riceve entro pochi secondi."),
    "PENDING": State(
        "busy",
        "WhatsApp lo sta leggendo",
        "Di solito bastano pochi minuti, al massimo un giorno. Non serve altro.",
    ),
    "IN_APPEAL": State("busy", "WhatsApp lo sta rileggendo", "Aspetta la risposta di WhatsApp."),
    "REJECTED": State("err", "Rifiutato da WhatsApp", "Correggi secondo il motivo e invialo di nuovo."),
    "PAUSED": State(
        "warn",
        "Sospeso da WhatsApp",
        "Troppe persone lo hanno segnalato. Riparte da solo dopo 3 ore la prima volta, 6 la seconda: nel frattempo "
        "non mandare altri messaggi con questo testo fisso.",
    ),
    "DISABLED": State(
        "err",
        "Disattivato da WhatsApp",
        "Non si riattiva. Serve un testo fisso con un nome nuovo: avvisa chi amministra il sistema.",
    ),
    "LOCKED": State("err", "Bloccato da WhatsApp", "Chiedi una revisione in Gestione WhatsApp."),
    "LIMIT_EXCEEDED": State(
        "err",
        "Oltre il limite di WhatsApp",
        "L'account ha già 250 testi: elimina quelli vecchi in Gestione WhatsApp, poi riprova.",
    ),
    "ARCHIVED": State(
        "warn",
        "Archiviato da WhatsApp",
        "Non era usato da tempo. Riattivalo in Gestione WhatsApp entro 28 giorni.",
    ),
    "DELETED": State("quiet", "Eliminato presso WhatsApp", "WhatsApp non ce l'ha più: va mandato di nuovo."),
    MISSING: State("err", "Manca presso WhatsApp", "WhatsApp non ce l'ha: va mandato, poi lo legge."),
}
CATEGORIES = {
    "UTILITY": "avviso",
    "MARKETING": "invito",
    "AUTHENTICATION": "autenticazione",
}
QUALITIES = {"GREEN": ("ok", "alta"), "YELLOW": ("warn", "media"), "RED": ("err", "bassa")}
"""Meta's word for a quality → tone and ours; UNKNOWN means that too few people got it."""

REASONS = {
    "ABUSIVE_CONTENT": "WhatsApp considera il testo offensivo o minaccioso: togli le parole forti, anche se citate.",
    "INCORRECT_CATEGORY": "Per WhatsApp non è quello che è stato detto: un avviso non deve invitare né promuovere. "
    "Se il testo invita scegli «Invito», altrimenti togli le parole che invitano.",
    "INVALID_FORMAT": "Il formato non va: togli simboli ripetuti, parentesi graffe e righe vuote di troppo, "
    "controlla che le frasi siano complete e il collegamento giusto.",
    "SCAM": "Il testo somiglia a una truffa: non chiedere dati, denaro o urgenza, e usa solo collegamenti al sito "
    "del Comune.",
    "TAG_CONTENT_MISMATCH": "La lingua non è quella del testo, o un invito è presentato come avviso: scrivi in "
    "italiano, e se il testo invita scegli «Invito».",
    "PROMOTIONAL": "Il testo invita o promuove, ma è presentato come avviso: scegli «Invito», o togli le parole che "
    "invitano.",
    "DUPLICATE": "WhatsApp ha già un testo con le stesse parole: cambia qualche parola e invialo di nuovo.",
}
NO_REASON = (
    "WhatsApp non dice perché. Rileggi il testo con queste regole: un avviso chiaro, niente inviti se è "
)
NO_REASON += (
    "un avviso, niente dati personali. Poi cambialo e invialo di nuovo, o chiedi una revisione a WhatsApp."
)


def state(status: str) -> State:
    """Return how a state of Meta's is shown; one that nobody explained yet shows Meta's own word."""
    return STATES.get(status) or State("warn", status, "Guarda in Gestione WhatsApp che cosa significa.")


def category(word: str) -> str:
    """Meta's category in Italian."""
    return CATEGORIES.get(word, word)


def reason(status: str, code: str) -> str:
    """Say in Italian why Meta refused a template and what to do; "" where nothing was refused.

    `code` is Meta's word, or a sentence that we wrote ourselves when Meta refused the very submission.
    """
    if status not in REFUSED and status != "PAUSED":
        return ""
    if code in REASONS:
        return REASONS[code]
    if code and not code.isupper():
        return code
    return f"{NO_REASON} (Motivo di WhatsApp: {code})" if code else NO_REASON if status == "REJECTED" else ""
