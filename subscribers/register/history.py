"""The history of one person in the register, however they are named; and whether the register itself holds.

Reads only. Whatever was typed to find somebody stays here: it is neither logged nor kept.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q

from cascina_whatsapp.accounts import daily_bounds
from cascina_whatsapp.presentation.formatting.dates import in_a_sentence
from cascina_whatsapp.presentation.formatting.numbers import grouped
from cascina_whatsapp.whatsapp.cloud_api.people import BSUID, E164, Person
from subscribers import identity
from subscribers.models import ConsentRecord, ConsentRecordQuerySet, RegisterCheck, Subscriber
from subscribers.register import verification
from subscribers.rules.phone import InvalidPhone, to_e164

Kind = ConsentRecord.Kind
CHANGES = ConsentRecord.objects.filter(kind=Kind.NUMBER_CHANGED, took_effect=True)
SHORT = 12
"""Digits of a pseudonym that lists show: enough to tell people apart, and to find one."""
PSEUDONYM = re.compile(rf"[0-9a-f]{{{SHORT},64}}(g\d\d)?")
STALE_AFTER = timedelta(days=2)
"""The register is verified every night: an older result is worth a warning."""


@dataclass(frozen=True)
class LookupResult:
    """The result of a search: a person's row, or a record of somebody who has no row any more, or nobody."""

    by: str
    """The way in which somebody was looked for: it may be logged, unlike what was typed."""
    subscriber: Subscriber | None = None
    record: ConsentRecord | None = None


def find(text: str) -> LookupResult:
    """Find whoever `text` names: a number in any spelling, a pseudonym or its beginning, a message id, a BSUID."""
    text = text.strip()
    if text.startswith("wamid."):
        digests = identity.digests_of_message(text)
        return _found("message", *ConsentRecord.objects.filter(message_digest__in=digests))
    if BSUID.fullmatch(text):
        return _named("bsuid", Person(bsuid=text))
    number = _number(text)
    found = _named("number", Person(phone=number)) if number else LookupResult("nothing known")
    name = text.rstrip("…. ").lower()
    if found.subscriber or found.record or not PSEUDONYM.fullmatch(name):
        return found
    return _pseudonymous(name)


def subscriber_of(name: str) -> Subscriber | None:
    """The row of the person whom the register calls by the pseudonym `name`."""
    known = Q(phone_pseudonym=name) | Q(bsuid_pseudonym=name)
    return Subscriber.objects.filter(known, merged_into=None).first() if name else None


def records_of(subscriber: Subscriber) -> ConsentRecordQuerySet:
    """Select everything that the register holds about this person, in order, under all their numbers."""
    return history_of(identity.known_pseudonyms(subscriber))


def _number(text: str) -> str:
    try:
        return to_e164(text)
    except InvalidPhone:  # a range that is newer than our tables, perhaps
        bare = re.sub(r"[\s./()-]", "", text)
        return bare if E164.fullmatch(bare) else ""


def _named(by: str, person: Person) -> LookupResult:
    """Find a person's row, or else a record: a number may have gone to another row since, or been forgotten."""
    subscriber = identity.find(person)
    names = (name for names in identity.candidates(person).values() for name in names)
    return (
        LookupResult(by, subscriber)
        if subscriber
        else _found(by, *ConsentRecord.objects.by_pseudonyms(*names)[:1])
    )


def _pseudonymous(name: str) -> LookupResult:
    """Find who is meant by a pseudonym's beginning; two that begin alike are as good as none."""
    known = Q(phone_pseudonym__startswith=name) | Q(bsuid_pseudonym__startswith=name)
    rows = list(Subscriber.objects.filter(known, merged_into=None)[:2])
    if rows:
        return LookupResult("pseudonym", rows[0] if len(rows) == 1 else None)
    records = ConsentRecord.objects.filter(pseudonym__startswith=name).order_by("pseudonym")
    names = list(records.values_list("pseudonym", flat=True).distinct()[:2])
    return (
        _found("pseudonym", *ConsentRecord.objects.by_pseudonyms(*names)[:1])
        if len(names) == 1
        else LookupResult("pseudonym")
    )


def _found(by: str, *records: ConsentRecord) -> LookupResult:
    if not records or not records[0].pseudonym:
        return LookupResult(by)
    subscriber = subscriber_of(records[0].pseudonym)
    return LookupResult(by, subscriber, None if subscriber else records[0])


def history_of(names: Iterable[str]) -> ConsentRecordQuerySet:
    """Select the history of a person who is known by these pseudonyms only."""
    mine = Q(pseudonym__in=[name for name in names if name])
    records = ConsentRecord.objects.filter(mine | _along(mine, -1) | _along(mine, 1))
    return (
        records.select_related("announcement", "notice", "confirmation", "actor")
        .prefetch_related("replies")
        .order_by("sequence")
    )


def _along(mine: Q, step: int) -> Q:
    """Records under the numbers that this person had before (step -1) or got afterwards (1), and since when.

    Only on that side of the change: before it, or after it, the number may have been somebody else's.
    """
    bound = "sequence__lte" if step < 0 else "sequence__gte"
    theirs = latest = mine
    seen = set()
    while halves := [half for half in _other_halves(latest, step) if half.pk not in seen]:
        seen |= {half.pk for half in halves}
        latest = Q(pk=None)
        for half in halves:
            latest |= Q(pseudonym=half.pseudonym, **{bound: half.sequence})
        theirs |= latest
    return theirs


def _other_halves(records: Q, step: int) -> list[ConsentRecord]:
    """A change of number is two events in a row, of the old one and of the new; only the first has a message."""
    olds, news = CHANGES.exclude(message_digest=""), CHANGES.filter(message_digest="")
    here, there = (news, olds) if step < 0 else (olds.filter(~Exists(_joined_again())), news)
    moments = {
        sequence + step: at
        for sequence, at in here.filter(records).values_list("sequence", "at_whatsapp").order_by()
    }
    others = there.filter(sequence__in=moments).exclude(pseudonym="")
    return [other for other in others if other.at_whatsapp == moments[other.sequence]]


def _joined_again() -> ConsentRecordQuerySet:
    """Events by which a number that had been given up came back, most likely with somebody else."""
    arrived = Q(kind=Kind.NUMBER_CHANGED, message_digest="") | Q(kind__in=[Kind.OPT_IN, Kind.IMPORTED])
    later = {"pseudonym": OuterRef("pseudonym"), "sequence__gt": OuterRef("sequence")}
    return ConsentRecord.objects.filter(arrived, took_effect=True, **later)


@dataclass(frozen=True)
class ChainState:
    """The last check of the register in words; `tone` as in presentation.components.badge."""

    tone: str
    word: str
    told: str = ""
    check: RegisterCheck | None = None

    @property
    def sentence(self) -> str:
        """Both in one: "Intatto, controllato oggi alle 4:00, 1.284 righe"."""
        return f"{self.word}, {self.told}" if self.told else self.word


def chain_state(now: datetime) -> ChainState:
    """Say whether the register is as it was written, by the last check; or that one is being made."""
    check = RegisterCheck.objects.first()
    if verification.waiting(now):
        return ChainState("busy", "Controllo in corso", "l'esito compare qui", check)
    if check is None:
        return ChainState("warn", "Non ancora controllato")
    rows = "una riga" if check.count == 1 else f"{grouped(check.count)} righe"
    at = in_a_sentence(check.finished_at, now)
    if not check.is_clean:
        found = "un problema" if check.problems == 1 else f"{grouped(check.problems)} problemi"
        return ChainState("err", "Non torna", f"controllato {at}: {found}", check)
    if now - check.finished_at > STALE_AFTER:
        return ChainState("warn", "Da controllare", f"era intatto {at}, {rows}", check)
    return ChainState("ok", "Intatto", f"controllato {at}, {rows}", check)


@daily_bounds.bounded()
def look_up(text: str, *, by: User, now: datetime) -> LookupResult:
    """Look up whoever `text` names, as `find` finds them. Raises BeyondBound beyond LOOKUPS_PER_DAY.

    Recorded in the trail before the answer is given: a number that may be tried as often as one likes is no secret.
    """
    found = find(text)
    way = {"way": found.by}
    daily_bounds.take(daily_bounds.LOOK_UP, by=by, now=now, about=_whom(found), details=way)
    return found


def _whom(found: LookupResult) -> str:
    """The row's number; the words that were typed stay out."""
    if found.subscriber:
        return f"trovato: iscritto {found.subscriber.pk}"
    return f"trovato: evento {found.record.sequence}" if found.record else "nessuno"
