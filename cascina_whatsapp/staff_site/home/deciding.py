"""The section of what others did or asked and waits for the reader: lists, texts, accounts, requests."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from cascina_whatsapp.accounts.models import AccountChange
from cascina_whatsapp.accounts.staff_notices.notifying import display_name
from cascina_whatsapp.elections.deciding import ACTIVATE
from cascina_whatsapp.elections.in_words import days
from cascina_whatsapp.elections.models import ElectoralPeriod
from cascina_whatsapp.elections.rules import RunOff
from cascina_whatsapp.presentation.formatting.dates import when
from cascina_whatsapp.presentation.formatting.numbers import grouped
from cascina_whatsapp.privacy import rights
from subscribers.models import ImportBatch, TextProposal
from subscribers.texts import CATALOGUE, topic_changes

from .reader import Reader

DECIDERS = (
    "subscribers.confirm_import",
    "subscribers.approve_servicetext",
    "subscribers.approve_topic",
    "accounts.decide_accountchange",
    ACTIVATE,
)
SHOWN = 5
"""The rows of one kind that are shown; its list has the others."""


@dataclass(frozen=True)
class Waiting:
    """One thing that somebody else has to decide on."""

    title: str
    detail: str
    page: str
    verb: str
    """The words on its button."""


def to_confirm(reader: Reader) -> list[Waiting]:
    """Lists, texts, topics, accounts and periods that wait for another person than the one who asked."""
    return [*_periods(reader), *_lists(reader), *_texts(reader), *_topics(reader), *_accounts(reader)]


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
        yield Waiting(
            f"Periodo elettorale: {period}",
            f"di {display_name(period.made_by)} · {days(period)}",
            _page_of(period),
            "Rileggi",
        )
    unsure = ElectoralPeriod.objects.blocking(reader.now).filter(
        run_off=RunOff.UNKNOWN, ends_at__lte=reader.now
    )
    for period in unsure[:SHOWN]:
        yield Waiting(
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
        yield Waiting(
            f"{people} da moduli di carta",
            f"di {display_name(batch.uploaded_by)}, {batch.note}, {when(batch.uploaded_at, reader.now)}",
            reverse("admin:subscribers_importbatch_change", args=[batch.pk]),
            "Confronta",
        )


def _texts(reader: Reader) -> Iterator[Waiting]:
    if not reader.may("subscribers.approve_servicetext"):
        return
    waiting = TextProposal.objects.filter(outcome=TextProposal.Outcome.OPEN).exclude(proposed_by=reader.user)
    for text in waiting.select_related("proposed_by").order_by("pk")[:SHOWN]:
        yield Waiting(
            f"Parole nuove: {CATALOGUE[text.key].label}",
            f"di {display_name(text.proposed_by)}, {when(text.proposed_at, reader.now)}",
            f"{reverse('admin:subscribers_servicetext_add')}?key={text.key}",
            "Rileggi",
        )


def _topics(reader: Reader) -> Iterator[Waiting]:
    if not reader.may(topic_changes.MAY_APPROVE):
        return
    others = [change for change in topic_changes.waiting() if change.proposed_by_id != reader.user.pk]
    for change in others[:SHOWN]:
        yield Waiting(
            f"Argomento: {topic_changes.as_it_would_be(change)}",
            f"di {display_name(change.proposed_by)}, {when(change.proposed_at, reader.now)}",
            topic_changes.page_of(change),
            "Rileggi",
        )


def _accounts(reader: Reader) -> Iterator[Waiting]:
    if not reader.may("accounts.decide_accountchange"):
        return
    waiting = (
        AccountChange.objects.waiting(reader.now).exclude(asked_by=reader.user).exclude(user=reader.user)
    )
    for change in waiting.select_related("asked_by", "user", "group")[:SHOWN]:
        yield Waiting(
            f"{display_name(change.user)}: {change.in_words}",
            f"lo chiede {display_name(change.asked_by)}, {when(change.asked_at, reader.now)}",
            reverse("admin:accounts_accountchange_change", args=[change.pk]),
            "Decidi",
        )
