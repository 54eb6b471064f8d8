"""The list of what waits for one person, as Inizio, its number, the title of each page and *Novità* tell it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q
from django.urls import reverse
from django.utils.text import capfirst

from broadcasts.elections import who_may
from broadcasts.launching.message import Message
from broadcasts.models import ElectionDeclaration
from broadcasts.pages import hooks
from broadcasts.steps.notifications import approval_page_of
from cascina_whatsapp.accounts import changes
from cascina_whatsapp.accounts.models import AccountChange, Proposal
from cascina_whatsapp.accounts.second_person import page_of
from cascina_whatsapp.accounts.staff_notices.notifying import display_name
from cascina_whatsapp.elections.deciding import ACTIVATE
from cascina_whatsapp.elections.in_words import days
from cascina_whatsapp.elections.models import ElectoralPeriod
from cascina_whatsapp.elections.rules import RunOff
from cascina_whatsapp.presentation.formatting.dates import day_of, in_a_sentence, since_in_words, when
from cascina_whatsapp.presentation.formatting.numbers import grouped
from cascina_whatsapp.presentation.once import once_a_page
from cascina_whatsapp.staff_site.deciding_page import KINDS
from subscribers.exporting import releasing
from subscribers.models import ImportBatch, RegisterExport

from .reader import Reader, reader_of

CONFIRM = "subscribers.confirm_import"
APPROVE = "broadcasts.launch_campaign"
DECIDES = (*(kind.decides for kind in KINDS.values()), who_may.AUTHORISE)
"""The rights of who decides on proposals; while an electoral period holds, on what is said anew."""
MAY = (
    APPROVE,
    who_may.AUTHORISE,
    who_may.REVIEW,
    CONFIRM,
    *DECIDES,
    changes.MAY_DECIDE,
    releasing.MAY_RELEASE,
    ACTIVATE,
)
"""Any of these rights lets others' acts wait for a person."""
SHOWN = 5
"""Requests that are told whole, beside the urgent; of the others, how many they are."""
MOST = 10
"""Other things that Inizio tells; *Novità* has them all."""


@dataclass(frozen=True)
class Waiting:
    """One thing that somebody else did or asked, and that this person may decide on."""

    title: str
    detail: str
    page: str
    verb: str
    is_urgent: bool = False
    message: Message | None = None
    """The message whose approval is asked for: Inizio tells more of it."""


@once_a_page
def waiting_for(user: User, now: datetime) -> list[Waiting]:
    """List all that waits for a person, the urgent first."""
    reader = reader_of(user, now)
    found = list(chain.from_iterable(tell(reader) for may, tell in TOLD if reader.may(*may)))
    found += [Waiting(*one) for may, ask in hooks.WAITING if reader.may(*may) for one in ask(user)]
    return sorted(found, key=lambda one: not one.is_urgent)


def urgent(reader: Reader) -> dict[str, Any] | None:
    """Tell all that is urgent, before anything else."""
    found = [one for one in waiting_for(reader.user, reader.now) if one.is_urgent]
    return _section(found, reader, leads=True) if found else None


def waiting(reader: Reader) -> dict[str, Any] | None:
    """Tell what else waits; where nothing does for who approves, the section says what will be here."""
    whole = waiting_for(reader.user, reader.now)
    found = [one for one in whole if not one.is_urgent]
    is_alone = len(found) == len(whole)
    if not found and not (is_alone and reader.may(APPROVE)):
        return None
    return _section(found, reader, leads=is_alone)


def _section(found: list[Waiting], reader: Reader, *, leads: bool) -> dict[str, Any]:
    """`rows`: (message, its cost, the tone of its wait), of others the `more`; `others`: what is no message."""
    today = day_of(reader.now)
    asked = [one.message for one in found if one.message]
    shown = [one for number, one in enumerate(asked) if number < SHOWN or one.campaign.is_urgent]
    leads = leads and (bool(asked) or not reader.may(APPROVE, "broadcasts.add_campaign"))
    others = [one for one in found if one.message is None]
    return {
        "rows": [
            (
                one,
                " · ".join(ask(one.campaign, one.size, today) for ask in hooks.OF_A_REQUEST),
                "bad" if one.campaign.is_urgent else "wait" if day_of(one.asked_at) < today else "",
            )
            for one in shown
        ],
        "more": len(asked) - len(shown),
        "others": others[:MOST],
        "more_others": len(others[MOST:]),
        "count": len(found),
        "leads": leads,
    }


def _approvals(reader: Reader) -> Iterator[Waiting]:
    """List messages whose approval the reader may give, who waits longest first."""
    for one in reader.requests:
        yield Waiting(
            str(one.campaign),
            f"lo chiede {one.asker}, {one.asked_since}",
            approval_page_of(one.campaign),
            "Leggi e decidi",
            one.campaign.is_urgent,
            one,
        )


def _emergencies(reader: Reader) -> Iterator[Waiting]:
    for one in who_may.to_review(reader.user):
        due = one.review_due_at or reader.now
        ends = f"{'scaduta' if due <= reader.now else 'scade'} {in_a_sentence(due, reader.now)}"
        told = f"emergenza autorizzata da {display_name(one.decided_by, 'una persona sola')}, {ends}"
        yield _declared(one, told, "uphold", "Riesamina", is_urgent=True)


def _declarations(reader: Reader) -> Iterator[Waiting]:
    for one in who_may.to_authorise(reader.user):
        told = f"lo dichiara {display_name(one.declared_by)}: {one.get_category_display()}"
        since = since_in_words(one.declared_at, reader.now)
        yield _declared(one, f"{told}, {since}", "authorise", "Leggi e autorizza", is_urgent=one.is_emergency)


def _declared(one: ElectionDeclaration, detail: str, page: str, verb: str, *, is_urgent: bool) -> Waiting:
    address = reverse(f"admin:broadcasts_campaign_{page}", args=[one.campaign_id])
    return Waiting(str(one.campaign), detail, address, verb, is_urgent)


def _periods(reader: Reader) -> Iterator[Waiting]:
    """List drafts that others wrote, and closed periods of which nobody said whether there is a run-off."""
    drafts = ElectoralPeriod.objects.filter(state=ElectoralPeriod.State.DRAFT)
    others = drafts.exclude(made_by=reader.user).exclude(changed_by=reader.user)
    for period in others.select_related("made_by"):
        told = f"di {display_name(period.made_by)} · {days(period)}"
        yield Waiting(f"Periodo elettorale: {period}", told, _page_of(period), "Rileggi")
    over = Q(run_off=RunOff.UNKNOWN, ends_at__lte=reader.now)
    for period in ElectoralPeriod.objects.blocking(reader.now).filter(over):
        told = "I seggi sono chiusi; finché nessuno lo scrive, non parte nulla."
        yield Waiting(f"{period}: c'è il ballottaggio?", told, _page_of(period), "Scrivilo")


def _page_of(row: Any, page: str = "change") -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{page}", args=[row.pk])


def _lists(reader: Reader) -> Iterator[Waiting]:
    lists = ImportBatch.objects.filter(status=ImportBatch.Status.WAITING).exclude(uploaded_by=reader.user)
    for batch in lists.select_related("uploaded_by").order_by("pk"):
        people = "1 iscritto" if batch.count == 1 else f"{grouped(batch.count)} iscritti"
        told = f"di {display_name(batch.uploaded_by)}, {batch.note}, {when(batch.uploaded_at, reader.now)}"
        yield Waiting(f"{people} da moduli di carta", told, _page_of(batch), "Confronta")


def _proposals(reader: Reader) -> Iterator[Waiting]:
    """List proposed texts, topics, corrections and withdrawals that the reader may decide on as things stand."""
    mine = [name for name, kind in KINDS.items() if reader.may(kind.right(reader.now))]
    for proposal in Proposal.objects.open(*mine).select_related("asked_by") if mine else ():
        kind = KINDS[proposal.kind]
        if not kind.objection(proposal, reader.user, reader.now):
            told = f"di {display_name(proposal.asked_by)}, {when(proposal.asked_at, reader.now)}"
            yield Waiting(capfirst(kind.what(proposal)), told, page_of(proposal), "Rileggi")


def _accounts(reader: Reader) -> Iterator[Waiting]:
    asked = AccountChange.objects.waiting(reader.now).select_related("asked_by", "user", "group")
    for change in asked:
        if not changes.why_not_decide(change, by=reader.user, now=reader.now):
            told = f"lo chiede {display_name(change.asked_by)}, {when(change.asked_at, reader.now)}"
            yield Waiting(f"{display_name(change.user)}: {change.in_words}", told, _page_of(change), "Decidi")


def _exports(reader: Reader) -> Iterator[Waiting]:
    asked = RegisterExport.objects.filter(with_numbers=True, released_by=None)
    for export in asked.exclude(requested_by=reader.user).exclude(status__in=releasing.GONE):
        told = f"con i numeri, per {display_name(export.requested_by)}"
        yield Waiting(capfirst(str(export)), told, _page_of(export, "release"), "Rileggi")


TOLD: tuple[tuple[tuple[str, ...], Callable[[Reader], Iterator[Waiting]]], ...] = (
    ((APPROVE,), _approvals),
    ((who_may.REVIEW,), _emergencies),
    ((who_may.AUTHORISE,), _declarations),
    ((ACTIVATE,), _periods),
    ((CONFIRM,), _lists),
    (DECIDES, _proposals),
    ((changes.MAY_DECIDE,), _accounts),
    ((releasing.MAY_RELEASE,), _exports),
)
"""The rights of who may decide → what waits for them."""
