"""Letting go of what says whose a consent was: on request, or when the proof has served its time."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from cascina_whatsapp.whatsapp.cloud_api.people import Person
from subscribers import identity
from subscribers.models import ConsentRecord, ConsentRecordQuerySet, Subscriber
from subscribers.register import ledger

from .decisions import opt_out
from .recording import Channel, Evidence, Kind, record


@transaction.atomic
def erase(
    subscriber: Subscriber, evidence: Evidence, *, now: datetime, earlier: Iterable[str] = ()
) -> ConsentRecord:
    """Blank what the proof doesn't need of a person's records (GDPR, art. 17(3)); who is subscribed leaves first.

    `earlier`: pseudonyms that the person had before. Words, reasons and topics go. Kinds, times, rules, versions
    and the pseudonym stay: they are the proof.
    """
    ledger.serialize()
    subscriber = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    if subscriber.is_subscribed:
        person = Person(phone=subscriber.phone, bsuid=subscriber.bsuid)
        subscriber = opt_out(person, evidence, now=now, kind=Kind.STAFF_OPT_OUT).subscriber
    else:  # an "Iscrizione" of before, still on its way, must not count
        subscriber.decided_at = max(subscriber.decided_at, evidence.at)
        subscriber.heard_leaving_at, subscriber.moved_at = now, None
        subscriber.save(update_fields=["decided_at", "heard_leaving_at", "moved_at"])
    names = {*identity.known_pseudonyms(subscriber), *earlier}
    mine = ConsentRecord.objects.by_pseudonyms(*names).filter(content_erased_by=None)
    erased = record(Kind.ERASED, subscriber, evidence, now, erases={"content": _numbers(mine)})
    ConsentRecord.objects.blank_content(erased)
    return erased


def forget_proof(subscribers: list[Subscriber], *, reason: str, now: datetime) -> ConsentRecord:
    """The proof of these people, who left long ago, has served its time: nothing says any more whose it was.

    The events themselves stay, without a person, so that the chain still verifies.
    """
    names = [name for subscriber in subscribers for name in identity.known_pseudonyms(subscriber)]
    return forget_events(ConsentRecord.objects.by_pseudonyms(*names), reason=reason, now=now)


@transaction.atomic
def forget_events(events: ConsentRecordQuerySet, *, reason: str, now: datetime) -> ConsentRecord:
    """Blank whose these events were and in which words, in the name of a new record of the erasure."""
    ledger.serialize()
    erased = ledger.append(
        kind=Kind.ERASED,
        channel=Channel.SYSTEM,
        at_whatsapp=now,
        recorded_at=now,
        reason=reason,
        erases={
            "content": _numbers(events.filter(content_erased_by=None)),
            "subject": _numbers(events.filter(subject_erased_by=None)),
        },
    )
    ConsentRecord.objects.blank_content(erased)
    ConsentRecord.objects.blank_subject(erased)
    return erased


def _numbers(records: ConsentRecordQuerySet) -> list[int]:
    return list(records.order_by("sequence").values_list("sequence", flat=True))
