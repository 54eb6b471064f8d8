"""The news of the account that warn us, until when, and what people read then: no invitation leaves meanwhile.

Who passes invitations off as notices is warned; then notices are capped for at least 7 days; then all approved
utility templates become marketing, and no new one is taken, for 7 days, later for 30. Each comes as account_update
with the event ACCOUNT_RESTRICTION: a warning without restriction_info, and so do the news that a restriction is over
(Meta, template categorization, 21 May 2026; account_update).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from cascina_whatsapp.presentation.formatting.dates import moment_in_words

ACCOUNT, CATEGORY = "account_update", "template_category_update"
"""Meta's fields that may warn."""
ANNOUNCED = "IMPENDING"
WARNING, RESTRICTIONS, EXPIRES = "WARN", "restriction_info", "expiration"
"""The words that a warning and a restriction are known by in account_update, however else they are worded."""
EVENTS = {"ACCOUNT_VIOLATION", "ACCOUNT_RESTRICTION"}
TYPE = "restriction_type"
FOUND = "found"
"""The name, ours, of what Meta answers when it is asked, where the news were lost."""
STANDINGS = LIMITED, BLOCKED = "LIMITED", "BLOCKED"
TURNED = "TURNED"
"""Meta's words for an account that it limits or blocks; ours for notices that were all made invitations."""
STANDING = "standing"
"""The detail that says which of the findings it is."""
CALLS = "CALLING"
"""The word in the name of a restriction on calls, which we make none of."""
VIOLATED = "violation_info.violation_type"
ABUSE, TOO_MANY = "UTILITY_TEMPLATE_ABUSE", "UTILITY_TEMPLATE_ABUSE_RATE_LIMIT"
LIFTED = {"UTILITY_TEMPLATE_ABUSE_UNBAN": ABUSE, "UTILITY_TEMPLATE_ABUSE_RATE_LIMIT_RECOVERY": TOO_MANY}
"""The violation that says that a restriction is over → the one that it began with."""
MISUSED, CAPPED, SILENCED = (
    "RESTRICTED_UTILITY_TEMPLATES",
    "RATE_LIMITED_UTILITY_TEMPLATE_MESSAGING",
    "RESTRICTED_BIZ_INITIATED_MESSAGING",
)
"""Restrictions whose meaning people have to know: notices cost as invitations; too many are refused; none leaves."""

PAUSED = (
    "WhatsApp ha richiamato il Comune: gli inviti si fermano finché il richiamo vale, avvisi e allerte continuano. "
    "Si riprende a mano, quando è risolto."
)
NOT_NOW = "WhatsApp ha richiamato il Comune: finché il richiamo vale un invito non parte. Gli avvisi sì."
NO_NEW_NOTICE = (
    "Finché vale il richiamo WhatsApp non prende testi fissi nuovi per gli avvisi: scrivi un paragrafo solo, e il "
    "messaggio parte con un testo fisso già pronto."
)
LOOK_THERE = (
    "Chi amministra l'account lo legge in Gestione WhatsApp, e lo contesta se è sbagliato. Quando è risolto, chi "
    "approva lo chiude."
)
HELD = "Gli inviti sono fermi."
TO_DO = (
    "Avvisi e allerte continuano. Da ora è un invito tutto ciò che propone di partecipare: un altro richiamo fa "
    "pagare ogni avviso come un invito, e per 7 giorni, poi 30, WhatsApp non approva testi fissi nuovi. "
    f"{LOOK_THERE}"
)
ONLY_ANSWERS = "WhatsApp non lascia scrivere per primi ai cittadini{}."
WHO_IS_ANSWERED = "Arrivano solo le risposte a chi ha scritto nelle ultime 24 ore."
SOME_LIMITS = "WhatsApp ha messo dei limiti al Comune{}."
RESTRICTED = {
    MISUSED: "WhatsApp fa pagare ogni avviso come un invito{}.",
    CAPPED: "WhatsApp accetta solo una parte degli avvisi{}.",
}
"""Meta's word → what it means; {} is until when."""
REFUSES = "Quando ne ha presi abbastanza, per 24 ore rifiuta gli altri."
BLOCKS = "WhatsApp blocca l'account del Comune: i messaggi possono non partire."


@dataclass(frozen=True)
class WarningText:
    """The meaning of a warning, as people read it."""

    what: str
    """The thing that has happened, in a line or two."""
    then: str
    """The consequences, and what to do."""

    def __str__(self) -> str:
        return f"{self.what} {self.then}"


@dataclass(frozen=True)
class WarningPeriod:
    """The finding that news warn us; `until`: when that ends by itself, in UTC, None where a person has to say so."""

    until: datetime | None = None


def read(field: str, event: str, details: Mapping[str, object]) -> WarningPeriod | None:
    """Read whether account news warn or restrict us. `details` are flat ("restriction_info.0.expiration")."""
    if field != ACCOUNT or details.get(VIOLATED) in LIFTED:
        return None
    restricted = [name for name in details if name.split(".")[0] == RESTRICTIONS]
    if restricted:
        kinds = _restrictions(details)
        if kinds and all(CALLS in kind for kind in kinds):
            return None
        ends = [_moment(details[name]) for name in restricted if name.endswith(f".{EXPIRES}")]
        known = [end for end in ends if end]
        return WarningPeriod(max(known) if known and len(known) == len(ends) else None)
    words = (event, *(value for value in details.values() if isinstance(value, str)))
    return WarningPeriod() if event in EVENTS or any(WARNING in word for word in words) else None


def lifts(ended: Mapping[str, object], restriction: Mapping[str, object]) -> bool:
    """Tell whether news with these details end a restriction that had those. A mere warning a person ends."""
    began = LIFTED.get(str(ended.get(VIOLATED)))
    return bool(began and restricts(restriction) and restriction.get(VIOLATED) == began)


def told(field: str, details: Mapping[str, object], until: datetime | None) -> WarningText:
    """Say in Italian what a warning is about, until when, and what to do."""
    if field == CATEGORY:
        when = f"Da {moment_in_words(until)}" if until else "Fra poco"
        return _invitations_wait(f"{when} WhatsApp fa pagare degli avvisi come inviti.")
    if field == FOUND:
        return _found(str(details.get(STANDING)))
    kinds = _restrictions(details)
    if not kinds and not until:
        return _invitations_wait("WhatsApp ha richiamato il Comune.")
    end = f", fino a {moment_in_words(until)}" if until else ""
    if SILENCED in kinds:
        return WarningText(ONLY_ANSWERS.format(end), f"{WHO_IS_ANSWERED} {LOOK_THERE}")
    kind = next((kind for kind in RESTRICTED if kind in kinds), "")
    what = RESTRICTED.get(kind, SOME_LIMITS).format(end)
    return _invitations_wait(what, REFUSES if kind == CAPPED else "")


def _found(standing: str) -> WarningText:
    """Say in Italian what Meta answered when it was asked how the account stands."""
    if standing == BLOCKED:
        return WarningText(BLOCKS, LOOK_THERE)
    return _invitations_wait((RESTRICTED[MISUSED] if standing == TURNED else SOME_LIMITS).format(""))


def _invitations_wait(what: str, more: str = "") -> WarningText:
    return WarningText(f"{what} {HELD}", f"{more} {TO_DO}".strip())


def restricts(details: Mapping[str, object]) -> bool:
    """Tell whether account news with these details restrict us, and do not only warn."""
    return bool(_restrictions(details))


def _restrictions(details: Mapping[str, object]) -> set[str]:
    """Collect Meta's words for what is restricted."""
    return {str(value) for name, value in details.items() if name.endswith(f".{TYPE}")}


def _moment(value: object) -> datetime | None:
    """Read a moment from Unix seconds, or as ISO 8601 writes it; None for anything else."""
    try:
        if isinstance(value, str) and not value.isdecimal():
            found = datetime.fromisoformat(value)
            return found if found.tzinfo else found.replace(tzinfo=UTC)
        return datetime.fromtimestamp(int(str(value)), UTC)
    except (ValueError, OverflowError, OSError):
        return None
