"""The progress of broadcasts: how far each is, when it will leave and be over, and what holds it up, in words."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Max

from broadcasts.models import Campaign, Delivery, NumberStatus, RateLimiter, kept_of
from broadcasts.models.deliveries import COUNTED_AT_ONCE
from broadcasts.models.office import current_calendar
from broadcasts.reporting import daily_limit
from broadcasts.rules import forecast as rules
from broadcasts.rules import start_window
from broadcasts.rules.forecast import Forecast
from broadcasts.rules.office_hours import OfficeCalendar
from broadcasts.rules.states import DeliveryStatus
from cascina_whatsapp.presentation.formatting.dates import in_a_sentence, on_day
from cascina_whatsapp.presentation.formatting.numbers import grouped

from . import progress_counts
from .recipient_breakdown import Progress as Progress
from .situation import Situation

DAYS_TOLD = 4


def progress_of(campaign: Campaign) -> Progress:
    """Count how far a broadcast is. One query."""
    return progress_of_all([campaign])[campaign.pk]


def progress_of_all(campaigns: Iterable[Campaign]) -> dict[int, Progress]:
    """Broadcast's id → how far it is; one query for all of them. They are selected with their `kept`."""
    return {pk: Progress(states) for pk, states in progress_counts.states_of(campaigns).items()}


def failures_by_reason(campaigns: Sequence[Campaign]) -> list[tuple[str, int]]:
    """Count why messages of these broadcasts did not arrive, the most frequent reason first."""
    found: Counter[str] = Counter()
    alive = [one.pk for one in campaigns if not kept_of(one).totals]
    rows = Delivery.objects.filter(campaign__in=alive).missing().order_by().values_list("reason")
    for reason, people in rows.annotate(people=Count("pk")):
        found[reason] += people
    for one in campaigns:
        found.update(kept_of(one).totals.get("reasons", {}))
    return sorted(found.items(), key=lambda told: (-told[1], told[0]))


def foresee(
    campaign: Campaign,
    *,
    people: int,
    free: int,
    limit: int | None,
    calendar: OfficeCalendar,
    start: datetime,
    others: Sequence[tuple[Campaign, int]],
    leaving: Sequence[tuple[datetime, int]],
) -> Forecast:
    """The forecast for so many people of `campaign` from `start` on.

    `others`: the other broadcasts on their way, or that begin before, and how many people get each. `leaving`: as
    daily_limit tells it.
    """
    before, beside = _others(campaign, people, others)
    return rules.foresee(
        people=people,
        free=free,
        before=before,
        beside=beside,
        rate=settings.WHATSAPP_MESSAGES_PER_SECOND,
        limit=limit,
        leaving=leaving,
        start=start,
        calendar=None if campaign.is_urgent else calendar,
    )


def foresee_start(campaign: Campaign, known: Situation, asked: datetime) -> Forecast:
    """The forecast of one that is to leave at `asked`: after and beside those on their way, or approved before it."""
    due = start_window.moment_due(asked, None if campaign.is_urgent else known.calendar)
    return foresee(
        campaign,
        people=known.people,
        free=known.free,
        limit=known.number.daily_limit,
        calendar=known.calendar,
        start=due or asked,
        others=[*known.sending, *known.approved_before(asked)],
        leaving=known.leaving,
    )


def foreseen(
    sending: Sequence[Campaign],
    progress: Mapping[int, Progress],
    now: datetime,
    number: NumberStatus,
    leaving: Sequence[tuple[datetime, int]],
    calendar: OfficeCalendar,
) -> dict[int, Forecast]:
    """Broadcast's id → its forecast, of all that are on their way; without those of which nobody can tell.

    `leaving`: see daily_limit.leaving_lately.
    """
    limit = number.daily_limit
    if not sending or (limit is None and not settings.WHATSAPP_MESSAGES_PER_SECOND):
        return {}
    free = _free(sending, progress, now) if limit is not None else {}
    queued = [(one, progress[one.pk].counts.get(DeliveryStatus.QUEUED, 0)) for one in sending]
    found = {}
    for one in sending:
        if not (waiting := progress[one.pk].waiting):
            continue
        found[one.pk] = foresee(
            one,
            people=waiting,
            free=free.get(one.pk, 0),
            limit=limit,
            calendar=calendar,
            start=now,
            others=[(other, people) for other, people in queued if other.pk != one.pk and people],
            leaving=leaving,
        )
    return found


def _free(sending: Sequence[Campaign], progress: Mapping[int, Progress], now: datetime) -> dict[int, int]:
    """Broadcast's id → how many of its people cost no room; of large ones it isn't counted."""
    counted = [one.pk for one in sending if progress[one.pk].waiting <= COUNTED_AT_ONCE]
    queued = Delivery.objects.filter(campaign__in=counted, status=DeliveryStatus.QUEUED)
    rows = daily_limit.free(queued, now).order_by().values_list("campaign")
    return dict(rows.annotate(people=Count("pk")))


def _others(campaign: Campaign, people: int, others: Sequence[tuple[Campaign, int]]) -> tuple[int, int]:
    """Count messages of other broadcasts: those that go first, and those in turn with ours until ours is over."""
    before = beside = 0
    for other, waiting in others:
        if other.is_urgent == campaign.is_urgent:
            beside += min(waiting, people)
        elif other.is_urgent:
            before += waiting
    return before, beside


def still_since(campaign: Campaign) -> datetime | None:
    """Return since when nothing of a broadcast has left that might; None where it is not known to stand still."""
    if campaign.pk not in (RateLimiter.objects.values_list("still", flat=True).first() or []):
        return None
    last: datetime | None = campaign.deliveries.aggregate(last=Max("claimed_at"))["last"]
    return last or campaign.started_at


def waits_for_limit(expected: Forecast, calendar: OfficeCalendar, campaign: Campaign, now: datetime) -> str:
    """Say in Italian that nothing leaves because of the daily limit, while the hours would allow it; else ""."""
    may_leave_at = now if campaign.is_urgent else calendar.next_opening(now)
    if expected.begins is None or may_leave_at is None or expected.begins <= may_leave_at:
        return ""
    if daily_limit.frees_up_at(now) <= may_leave_at:
        return ""  # it waits for other broadcasts
    return f"In attesa del limite giornaliero di WhatsApp: riprende {in_a_sentence(expected.begins, now)}."


def limit_in_words(expected: Forecast, known: Situation, now: datetime) -> str:
    """Say in Italian that the daily limit spreads a broadcast: how many people get it on which day; "" otherwise."""
    limit, left = known.number.daily_limit, known.left
    if limit is None or left is None or len(expected.days) < 2:
        return ""
    remaining = "ne resta 1" if left == 1 else f"ne restano {grouped(left)}"
    whole = f"Il limite di WhatsApp è di {grouped(limit)} persone al giorno; oggi {remaining}"
    return f"{whole}. Lo ricevono: {days_in_words(expected, now)}."


def days_in_words(expected: Forecast, now: datetime) -> str:
    """Write how many people each of the first days reaches, and the rest: "340 oggi, 1.660 domani"."""
    days = sorted(expected.days.items())
    told = [f"{grouped(people)} {on_day(day, now)}" for day, people in days[:DAYS_TOLD]]
    if later := sum(people for _, people in days[DAYS_TOLD:]):
        told.append(f"{grouped(later)} nei giorni seguenti")
    return ", ".join(told)


def spread(campaign: Campaign, expected: Forecast, now: datetime) -> str:
    """Say in Italian how the daily limit spreads a broadcast that is being sent; "" where it does not."""
    said = [waits_for_limit(expected, current_calendar(), campaign, now)]
    if len(expected.days) > 1 and daily_limit.number_status().daily_limit is not None:
        said.append(f"Lo ricevono: {days_in_words(expected, now)}.")
    return " ".join(filter(None, said))


@dataclass(frozen=True)
class Outlook:
    """The outlook of a broadcast: moments in UTC; None where the office has no opening for more than a year."""

    people: int
    leaves: datetime | None
    ends: datetime | None
    spread: str
    """How WhatsApp's daily limit spreads the broadcast over several days, in Italian; "" where it does not."""


def outlook(campaign: Campaign, known: Situation, asked: datetime, now: datetime) -> Outlook:
    """Foresee how a broadcast that is to leave at `asked` would, after and beside others: see `foresee_start`.

    It leaves when its first message does: also the daily limit and other broadcasts may keep it waiting.
    """
    expected = foresee_start(campaign, known, asked)
    return Outlook(
        known.people,
        expected.begins or start_window.moment_due(asked, None if campaign.is_urgent else known.calendar),
        expected.ends,
        limit_in_words(expected, known, now),
    )
