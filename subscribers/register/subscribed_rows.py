"""The rows of subscribers against the register: is it their number, and did they subscribe last, or leave?

The register can't be rewritten unseen; the rows of people can. Read in batches, so that nobody waits for it; a row
that does not fit is looked at once more while nobody else can write, since somebody may just be leaving.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db import models, transaction
from django.db.models.functions import Cast

from cascina_whatsapp.security.encryption.data_keys import NoKey
from cascina_whatsapp.security.encryption.fields import EncryptedTextField
from cascina_whatsapp.security.encryption.values import Altered
from cascina_whatsapp.whatsapp.cloud_api.people import Person
from subscribers.identity.misplaced import is_theirs
from subscribers.models import ConsentRecord, Subscriber
from subscribers.rules.verify_export import Finding

from . import ledger

Kind = ConsentRecord.Kind
BEGINS = (Kind.OPT_IN, Kind.IMPORTED)
ENDS = (Kind.OPT_OUT, Kind.STAFF_OPT_OUT, Kind.PREFERENCE_STOP, Kind.EXPIRED)
BATCH_SIZE = 500
NAMES = ("phone", "bsuid")


def findings() -> Iterator[Finding]:
    """Yield the subscribed rows that the register does not bear out, and the numbers of other people in them."""
    last = 0
    while (
        batch := Subscriber.objects.subscribed()
        .filter(pk__gt=last)
        .order_by("pk")
        .values_list("pk", flat=True)[:BATCH_SIZE]
    ):
        numbers = list(batch)
        if suspect := [number for number, _ in _wrong(numbers)]:
            with transaction.atomic():
                ledger.serialize()
                confirmed = list(_wrong(suspect))
            yield from (finding for _, finding in confirmed)
        last = numbers[-1]


def _wrong(numbers: list[int]) -> Iterator[tuple[int, Finding]]:
    """Yield what is wrong with these subscribed rows, each by its key."""
    stored = {
        f"stored_{name}": Cast(name, models.TextField()) for name in NAMES
    }  # read before it is decrypted
    columns = ("pk", "phone_pseudonym", "bsuid_pseudonym", *stored)
    rows = list(
        Subscriber.objects.subscribed()
        .filter(pk__in=numbers)
        .annotate(**stored)
        .order_by("pk")
        .values_list(*columns)
    )
    told = _told(name for _, *names, _, _ in rows for name in names if name)
    for pk, *names, phone, bsuid in rows:
        if not _are_theirs(phone, bsuid, names):
            yield pk, Finding("number", 0, f"Iscritto {pk}: il numero non è il suo, o non si legge.")
        if not _is_borne_out([event for name in names for event in told[name]]):
            yield pk, Finding("subscribed", 0, f"Iscritto {pk}: per il registro non lo è, o non lo è più.")


def _are_theirs(phone: str, bsuid: str, pseudonyms: list[str]) -> bool:
    """Tell whether what is stored as number and as BSUID, where it is, has these pseudonyms."""
    try:
        clear = {
            name: _decrypted(name, value) for name, value in zip(NAMES, (phone, bsuid), strict=True) if value
        }
    except (Altered, NoKey):
        return False
    return all(is_theirs(Person(**{name: value}), *pseudonyms) for name, value in clear.items())


def _decrypted(name: str, value: str) -> str:
    column = Subscriber._meta.get_field(name)
    assert isinstance(column, EncryptedTextField)  # noqa: S101 (of both)
    return column.decrypted(value)


Event = tuple[bool, int, float]
"""Whether somebody was subscribed from an event on; its number, and its time at WhatsApp."""


def _told(pseudonyms: Iterable[str]) -> dict[str, list[Event]]:
    """Collect what the register tells of these pseudonyms: who subscribed, who left."""
    told = defaultdict(list)
    events = ConsentRecord.objects.by_pseudonyms(*pseudonyms).filter(
        kind__in=[*BEGINS, *ENDS, Kind.NUMBER_CHANGED], took_effect=True
    )
    columns = ("pseudonym", "kind", "message_digest", "sequence", "at_whatsapp")
    for name, kind, message, sequence, at in events.values_list(*columns):
        # Of a changed number the name that was given up names the message, the new one does not.
        begins = kind in BEGINS or (kind == Kind.NUMBER_CHANGED and not message)
        told[name].append((begins, sequence, at.timestamp()))
    return told


def _is_borne_out(events: list[Event]) -> bool:
    """Tell whether the last event, in the order of the register or of the messages' times, subscribed somebody.

    A message can be long on its way: where the two orders differ, `consent` knew which one counted.
    """
    if not events:
        return False
    return (
        max(events, key=lambda event: event[1])[0] or max(events, key=lambda event: (event[2], event[1]))[0]
    )
