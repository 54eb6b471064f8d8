"""The result of a broadcast, as a sentence and as a few words for a list. Nothing here asks the database.

Each person is counted once, and every share is of the people it was sent to.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from broadcasts.models import Campaign, CampaignEvent
from broadcasts.rules import failure_reasons
from broadcasts.rules.states import CAMPAIGN_LABELS, CAMPAIGN_OVER, CampaignStatus
from cascina_whatsapp.presentation.formatting.dates import when
from cascina_whatsapp.presentation.formatting.numbers import grouped, many, per_cent, the_per_cent

from .recipient_breakdown import Progress

NO_WHATSAPP = failure_reasons.sentence(131026)
ONLY_A_WHILE = "WhatsApp guarda come vengono accolti i primi: di solito lascia andare gli altri entro un'ora."
STILL_OUT = (CampaignStatus.SENDING, CampaignStatus.PAUSED, CampaignStatus.SUSPENDED)
BEGUN = (CampaignStatus.SENDING, CampaignStatus.SENT)
REREAD = "Rileggi la bozza prima di chiedere l'approvazione, o eliminala."
DECIDE = "Non è ancora partito: decidi se mandarlo lo stesso."
CORRECT = "Il messaggio è già partito: può servire una correzione."
NO_MORE = "Il messaggio non parte più."
Reasons = Sequence[tuple[str, int]]
"""(reason, people), the most frequent first."""


def result(so_far: Progress) -> str:
    """Write a broadcast's result for a row of a list: "440 su 441 · letti 58 %"; "" before anything has left.

    The share is of the people it was sent to. A result that still grows says how much of it is to come.
    """
    if not so_far.total:
        return ""
    if so_far.arrived:
        reached = f"{grouped(so_far.arrived)} su {grouped(so_far.total)}"
        if so_far.held:
            return f"{reached} · trattenuti {grouped(so_far.held)}"
        if so_far.on_its_way:
            return f"{reached} · ancora in arrivo: {grouped(so_far.on_its_way)}"
        return f"{reached} · letti {per_cent(so_far.read, so_far.total)}" if so_far.read else reached
    if so_far.held:
        return f"trattenuto da WhatsApp: {grouped(so_far.held)}"
    if so_far.on_its_way:
        return f"in arrivo a {people(so_far.on_its_way)}"
    return "" if so_far.waiting else "non è arrivato a nessuno"


def so_far_or_result(status: str, so_far: Progress) -> str:
    """Write a broadcast's result for a row of a list; while it is on its way how far: "312 di 465"."""
    if status == CampaignStatus.CANCELLED and so_far.total:
        return have_it(so_far)
    if status in STILL_OUT and so_far.total:
        return f"{grouped(so_far.done)} di {grouped(so_far.total)}"
    return result(so_far)


def have_it(so_far: Progress) -> str:
    """Say in Italian how many people have a broadcast: "120 l'hanno ricevuto", "non l'ha ricevuto nessuno"."""
    if so_far.arrived:
        return many(so_far.arrived, "persona l'ha ricevuto", "l'hanno ricevuto")
    coming = so_far.on_its_way
    return f"sta arrivando a {people(coming)}" if coming else "non l'ha ricevuto nessuno"


def ended(so_far: Progress, state: str = CAMPAIGN_LABELS[CampaignStatus.CANCELLED]) -> str:
    """Say in Italian how a broadcast ended on its way, and who has it: "Annullato: 120 l'hanno ricevuto."."""
    return f"{state}{':' if so_far.is_out else ','} {have_it(so_far)}."


def sentence(status: str, so_far: Progress, reasons: Reasons = ()) -> str:
    """Say in Italian what became of a broadcast so far, in any state. `reasons`: of those it missed, where known."""
    said = _under_way(status, so_far) or [_reached(so_far)]
    if status == CampaignStatus.CANCELLED:
        read = f"{_read(so_far.read, so_far.total).capitalize()}." if so_far.read else ""
        said = [ended(so_far), read]
    elif not so_far.total:
        return "Non c'era nessuno a cui mandarlo." if status in BEGUN else "Non è ancora partito."
    if so_far.held and status != CampaignStatus.SENDING:
        said.append(f"Trattenuto da WhatsApp: {grouped(so_far.held)}. {ONLY_A_WHILE}")
    said.append(_missing(so_far, reasons))
    comes = so_far.arrived or status in BEGUN
    beside = (
        ("Scaduto senza conferma", so_far.expired),
        ("Ancora in arrivo", so_far.on_its_way if comes else 0),
        ("Non si sa se è arrivato", so_far.waiting if status in CAMPAIGN_OVER else 0),
    )
    said += [f"{what}: {grouped(number)}." for what, number in beside if number]
    return " ".join(filter(None, said))


def without_whatsapp(status: str) -> str:
    """Say in Italian what became of a broadcast that rings no telephone."""
    if status == CampaignStatus.CANCELLED:
        return "Annullato."
    out = status in STILL_OUT or status == CampaignStatus.SENT
    return "Senza WhatsApp: nessun telefono lo riceve, e non costa nulla." if out else "Non è ancora partito."


def held_back(reasons: Reasons) -> str:
    """Say whom the weekly limit held back: "A 31 persone non è partito: avevano già ricevuto …"; "" if nobody."""
    found = [(reason, number) for reason, number in reasons if failure_reasons.is_weekly_limit(reason)]
    return " ".join(_held_back(reason, number) for reason, number in found)


def _held_back(reason: str, number: int) -> str:
    had = reason.removeprefix("Aveva")
    return f"A {people(number)} non è partito: {'aveva' if number == 1 else 'avevano'}{had}."


def called_off(campaign: Campaign, events: Iterable[CampaignEvent], now: datetime) -> str:
    """Say in Italian, by the broadcast's `events`, what the source tells of an event called off; "" else."""
    told = [event for event in events if event.what == CampaignEvent.Step.CALLED_OFF]
    if not told:
        return ""
    return f"Risulta annullato, dice «{told[-1].note}» ({when(told[-1].at, now)}). {what_to_do(campaign)}"


def what_to_do(campaign: Campaign) -> str:
    """Say in Italian what a person does with a broadcast whose event is called off."""
    if campaign.is_editable:
        return REREAD
    if campaign.started_at:
        return CORRECT
    return NO_MORE if campaign.status == CampaignStatus.CANCELLED else DECIDE


def _under_way(status: str, so_far: Progress) -> list[str]:
    """Say how far a broadcast is while it leaves, or while it is stopped; [] for any other."""
    if status == CampaignStatus.SENDING and so_far.held:
        return [
            f"{many(so_far.arrived, 'arrivato', 'arrivati')}, "
            f"{many(so_far.held, 'trattenuto', 'trattenuti')}. {ONLY_A_WHILE}",
            _waiting(so_far.waiting),
        ]
    if status == CampaignStatus.SENDING:
        return [f"Partito per {people(so_far.done)} su {grouped(so_far.total)}.", _waiting(so_far.waiting)]
    if status in STILL_OUT:
        how = "Trattenuto" if status == CampaignStatus.SUSPENDED else "Fermato"
        said = have_it(so_far).capitalize() if so_far.is_out else f"{how} prima che arrivasse a qualcuno"
        return [f"{said}, {many(so_far.waiting, 'aspetta', 'aspettano')}."]
    return []


def _reached(so_far: Progress) -> str:
    arrived, total = so_far.arrived, so_far.total
    if not arrived:
        return f"Non è arrivato a nessuno: era per {people(total)}."
    return f"{_arrived(arrived, total)}, {_read(so_far.read, total)}."


def _arrived(arrived: int, total: int) -> str:
    if arrived < total:
        return f"Arrivato a {people(arrived)} su {grouped(total)}"
    return (
        "Arrivato alla sola persona a cui era diretto"
        if total == 1
        else f"Arrivato a tutte le {people(total)}"
    )


def _read(read: int, total: int) -> str:
    if not read:
        return "non ancora letto"
    if read == total:
        return "che l'ha letto" if total == 1 else "letto da tutte"
    return f"letto da {grouped(read)}: {the_per_cent(read, total)}"


def _waiting(waiting: int) -> str:
    if not waiting:
        return ""
    return "Ne resta una." if waiting == 1 else f"Ne restano {grouped(waiting)}."


def _missing(so_far: Progress, reasons: Reasons) -> str:
    """Say in Italian how many a broadcast did not reach, unless said already; why, where one reason holds for all."""
    missing = so_far.missing
    if missing and [reason for reason, _ in reasons] == [NO_WHATSAPP]:
        numbers = "un numero" if missing == 1 else f"{grouped(missing)} numeri"
        return f"Non risulta consegnato a {numbers} (di solito: niente WhatsApp, o una versione vecchia)."
    if missing in (0, so_far.total):
        return ""
    if missing == 1:
        return "Una persona non l'ha ricevuto."
    return f"{people(missing)} non l'hanno ricevuto."


def people(number: int) -> str:
    """Write a number of people in Italian: "1 persona", "441 persone"."""
    return many(number, "persona", "persone")
