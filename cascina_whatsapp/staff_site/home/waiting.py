"""The list of what waits for one person, as Inizio, its number, the title of each page and *Novità* tell it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import chain
from typing import Any

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.text import capfirst

from broadcasts import hooks
from broadcasts.launching.message import Message
from broadcasts.parts.desk import PendingDecision
from broadcasts.parts.panel import WHAT_THEN, answers, said
from broadcasts.steps.notifications import approval_page_of
from cascina_whatsapp.accounts import changes
from cascina_whatsapp.accounts.models import AccountChange, Proposal
from cascina_whatsapp.accounts.second_person import page_of
from cascina_whatsapp.accounts.staff_notices.notifying import display_name
from cascina_whatsapp.presentation.formatting.dates import day_of, when
from cascina_whatsapp.presentation.formatting.numbers import grouped
from cascina_whatsapp.presentation.once import once_a_page
from cascina_whatsapp.staff_site.deciding_page import KINDS
from subscribers.exporting import releasing
from subscribers.models import ImportBatch, RegisterExport

from .reader import Reader, reader_of

CONFIRM = "subscribers.confirm_import"
APPROVE = "broadcasts.launch_campaign"
DECIDES = (*(kind.decides for kind in KINDS.values()), *(right for may, _ in hooks.WAITING for right in may))
"""The rights of who decides on proposals, and on what slices ask."""
MAY = (
    APPROVE,
    CONFIRM,
    *DECIDES,
    changes.MAY_DECIDE,
    releasing.MAY_RELEASE,
)
"""Any of these rights lets others' acts wait for a person."""
SHOWN = 5
"""Requests that are told whole, beside the urgent; of the others, how many they are."""
MOST = 10
"""Other things that Inizio tells; *Novità* has them all."""


@dataclass(frozen=True, kw_only=True)
class Request(PendingDecision):
    """A message whose approval is asked for: Inizio tells more of it."""

    message: Message


@once_a_page
def waiting_for(user: User, now: datetime) -> list[PendingDecision]:
    """List all that waits for a person, the urgent first."""
    reader = reader_of(user, now)
    found = list(chain.from_iterable(tell(reader) for may, tell in TOLD if reader.may(*may)))
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


def _section(found: list[PendingDecision], reader: Reader, *, leads: bool) -> dict[str, Any]:
    """`rows`: (message, its cost, the tone of its wait), of others the `more`; `others`: what is no message."""
    today = day_of(reader.now)
    asked = [one.message for one in found if isinstance(one, Request)]
    shown = [one for number, one in enumerate(asked) if number < SHOWN or one.campaign.is_urgent]
    leads = leads and (bool(asked) or not reader.may(APPROVE, "broadcasts.add_campaign"))
    others = [one for one in found if not isinstance(one, Request)]
    return {
        "rows": [
            (
                one,
                " · ".join(said(hooks.OF_A_REQUEST, one.campaign, one.size, today)),
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


def _approvals(reader: Reader) -> Iterator[PendingDecision]:
    """List messages whose approval the reader may give, who waits longest first."""
    for one in reader.requests:
        yield Request(
            str(one.campaign),
            f"lo chiede {one.asker}, {one.asked_since}",
            approval_page_of(one.campaign),
            "Leggi e decidi",
            one.campaign.is_urgent,
            message=one,
        )


def _page_of(row: Any, page: str = "change") -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{page}", args=[row.pk])


def _lists(reader: Reader) -> Iterator[PendingDecision]:
    lists = ImportBatch.objects.filter(status=ImportBatch.Status.WAITING).exclude(uploaded_by=reader.user)
    for batch in lists.select_related("uploaded_by").order_by("pk"):
        people = "1 iscritto" if batch.count == 1 else f"{grouped(batch.count)} iscritti"
        told = f"di {display_name(batch.uploaded_by)}, {batch.note}, {when(batch.uploaded_at, reader.now)}"
        yield PendingDecision(f"{people} da moduli di carta", told, _page_of(batch), "Confronta")


def _proposals(reader: Reader) -> Iterator[PendingDecision]:
    """List proposed texts, topics, corrections and withdrawals that the reader may decide on as things stand."""
    mine = [name for name, kind in KINDS.items() if reader.may(kind.right(reader.now))]
    for proposal in Proposal.objects.open(*mine).select_related("asked_by") if mine else ():
        kind = KINDS[proposal.kind]
        if not kind.objection(proposal, reader.user, reader.now):
            told = f"di {display_name(proposal.asked_by)}, {when(proposal.asked_at, reader.now)}"
            yield PendingDecision(capfirst(kind.what(proposal)), told, page_of(proposal), "Rileggi")


def _accounts(reader: Reader) -> Iterator[PendingDecision]:
    asked = AccountChange.objects.waiting(reader.now).select_related("asked_by", "user", "group")
    for change in asked:
        if not changes.why_not_decide(change, by=reader.user, now=reader.now):
            told = f"lo chiede {display_name(change.asked_by)}, {when(change.asked_at, reader.now)}"
            yield PendingDecision(
                f"{display_name(change.user)}: {change.in_words}", told, _page_of(change), "Decidi"
            )


def _exports(reader: Reader) -> Iterator[PendingDecision]:
    asked = RegisterExport.objects.filter(with_numbers=True, released_by=None)
    for export in asked.exclude(requested_by=reader.user).exclude(status__in=releasing.GONE):
        told = f"con i numeri, per {display_name(export.requested_by)}"
        yield PendingDecision(capfirst(str(export)), told, _page_of(export, "release"), "Rileggi")


def of_slice(
    tell: Callable[[User, datetime], Iterator[PendingDecision]], reader: Reader
) -> Iterator[PendingDecision]:
    """List what a slice has waiting; of one that raises, that it can't be shown."""
    return chain.from_iterable(answers([tell], _not_shown, reader.user, reader.now))


def _not_shown(name: str) -> list[PendingDecision]:
    return [PendingDecision(name, WHAT_THEN, reverse("admin:index"), "Riprova")]


TOLD: tuple[tuple[tuple[str, ...], Callable[[Reader], Iterator[PendingDecision]]], ...] = (
    ((APPROVE,), _approvals),
    *((may, partial(of_slice, tell)) for may, tell in hooks.WAITING),
    ((CONFIRM,), _lists),
    (DECIDES, _proposals),
    ((changes.MAY_DECIDE,), _accounts),
    ((releasing.MAY_RELEASE,), _exports),
)
"""The rights of who may decide → what waits for them."""
