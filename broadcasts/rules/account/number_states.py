"""The state of our number, in words for the staff: what Meta's words mean, and what to do when one is bad."""

from dataclasses import dataclass
from datetime import datetime, timedelta

ASK_META = "Chi amministra l'account guarda in Gestione WhatsApp, e segue le indicazioni."


@dataclass(frozen=True)
class Condition:
    """One thing about the number: tone of the badge, Italian word, and what to do (empty: nothing)."""

    tone: str
    label: str
    advice: str = ""


UNKNOWN = Condition("quiet", "non nota", "Si saprà alla prossima lettura, entro dieci minuti.")
QUALITY = {
    "GREEN": Condition("ok", "alta"),
    "YELLOW": Condition(
        "warn",
        "media",
        "Qualcuno ha bloccato o segnalato il numero. Manda solo ciò che serve, al tema giusto, e niente di ripetuto.",
    ),
    "RED": Condition(
        "err",
        "bassa",
        "Molti bloccano o segnalano il numero: se non migliora in sette giorni WhatsApp abbassa il limite "
        "giornaliero. Rinvia i messaggi che possono aspettare, e controlla che ogni messaggio dica come smettere.",
    ),
    "UNKNOWN": Condition("quiet", "non ancora misurata", "WhatsApp la misura dopo i primi messaggi."),
}
NAME = {
    "APPROVED": Condition("ok", "approvato"),
    "AVAILABLE_WITHOUT_REVIEW": Condition("ok", "in uso, senza bisogno di esame"),
    "PENDING_REVIEW": Condition(
        "busy",
        "in esame",
        "Aspetta la risposta di WhatsApp: fino ad allora i cittadini vedono il numero, non il nome.",
    ),
    "DECLINED": Condition(
        "err",
        "rifiutato",
        "Chi amministra l'account propone un altro nome in Gestione WhatsApp: deve contenere «Comune di Cascina».",
    ),
    "EXPIRED": Condition(
        "err", "scaduto", "Chi amministra l'account registra di nuovo il numero con il nome."
    ),
    "NONE": Condition(
        "warn", "non indicato", "Chi amministra l'account sceglie il nome in Gestione WhatsApp."
    ),
}
LINK = {
    "CONNECTED": Condition("ok", "collegato"),
    "PENDING": Condition(
        "busy", "in attivazione", "Aspetta qualche minuto; se resta così, registra il numero."
    ),
    "FLAGGED": Condition(
        "warn", "segnalato", "La qualità è bassa: vedi sopra. Dopo sette giorni WhatsApp abbassa il limite."
    ),
    "RESTRICTED": Condition(
        "err", "limitato", f"Il limite giornaliero è raggiunto, o la qualità è bassa. {ASK_META}"
    ),
    "RATE_LIMITED": Condition("warn", "rallentato", "Troppi messaggi in poco tempo: aspetta qualche ora."),
    "BANNED": Condition("err", "bloccato", f"Nessun messaggio parte. {ASK_META}"),
    "DISCONNECTED": Condition(
        "err", "scollegato", "Chi amministra il sistema deve registrare di nuovo il numero presso WhatsApp."
    ),
    "UNVERIFIED": Condition(
        "err", "non verificato", "Chi amministra l'account verifica il numero presso WhatsApp."
    ),
    "DELETED": Condition(
        "err", "eliminato", "Chi amministra il sistema deve configurare il numero giusto del Comune."
    ),
    "MIGRATED": Condition(
        "err", "passato a un altro account", "Chi amministra il sistema deve configurare l'account giusto."
    ),
}
THROUGHPUT = {
    "STANDARD": Condition("ok", "fino a 80 al secondo"),
    "HIGH": Condition("ok", "fino a 1.000 al secondo"),
    "NOT_APPLICABLE": Condition(
        "warn", "non disponibile", "Il numero non è ancora registrato presso WhatsApp: vedi «Collegamento»."
    ),
}
"""Meta, throughput: the limits of STANDARD and HIGH."""
SMALL_LIMIT = 250
"""People a day of an account whose business is not verified (Meta, messaging limits)."""
SMALL_LIMIT_ADVICE = (
    "È il limite di chi non è ancora verificato: chi amministra l'account completa la verifica dell'azienda presso "
    "WhatsApp, e il limite sale a 2.000."
)
FULL_ADVICE = "Per oggi è esaurito: gli altri messaggi partono da soli quando si libera posto."
NEARLY_FULL_ADVICE = "È quasi esaurito: un messaggio a molti iscritti si divide su più giorni."


STALE = timedelta(minutes=30)
"""Three readings in a row that failed: something is wrong with the connection, or with the workers."""
REFUSED = (
    "Finché non è accettata non parte nulla: chi amministra il sistema controlla la chiave, "
    "l'app e l'account presso WhatsApp."
)
RENEW = (
    "Chi amministra il sistema ne crea una nuova e riavvia il servizio: alla scadenza non parte più nulla."
)
RENEW_WITHIN = timedelta(days=14)
"""A new token takes an administrator of the town hall's Meta account: time to find them, holidays included."""
LACKING = (
    "Alla chiave di accesso mancano dei permessi ({}): chi amministra il sistema ne crea una nuova, "
    "che li abbia."
)


@dataclass(frozen=True, kw_only=True)
class Token:
    """The known facts of our access token: Meta's answers to our calls, and what it says of the token itself."""

    accepted_at: datetime | None = None
    refused_at: datetime | None = None
    expires_at: datetime | None = None
    """The moment after which nothing leaves; None: there is none, or it is not known."""
    lacks: str = ""
    """Permissions that it should have."""

    @property
    def is_refused(self) -> bool:
        """Tell whether Meta refused the token when it was asked last."""
        return self.refused_at is not None and (
            self.accepted_at is None or self.refused_at >= self.accepted_at
        )

    def is_expired(self, now: datetime) -> bool:
        """Tell whether nothing leaves with the token any more."""
        return self.expires_at is not None and self.expires_at <= now

    def days_left(self, now: datetime) -> int | None:
        """Count the whole days until the token expires, 0 on the last; None: that is far away, or never."""
        if self.expires_at is None or self.expires_at > now + RENEW_WITHIN:
            return None
        return max((self.expires_at - now).days, 0)


def token(known: Token, *, refusal: str, now: datetime) -> Condition:
    """Say whether Meta still takes our access token, and for how long; `refusal` says why it refused it."""
    if known.is_refused:
        return Condition("err", "non valida", refusal)
    if known.accepted_at is None:
        return Condition("quiet", "mai provata", UNKNOWN.advice)
    if known.lacks:
        return Condition("err", "incompleta", LACKING.format(known.lacks.replace(",", ", ")))
    days = known.days_left(now)
    if days is not None:
        return Condition("err" if known.is_expired(now) else "warn", in_days(days), RENEW)
    if known.accepted_at < now - STALE:
        return Condition(
            "warn",
            "non si sa",
            "WhatsApp non risponde da più di mezz'ora: chi amministra il sistema controlla la rete e i processi.",
        )
    return Condition("ok", "valida")


def in_days(days: int) -> str:
    """Say in how many days something expires: "scade fra 3 giorni"; 0: today, or already."""
    return {0: "scade entro oggi", 1: "scade domani"}.get(days, f"scade fra {days} giorni")


def condition(table: dict[str, Condition], word: str) -> Condition:
    """Return how a word of Meta's is shown; one that nobody explained yet shows as it is."""
    if not word:
        return UNKNOWN
    return table.get(word) or Condition("warn", word, ASK_META)


def daily_limit(limit: int | None, used: int, *, is_known: bool) -> Condition:
    """Say how full the daily limit is; `limit` None: there is none, or nobody knows it yet."""
    if not is_known:
        return UNKNOWN
    if limit is None:
        return Condition("ok", "senza limite")
    if used >= limit:
        return Condition("err", "esaurito", FULL_ADVICE)
    if limit <= SMALL_LIMIT:
        return Condition("warn", "piccolo", SMALL_LIMIT_ADVICE)
    if used * 10 >= limit * 8:
        return Condition("warn", "quasi esaurito", NEARLY_FULL_ADVICE)
    return Condition("ok", "c'è posto")
