"""The value of the page of subscribers: what happened day by day, how many they are, what they chose."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter

from django.urls import reverse

from cascina_whatsapp.presentation.formatting.numbers import grouped
from subscribers.models import ConsentRecord, ImportBatch, Topic
from subscribers.register.telling import Day, Told, by_day, tell
from subscribers.statistics.people import People, Trend, chosen, people_in, trend_until

SHOWN = 50
"""Events on one page."""
OF_MANY = (ConsentRecord.Kind.IMPORTED, ConsentRecord.Kind.NOTICE_SENT)
"""Kinds of event that come by the hundred: a list of paper forms is one row, an information notice is a message."""
DECIDED = {
    ImportBatch.Status.WAITING: ("Arrivano da moduli di carta", "Da confermare", "wait"),
    ImportBatch.Status.CONFIRMED: ("Iscritti da moduli di carta", "Confermato", "ok"),
}
"""State of a list of paper forms → what happened, how it stands, its tone."""


@dataclass(frozen=True)
class Lately:
    """The page: its days, the number of the last event of them where there are more, and the figures beside."""

    days: Sequence[Day[Told]]
    more: int | None
    people: People
    chosen: Sequence[Topic]


def lately(
    now: datetime, before: int | None, *, with_words: bool, with_forms: bool, without_days: bool = False
) -> Lately:
    """Tell what happened before the event of this number. `with_words`: of whoever reads the register."""
    trend = trend_until(now)
    figures = people_in(trend), chosen()
    if without_days:
        return Lately([], None, *figures)
    records = _records(before)
    shown = records[:SHOWN]
    rows = tell(shown, with_words=with_words)
    if with_forms:
        until = shown[0].recorded_at if shown and before else None
        since = shown[-1].recorded_at if len(records) > SHOWN else None
        rows = sorted([*rows, *_forms(since, until)], key=attrgetter("at"), reverse=True)
    days = by_day(rows, now, _counts(trend))
    return Lately(days, shown[-1].sequence if len(records) > SHOWN else None, *figures)


def _records(before: int | None) -> list[ConsentRecord]:
    events = ConsentRecord.objects.exclude(kind__in=OF_MANY).exclude(pseudonym="")
    if before is not None:
        events = events.filter(sequence__lt=before)
    events = events.select_related("confirmation", "actor").prefetch_related("replies")
    return list(events.order_by("-sequence")[: SHOWN + 1])


def _forms(since: datetime | None, until: datetime | None) -> list[Told]:
    """The lists of paper forms between two moments; from the first one where there is no event before it."""
    told = [_list(batch) for batch in ImportBatch.objects.filter(status__in=DECIDED).order_by("-pk")[:SHOWN]]
    return [one for one in told if (not since or one.at >= since) and (not until or one.at <= until)]


def _list(batch: ImportBatch) -> Told:
    what, effect, tone = DECIDED[ImportBatch.Status(batch.status)]
    return Told(
        at=batch.decided_at or batch.uploaded_at,
        number="un numero" if batch.count == 1 else f"{grouped(batch.count)} numeri",
        address=reverse("admin:subscribers_importbatch_change", args=[batch.pk]),
        what=what,
        more=[batch.note],
        effect=effect,
        tone=tone,
        rule="",
    )


def _counts(trend: Trend) -> dict[date, str]:
    """Say of each day how many joined and left, where anybody did."""
    told = {}
    for day, joined, left in zip(trend.days, trend.joined, trend.left, strict=True):
        said = [f"{grouped(joined)} {'nuovo' if joined == 1 else 'nuovi'}"] if joined else []
        said += [f"{grouped(left)} {'cancellata' if left == 1 else 'cancellate'}"] if left else []
        told[day] = ", ".join(said)
    return told
