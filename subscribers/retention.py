"""The retention of what is kept of citizens: the proof of people who left, traces of answers, lists, files."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable

from . import consent, identity
from .models import (
    ConsentRecord,
    ConsentRecordQuerySet,
    ImportBatch,
    ImportRow,
    RegisterExport,
    Reply,
    Subscriber,
    SubscriberQuerySet,
)
from .models.people import ANSWER_WITHIN
from .register import history, ledger

BATCH_SIZE = 200
"""People whose proof goes in one step. The register learns which events went together, and no more."""
REASON = "Termine di conservazione della prova"
UNCONFIRMED = "Iscrizione non confermata entro 24 ore"
JOINED = [ConsentRecord.Kind.OPT_IN, ConsentRecord.Kind.IMPORTED]
"""The events of which there must be proof."""
Kind = ConsentRecord.Kind
NO_SIGN = [Kind.ERASED, Kind.NOTICE_SENT, Kind.EXPIRED]
"""Events that were not the person's own doing."""


def gone(before: datetime, kept: QuerySet[Subscriber]) -> SubscriberQuerySet:
    """Select people who are no subscribers, and unheard of since `before`; without those in `kept`.

    An erasure is no sign of them: whoever asked for one must not be known for longer. It moves `decided_at`. Nor is
    a message of ours that arrived after they had left.
    """
    left = Subscriber.objects.filter(
        Q(left_at=None) | Q(left_at__lt=before), status=Subscriber.Status.LEFT, merged_into=None
    ).exclude(pk__in=kept.values("pk"))
    recent = ConsentRecord.objects.filter(at_whatsapp__gte=before).exclude(kind__in=NO_SIGN)
    return left.filter(*_none_theirs(recent), *_none_theirs(_moved_on(before)))


def _none_theirs(records: QuerySet[ConsentRecord]) -> list[Combinable]:
    """Build the conditions that none of `records` belongs to the subscriber of the outer query.

    Two conditions, since PostgreSQL looks up a few people by index only where there is no OR.
    """
    named = records.exclude(pseudonym="")
    names = ("phone_pseudonym", "bsuid_pseudonym")
    return [~Exists(named.filter(pseudonym=OuterRef(name))) for name in names]


def _moved_on(before: datetime) -> QuerySet[ConsentRecord]:
    """Select old numbers of people who are still here under a new one: their consent was given under the old.

    The register writes the two events of a change one after the other.
    """
    here = Subscriber.objects.filter(
        Q(phone_pseudonym=OuterRef("pseudonym")) | Q(bsuid_pseudonym=OuterRef("pseudonym")),
        Q(status=Subscriber.Status.SUBSCRIBED) | Q(left_at__gte=before),
    )
    changes = ConsentRecord.objects.filter(kind=Kind.NUMBER_CHANGED, took_effect=True)
    arrivals = changes.exclude(pseudonym="").filter(
        Exists(here), sequence=OuterRef("sequence") + 1, at_whatsapp=OuterRef("at_whatsapp")
    )
    return changes.filter(Exists(arrivals))


def forget_gone(before: datetime, now: datetime, kept: QuerySet[Subscriber]) -> int:
    """Let go of everything that says whose proof it was; return of how many people."""
    return _in_steps(gone(before, kept), _forget_some, now)


def _in_steps(
    people: SubscriberQuerySet, forget: Callable[[SubscriberQuerySet, datetime], int], now: datetime
) -> int:
    numbers = list(people.order_by("pk").values_list("pk", flat=True))
    steps = (numbers[start : start + BATCH_SIZE] for start in range(0, len(numbers), BATCH_SIZE))
    return sum(forget(people.filter(pk__in=step), now) for step in steps)


@transaction.atomic
def _forget_some(some: SubscriberQuerySet, now: datetime) -> int:
    """Forget people, looked at once more while nobody else can write: one may just have come back."""
    ledger.serialize()
    subscribers = list(some.select_for_update())
    names = [name for subscriber in subscribers for name in identity.known_pseudonyms(subscriber)]
    if ConsentRecord.objects.by_pseudonyms(
        *names
    ).exists():  # who only asked for topics has no proof to forget
        consent.forget_proof(subscribers, reason=REASON, now=now)
    Reply.objects.filter(pseudonym__in=names).delete()
    _delete([subscriber.pk for subscriber in subscribers])
    return len(subscribers)


def unconfirmed(now: datetime, kept: QuerySet[Subscriber]) -> SubscriberQuerySet:
    """Select people who were asked and did not say yes in time; without those in `kept`."""
    return Subscriber.objects.unconfirmed(now - ANSWER_WITHIN).exclude(pk__in=kept.values("pk"))


def forget_unconfirmed(now: datetime, kept: QuerySet[Subscriber]) -> int:
    """Let go of questions that nobody answered with yes in time; return of how many people.

    Of whoever never joined nothing stays: no row, and in the register events without a person.
    """
    return _in_steps(unconfirmed(now, kept), _forget_questions, now)


@transaction.atomic
def _forget_questions(some: SubscriberQuerySet, now: datetime) -> int:
    ledger.serialize()
    subscribers = list(some.select_for_update())
    numbers: list[int] = []
    strangers: list[int] = []
    for subscriber in subscribers:
        events, has_joined = _of_the_question(subscriber)
        numbers += events.values_list("sequence", flat=True)
        if not has_joined:
            strangers.append(subscriber.pk)
    events = ConsentRecord.objects.filter(sequence__in=numbers)
    if numbers:
        Reply.objects.filter(consent__in=events).delete()
        consent.forget_events(events, reason=UNCONFIRMED, now=now)
    some.update(asked_at=None)
    _delete(strangers)
    return len(subscribers)


def _of_the_question(subscriber: Subscriber) -> tuple[ConsentRecordQuerySet, bool]:
    """The events to let go of, and whether this person had ever been subscribed: then the rest is proof."""
    names = {
        *history.records_of(subscriber).values_list("pseudonym", flat=True),
        *identity.known_pseudonyms(subscriber),
    }
    theirs = ConsentRecord.objects.by_pseudonyms(*names)
    joined = theirs.filter(kind__in=JOINED, took_effect=True).order_by("-at_whatsapp").first()
    if joined is None:
        return theirs, False
    asked = theirs.filter(kind=Kind.OPT_IN_PENDING, at_whatsapp__gt=joined.at_whatsapp)
    return asked, True


def _delete(numbers: list[int]) -> None:
    """Delete subscribers and the rows that had turned out to be the same people; sent messages forget to whom."""
    merged = list(Subscriber.objects.filter(merged_into__in=numbers).values_list("pk", flat=True))
    if merged:
        _delete(merged)
    Subscriber.objects.filter(pk__in=numbers).delete()


def expired_people(before: datetime) -> QuerySet[ImportRow]:
    """Select the people of lists that nobody confirmed in time."""
    return ImportRow.objects.filter(batch__in=_expired_imports(before))


def _expired_imports(before: datetime) -> QuerySet[ImportBatch]:
    return ImportBatch.objects.filter(status=ImportBatch.Status.WAITING, uploaded_at__lt=before)


@transaction.atomic
def expire_imports(before: datetime, now: datetime) -> int:
    """Forget the people of old imports, keep the batches as a trace; return how many people."""
    batches = list(_expired_imports(before).select_for_update().values_list("pk", flat=True))
    count = ImportRow.objects.filter(batch__in=batches).delete()[0]
    ImportBatch.objects.filter(pk__in=batches).update(status=ImportBatch.Status.EXPIRED, decided_at=now)
    return count


def old_export_files(before: datetime) -> QuerySet[RegisterExport]:
    """Select exports whose file has been there for long enough."""
    return RegisterExport.objects.filter(finished_at__lt=before).exclude(file="")


def discard_files(before: datetime, now: datetime) -> int:
    """Delete the files; the rows stay, to tell who took what. The file goes first: what fails is tried again."""
    exports = list(old_export_files(before))
    for export in exports:
        export.file.delete(save=False)
        export.status, export.file_key = RegisterExport.Status.DISCARDED, ""
        export.save(update_fields=["file", "file_key", "status"])
    return len(exports)
