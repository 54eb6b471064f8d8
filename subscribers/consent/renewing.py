# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The renewal of a consent: a subscriber's yes, or the end of the subscription of who never answered.

When it is time for what: `subscribers.rules.renewal`. What asked them is in the register, by its receipt.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from cascina_whatsapp.whatsapp.cloud_api.people import Person
from subscribers import identity
from subscribers.models import ConsentRecord, Subscriber
from subscribers.models.renewal import LAPSES_AFTER
from subscribers.register import ledger
from subscribers.rules.renewal import Due

from . import rows
from .recording import Change, Channel, Effect, Evidence, Kind, event, record, remember, stale

UNANSWERED = "renewal-unanswered"
"""The rule of an end that nobody said."""
QUESTION, REMINDER = "renewal_question", "renewal_reminder"
"""The texts that ask; the register names them where it tells that they arrived."""
SUBSCRIPTION = (
    *(Kind.OPT_IN, Kind.IMPORTED, Kind.OPT_OUT, Kind.STAFF_OPT_OUT),
    *(Kind.PREFERENCE_STOP, Kind.NUMBER_CHANGED, Kind.EXPIRED),
)
"""Events that may begin or end a subscription."""


@transaction.atomic(savepoint=False)
@ledger.together()
def reconfirm(person: Person, evidence: Evidence, *, now: datetime) -> Change | None:
    """Record that `person`, asked whether to go on, said yes. None for a non-subscriber: only joining subscribes.

    The record names the event of the question, where one waited for an answer.
    """
    subscriber = remember(person, evidence, now)
    if not subscriber.is_subscribed:
        return None
    if evidence.at < subscriber.decided_at:
        return stale(Kind.RECONFIRMED, subscriber, evidence, now)
    if subscriber.renewal_asked_at:
        evidence = replace(evidence, reason=_answering([subscriber], "Risponde")[subscriber.pk])
    subscriber.confirmed_at = max(evidence.at, subscriber.confirmed_at or evidence.at)
    for name, value in rows.NOT_ASKED.items():
        setattr(subscriber, name, value)
    subscriber.save(update_fields=["confirmed_at", *rows.NOT_ASKED])
    return Change(Effect.DONE, subscriber, record(Kind.RECONFIRMED, subscriber, evidence, now))


def is_open(subscriber: Subscriber, at: datetime) -> bool:
    """Tell whether the question has reached this subscriber, and a yes or no of that moment answers it."""
    asked, until = subscriber.renewal_asked_at, subscriber.renewal_until
    return asked is not None and until is not None and asked <= at <= until + LAPSES_AFTER


def ask_anew() -> int:
    """The database is an older copy, and an answer may be lost: nobody is let go, whoever is due is asked once more.

    How many subscribers that concerns.
    """
    return Subscriber.objects.exclude(renewal_asked_at=None).update(**rows.NOT_ASKED)


def has_expired(subscriber: Subscriber) -> bool:
    """Tell whether this person is no subscriber only because they did not answer."""
    if subscriber.is_subscribed:
        return False
    theirs = ConsentRecord.objects.by_pseudonyms(*identity.known_pseudonyms(subscriber))
    last = theirs.filter(kind__in=SUBSCRIPTION, took_effect=True).order_by("-sequence").first()
    return last is not None and last.kind == Kind.EXPIRED


@transaction.atomic
def end_unanswered(numbers: Iterable[int], *, now: datetime) -> int:
    """End the subscriptions of those of these who have not answered in time; return how many.

    Asked once more now that nobody else can write to the register: one of them may just have said yes. Number and
    BSUID go, as of whoever leaves. Nothing is sent: they are not subscribed any more.
    """
    ledger.serialize()
    due = Subscriber.objects.due_for_renewal(Due.END, now).filter(pk__in=list(numbers))
    people = list(due.order_by("pk").select_for_update())
    proof = Evidence(at=now, channel=Channel.SYSTEM, rule=UNANSWERED)
    reasons = _answering(people, "Nessuna risposta")
    for subscriber in people:
        rows.expire(subscriber, now)
    ledger.append_many(
        [event(Kind.EXPIRED, row, replace(proof, reason=reasons[row.pk]), now) for row in people]
    )
    return len(people)


def _answering(people: list[Subscriber], what: str) -> dict[int, str]:
    """Say in Italian, by the key of each row, which question and which reminder `what` is about. One query.

    Example: "Risponde alla domanda dell'evento 12 e al sollecito dell'evento 40".
    """
    owner = {name: row.pk for row in people for name in identity.known_pseudonyms(row)}
    asked = ConsentRecord.objects.by_pseudonyms(*owner).filter(confirmation__key__in=[QUESTION, REMINDER])
    latest: dict[int, dict[str, int]] = {row.pk: {} for row in people}
    for name, key, sequence in asked.order_by("sequence").values_list(
        "pseudonym", "confirmation__key", "sequence"
    ):
        if key == QUESTION:
            latest[owner[name]].clear()  # whoever is asked anew has not been reminded of it yet
        latest[owner[name]][key] = sequence
    return {number: _sentence(what, events) for number, events in latest.items()}


def _sentence(what: str, events: dict[str, int]) -> str:
    parts = []
    if QUESTION in events:
        parts.append(f"alla domanda dell'evento {events[QUESTION]}")
    if REMINDER in events:
        parts.append(f"al sollecito dell'evento {events[REMINDER]}")
    return " ".join([what, " e ".join(parts)]).strip()
