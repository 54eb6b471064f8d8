"""The verification of the register: follows the whole chain, in constant memory, says what is wrong and where.

Checked: every record against its digests and its hash, every link, the numbers, what erasures blanked, the texts
that citizens had been shown, the chain's end, the daily seals, seals that were kept elsewhere, whether the database
still refuses changes, and the rows of subscribers (`subscribed_rows`). Every night, and when a colleague asks.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import starmap
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from cascina_whatsapp.accounts.staff_notices.notifying import holders, tell
from cascina_whatsapp.security import trail
from cascina_whatsapp.security.append_only import rows
from cascina_whatsapp.security.append_only.chain import canonical_time
from cascina_whatsapp.security.append_only.checking import ChainCheck, SealCheck, in_batches, keep, outside
from cascina_whatsapp.security.trail import Event
from subscribers.models import (
    CheckRequest,
    ConsentRecord,
    RegisterCheck,
    RegisterHead,
    ServiceText,
)
from subscribers.models.texts import digest_of
from subscribers.rules.verify_export import Entry, Erased, Finding, Walk

from . import ledger, sealing, subscribed_rows

LASTS_AT_MOST = timedelta(minutes=30)
"""The time that no verification takes: one that does died with its process, and is asked for again."""
ALARM = "il registro dei consensi non torna"
COLUMNS = (
    "sequence",
    "event_id",
    "kind",
    "at_whatsapp",
    "recorded_at",
    "took_effect",
    "rule",
    "rule_version",
    "channel",
    "announcement_id",
    "notice_id",
    "confirmation_id",
    "actor_id",
    "erases",
    "words",
    "reason",
    "topics",
    "content_salt",
    "content_digest",
    "pseudonym",
    "message_digest",
    "subject_salt",
    "subject_digest",
    "previous_hash",
    "hash",
    "content_erased_by",
    "subject_erased_by",
)


class Verification:
    """One walk through the register; `count` says how far it has come."""

    def __init__(self, kept_elsewhere: Iterable[tuple[int, str]] = ()) -> None:
        """`kept_elsewhere`: number and hash of printed or e-mailed seals."""
        self.seals = [*sealing.seals_of_register(), *sealing.kept_elsewhere(kept_elsewhere)]
        self.walk = Walk(erasures=erasures())

    @property
    def count(self) -> int:
        """The number of records looked at."""
        return self.walk.count

    def least(self, before: ChainCheck) -> int:
        """Return how many records there must be, after that check: nothing is ever taken away."""
        return before.count

    def findings(self) -> Iterator[Finding]:
        """Yield everything that is wrong, as it is found."""
        head = current_head()
        yield from open_doors()
        yield from changed_texts()
        seals = SealCheck(self.seals, "Evento")
        for entry in entries(up_to=head.sequence):
            yield from self.walk.step(entry)
            yield from starmap(Finding, seals.step(entry.sequence, entry.hash))
            yield from still_there(entry)
        yield from self.walk.finish()
        yield from end_of_chain(self.walk.last, head)
        yield from starmap(Finding, seals.finish())
        yield from subscribed_rows.findings()


def check(now: datetime) -> RegisterCheck:
    """Verify everything, keep the result, and tell the operators where something is wrong."""
    found = keep(RegisterCheck, Verification(), now, alarm=ALARM)
    if not found.is_clean:
        tell(
            holders("subscribers.view_registercheck"),
            subject="La verifica del registro ha trovato qualcosa",
            sentence="Il registro dei consensi non è come era stato scritto: la pagina della verifica dice dove.",
            page=reverse("admin:subscribers_registercheck_change", args=[found.pk]),
            by_email=False,
        )
    return found


def entries(*, up_to: int) -> Iterator[Entry]:
    """The register's records up to the number `up_to`, a batch at a time: no transaction stays open."""
    texts: dict[int, list[str | int]] = {
        text.pk: [text.key, text.version, text.sha256] for text in ServiceText.objects.all()
    }
    for row in in_batches(ConsentRecord.objects.all(), COLUMNS, up_to=up_to):
        yield _entry(row, texts)


def _entry(row: tuple[Any, ...], texts: dict[int, list[str | int]]) -> Entry:
    values = dict(zip(COLUMNS, row, strict=True))
    return Entry(
        event_id=str(values.pop("event_id")),
        at_whatsapp=canonical_time(values.pop("at_whatsapp")),
        recorded_at=canonical_time(values.pop("recorded_at")),
        announcement=texts.get(values.pop("announcement_id")),
        notice=texts.get(values.pop("notice_id")),
        confirmation=texts.get(values.pop("confirmation_id")),
        actor=values.pop("actor_id"),
        **values,
    )


def erasures() -> Callable[[int], Erased | None]:
    """Build the lookup of what an "erased" record erased, by its number; the latest ones are remembered."""

    @lru_cache(maxsize=500)
    def lookup(number: int) -> Erased | None:
        erased = ConsentRecord.objects.filter(sequence=number, kind=ConsentRecord.Kind.ERASED)
        named = erased.values_list("erases", flat=True).first()
        return None if named is None else {part: frozenset(numbers) for part, numbers in named.items()}

    return lookup


def still_there(entry: Entry) -> Iterator[Finding]:
    """Find the records that an entry says were blanked, and that are not."""
    if not entry.erases:
        return
    named = Q(sequence__in=entry.erases.get("content", []), content_erased_by=None)
    named |= Q(sequence__in=entry.erases.get("subject", []), subject_erased_by=None)
    for sequence in (
        ConsentRecord.objects.filter(named).order_by("sequence").values_list("sequence", flat=True)
    ):
        yield Finding(
            "erased",
            sequence,
            f"Evento {sequence}: risulta svuotato dall'evento {entry.sequence}, ma è ancora pieno.",
        )


def open_doors() -> Iterator[Finding]:
    """Yield the triggers by which the database no longer refuses changes; what was changed, the chain tells."""
    for name in rows.lacking("register"):
        yield Finding("guard", 0, f"La difesa «{name}» della base di dati manca, o è spenta.")


def changed_texts() -> Iterator[Finding]:
    """Find the texts whose words are not those that their digest was made of."""
    for text in ServiceText.objects.order_by("key", "version"):
        if digest_of(text.body) != text.sha256:
            yield Finding("text", 0, f"Testo «{text.key}», versione {text.version}: modificato.")


def end_of_chain(last: Entry | None, head: RegisterHead) -> Iterator[Finding]:
    """Yield where the records don't end as the last one was appended."""
    end = last.sequence if last else 0
    if end < head.sequence:
        yield cut(end, head.sequence)
    elif last and last.hash != head.hash:
        yield Finding("changed", end, f"Evento {end}: non è quello con cui il registro finiva.")
    for sequence in outside(ConsentRecord.objects.all(), head, current_head):
        yield Finding("inserted", sequence, f"Evento {sequence}: aggiunto in fondo, fuori dalla catena.")


def current_head() -> RegisterHead:
    """Return the end of the chain as it is now; before the first record, its beginning."""
    return RegisterHead.objects.filter(pk=1).first() or RegisterHead()


def cut(end: int, expected: int) -> Finding:
    """Make the finding that the records stop too early."""
    return Finding(
        "cut",
        end + 1,
        f"Il registro finisce con l'evento {end}, ma era arrivato al {expected}: la fine è tagliata.",
    )


def waiting(now: datetime) -> CheckRequest | None:
    """The verification that was asked for and is not made yet."""
    return CheckRequest.objects.filter(check_made=None, asked_at__gt=now - LASTS_AT_MOST).first()


@transaction.atomic
def ask(*, by: User, now: datetime) -> CheckRequest:
    """Have the whole register verified soon; where somebody has asked already, that is it."""
    ledger.serialize()  # one who asks at a time
    if asked := waiting(now):
        return asked
    request = CheckRequest.objects.create(asked_by=by, asked_at=now)
    trail.record(Event.CHECK_ASKED, by=by, now=now, about="registro dei consensi")
    return request


def run_asked(now: datetime) -> int:
    """Make the verification that waits; return how many. Needs no transaction."""
    asked = waiting(now)
    if asked is None or not CheckRequest.objects.filter(pk=asked.pk, started_at=None).update(started_at=now):
        return 0
    CheckRequest.objects.filter(pk=asked.pk).update(check_made=check(now))
    return 1
