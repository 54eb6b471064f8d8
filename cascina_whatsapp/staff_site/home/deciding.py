"""The section of what others did or asked and waits for the reader: lists, texts, accounts, requests."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.text import capfirst

from cascina_whatsapp.accounts.models import AccountChange, Proposal
from cascina_whatsapp.accounts.second_person import page_of
from cascina_whatsapp.accounts.staff_notices.notifying import display_name
from cascina_whatsapp.elections.deciding import ACTIVATE
from cascina_whatsapp.elections.in_words import days
from cascina_whatsapp.elections.models import ElectoralPeriod
from cascina_whatsapp.elections.rules import RunOff
from cascina_whatsapp.presentation.formatting.dates import when
from cascina_whatsapp.presentation.formatting.numbers import grouped
from cascina_whatsapp.privacy import rights
from cascina_whatsapp.staff_site.deciding_page import KINDS
from subscribers.models import ImportBatch

from .reader import Reader

DECIDERS = (
    "subscribers.confirm_import",
    *(kind.decides for kind in KINDS.values()),
    "accounts.decide_accountchange",
    ACTIVATE,
)
SHOWN = 5
"""The rows of one kind that are shown; its list has the others."""


Waiting = tuple[str, str, str, str]
"""One thing that somebody else has to decide on: title, detail, page, and the words on its button."""


def to_confirm(reader: Reader) -> list[Waiting]:
    """Lists, proposals, accounts and periods that wait for another person than the one who asked."""
    return [*_periods(reader), *_lists(reader), *_proposals(reader), *_accounts(reader)]


def requests(reader: Reader) -> rights.Notices | None:
    """Requests about data that are open, the most urgent first."""
    found = rights.notices(reader.now)
    return found if found.open else None


def _periods(reader: Reader) -> Iterator[Waiting]:
    """List drafts that others wrote, and closed periods of which nobody said whether there is a run-off."""
    if not reader.may(ACTIVATE):
        return
    drafts = ElectoralPeriod.objects.filter(state=ElectoralPeriod.State.DRAFT)
    others = drafts.exclude(made_by=reader.user).exclude(changed_by=reader.user)
    for period in others.select_related("made_by")[:SHOWN]:
        yield (
            f"Periodo elettorale: {period}",
            f"di {display_name(period.made_by)} · {days(period)}",
            _page_of(period),
            "Rileggi",
        )
    unsure = ElectoralPeriod.objects.blocking(reader.now).filter(
        run_off=RunOff.UNKNOWN, ends_at__lte=reader.now
    )
    for period in unsure[:SHOWN]:
        yield (
            f"{period}: c'è il ballottaggio?",
            "I seggi sono chiusi; finché nessuno lo scrive, non parte nulla.",
            _page_of(period),
            "Scrivilo",
        )


def _page_of(period: ElectoralPeriod) -> str:
    return reverse("admin:elections_electoralperiod_change", args=[period.pk])


def _lists(reader: Reader) -> Iterator[Waiting]:
    if not reader.may("subscribers.confirm_import"):
        return
    waiting = ImportBatch.objects.filter(status=ImportBatch.Status.WAITING).exclude(uploaded_by=reader.user)
    for batch in waiting.select_related("uploaded_by").order_by("pk")[:SHOWN]:
        people = "1 iscritto" if batch.count == 1 else f"{grouped(batch.count)} iscritti"
        yield (
            f"{people} da moduli di carta",
            f"di {display_name(batch.uploaded_by)}, {batch.note}, {when(batch.uploaded_at, reader.now)}",
            reverse("admin:subscribers_importbatch_change", args=[batch.pk]),
            "Confronta",
        )


def _proposals(reader: Reader) -> Iterator[Waiting]:
    mine = {name: kind for name, kind in KINDS.items() if reader.may(kind.right(reader.now))}
    waiting = Proposal.objects.open(*mine).exclude(asked_by=reader.user) if mine else Proposal.objects.none()
    for proposal in waiting.select_related("asked_by")[:SHOWN]:
        yield (
            capfirst(mine[proposal.kind].what(proposal)),
            f"di {display_name(proposal.asked_by)}, {when(proposal.asked_at, reader.now)}",
            page_of(proposal),
            "Rileggi",
        )


def _accounts(reader: Reader) -> Iterator[Waiting]:
    if not reader.may("accounts.decide_accountchange"):
        return
    waiting = (
        AccountChange.objects.waiting(reader.now).exclude(asked_by=reader.user).exclude(user=reader.user)
    )
    for change in waiting.select_related("asked_by", "user", "group")[:SHOWN]:
        yield (
            f"{display_name(change.user)}: {change.in_words}",
            f"lo chiede {display_name(change.asked_by)}, {when(change.asked_at, reader.now)}",
            reverse("admin:accounts_accountchange_change", args=[change.pk]),
            "Decidi",
        )
