"""The progress of a broadcast in numbers, and when it should be over, in words."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Min

from broadcasts.limits import daily_limit, rate_limiter
from broadcasts.models import Campaign, Delivery, kept_of
from broadcasts.reporting.counts import progress_counts
from broadcasts.reporting.forecast.inputs import Situation, sending_beside
from broadcasts.reporting.wording.recipient_breakdown import Progress as Progress
from broadcasts.rules import forecast
from broadcasts.rules.office_hours import OfficeCalendar
from broadcasts.rules.states import CampaignStatus, DeliveryStatus
from cascina_whatsapp.presentation.formatting.dates import in_a_sentence, on_day, when
from cascina_whatsapp.presentation.formatting.numbers import grouped

DAYS_TOLD = 4
SOON = timedelta(minutes=1)
"""A wait of less is not worth a word."""
MOST_COUNTED = 50_000
"""People: for larger broadcasts, the forecast says the latest that it may be."""


def progress_of(campaign: Campaign) -> Progress:
    """Count how far a broadcast is. One query."""
    return progress_of_all([campaign])[campaign.pk]


def progress_of_all(campaigns: Iterable[Campaign]) -> dict[int, Progress]:
    """Broadcast's id → how far it is; one query for all of them. They are selected with their `kept`."""
    return {pk: Progress(states) for pk, states in progress_counts.states_of(campaigns).items()}


def failures_by_reason(campaign: Campaign) -> list[tuple[str, int]]:
    """Count why messages of a broadcast did not arrive, the most frequent reason first."""
    if totals := kept_of(campaign).totals:
        return sorted(totals["reasons"].items(), key=lambda counted: (-counted[1], counted[0]))
    return list(
        campaign.deliveries.missing()
        .order_by()
        .values_list("reason")
        .annotate(people=Count("pk"))
        .order_by("-people", "reason")
    )


def forecast_of(
    campaign: Campaign, waiting: int, calendar: OfficeCalendar, now: datetime
) -> forecast.Forecast | None:
    """Foresee on which days the waiting get their message; None: nothing is under way, or nothing bounds it."""
    rate, limit = settings.WHATSAPP_MESSAGES_PER_SECOND, daily_limit.number_status().daily_limit
    if campaign.status != CampaignStatus.SENDING or not waiting or (not rate and limit is None):
        return None
    free = 0 if limit is None else _free(campaign, waiting, now)
    return foresee(campaign, people=waiting, free=free, limit=limit, calendar=calendar, start=now, now=now)


def _free(campaign: Campaign, waiting: int, now: datetime) -> int:
    """Count those waiting who cost no room; 0 for very many: a page read every other second counts no millions."""
    if waiting > MOST_COUNTED:
        return 0
    queued = Delivery.objects.filter(campaign=campaign, status=DeliveryStatus.QUEUED)
    return daily_limit.free(queued, now).count()


def foresee(
    campaign: Campaign,
    *,
    people: int,
    free: int,
    limit: int | None,
    calendar: OfficeCalendar,
    start: datetime,
    now: datetime,
    approved: Sequence[tuple[Campaign, int]] = (),
    sending: Sequence[tuple[Campaign, int]] | None = None,
    leaving: Sequence[tuple[datetime, int]] | None = None,
) -> forecast.Forecast:
    """The forecast for so many people of `campaign` from `start` on.

    `approved`: the broadcasts that have not begun and will before, and how many people get each. `sending`: the
    others on their way, `leaving`: as daily_limit tells it; where the caller doesn't know them they are looked up.
    """
    if sending is None:
        sending = sending_beside(campaign, now)
    if leaving is None:
        leaving = daily_limit.leaving(now) if limit is not None else ()
    before, beside = _others(campaign, people, [*sending, *approved])
    return forecast.foresee(
        forecast.Load(people=people, free=free, before=before, beside=beside),
        forecast.Means(
            rate=settings.WHATSAPP_MESSAGES_PER_SECOND,
            limit=limit,
            leaving=leaving,
        ),
        start=start,
        calendar=None if campaign.is_urgent else calendar,
    )


def foresee_start(campaign: Campaign, known: Situation, now: datetime) -> forecast.Forecast:
    """The forecast of one that has not begun: after and beside those on their way, or approved before it."""
    earliest = max(campaign.scheduled_for or now, now)
    return foresee(
        campaign,
        people=known.people,
        free=known.free,
        limit=known.number.daily_limit,
        calendar=known.calendar,
        start=earliest,
        now=now,
        approved=known.approved_before(earliest),
        sending=known.sending,
        leaving=known.leaving,
    )


def _others(campaign: Campaign, people: int, others: Sequence[tuple[Campaign, int]]) -> tuple[int, int]:
    """Count messages of other broadcasts: those that go first, and those in turn with ours until ours is over."""
    before = beside = 0
    for other, waiting in others:
        if other.is_urgent == campaign.is_urgent:
            beside += min(waiting, people)
        elif other.is_urgent:
            before += waiting
    return before, beside


def asked_to_wait(campaign: Campaign, now: datetime) -> str:
    """Say in Italian that WhatsApp asked us to wait before all that is left; "" where something leaves soon."""
    queued = Delivery.objects.filter(campaign=campaign, status=DeliveryStatus.QUEUED)
    soon = now + SOON
    paused_until = now + timedelta(seconds=rate_limiter.granted_now(now.timestamp()).paused_for)
    if paused_until <= soon and queued.due(soon).exists():
        return ""
    first = queued.aggregate(first=Min("not_before"))["first"] or paused_until
    until = max(first, paused_until)
    return f"WhatsApp chiede di aspettare: riprende {in_a_sentence(until, now)}." if until > soon else ""


def end_in_words(expected: forecast.Forecast, now: datetime) -> str:
    """Say in Italian when a broadcast ends; "" where nobody can tell."""
    return f"Fine prevista: {when(expected.ends, now)}." if expected.ends else ""


def waits_for_limit(
    expected: forecast.Forecast, calendar: OfficeCalendar, campaign: Campaign, now: datetime
) -> str:
    """Say in Italian that nothing leaves because of the daily limit, while the hours would allow it; else ""."""
    may_leave_at = now if campaign.is_urgent else calendar.next_opening(now)
    if expected.begins is None or may_leave_at is None or expected.begins <= may_leave_at:
        return ""
    if daily_limit.frees_up_at(now) <= may_leave_at:
        return ""  # it waits for other broadcasts
    return f"In attesa del limite giornaliero di WhatsApp: riprende {in_a_sentence(expected.begins, now)}."


def limit_in_words(expected: forecast.Forecast, known: Situation, now: datetime) -> str:
    """Say in Italian what WhatsApp's daily limit means for a broadcast: how many people get it on which day."""
    number, left = known.number, known.left
    if not number.tier:
        return "Il limite giornaliero di WhatsApp non è ancora noto: si saprà al primo collegamento."
    if left is None or number.daily_limit is None:
        return "WhatsApp non pone limiti al numero di persone al giorno."
    remaining = "ne resta 1" if left == 1 else f"ne restano {grouped(left)}"
    whole = f"Il limite di WhatsApp è di {grouped(number.daily_limit)} persone al giorno; oggi {remaining}"
    return f"{whole}. Lo ricevono: {days_in_words(expected, now)}." if expected.days else f"{whole}."


def days_in_words(expected: forecast.Forecast, now: datetime) -> str:
    """Write how many people each of the first days reaches, and the rest: "340 oggi, 1.660 domani"."""
    days = sorted(expected.days.items())
    told = [f"{grouped(people)} {on_day(day, now)}" for day, people in days[:DAYS_TOLD]]
    if later := sum(people for _, people in days[DAYS_TOLD:]):
        told.append(f"{grouped(later)} nei giorni seguenti")
    return ", ".join(told)
