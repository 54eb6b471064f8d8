"""The messages that Meta bills: counted by us, by broadcast and day; and Meta's own account of a month beside that.

No page counts a million rows. Counting again is harmless: a count never shrinks, since what was billed stays billed
when deliveries go. Meta's account is read every night until the month after is over, and never touches ours. Some
differences have a cause that is known: Meta's days are UTC's, it knows the trials and the numbers of other countries,
and it gives discounts for large volumes.
"""

import logging
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import Coalesce, TruncDate

from broadcasts.models import Campaign
from broadcasts.reporting.situation import HALFWAY
from broadcasts.rules.states import DeliveryStatus
from cascina_whatsapp.presentation.formatting.dates import ROME, day_of
from cascina_whatsapp.whatsapp.cloud_api.errors import CloudApiError
from cascina_whatsapp.whatsapp.cloud_api.setup import SetupApi
from subscribers.models import Reply

from . import month
from .amounts import amount, category_of, difference, total
from .models import Category, Expense, ReportedMonth
from .month import month_until
from .pricing import PriceList, month_of

ARRIVED = (DeliveryStatus.DELIVERED, DeliveryStatus.READ)
ANSWERS = timedelta(days=7)
"""The days back that answers are counted: Meta redelivers webhooks for so long; answers are kept longer."""
log = logging.getLogger(__name__)
SHOWN = 3
"""The months whose accounts stand beside each other."""


def tally(now: datetime, over_since: datetime) -> None:
    """Count as `recount` does, and warn at the month's threshold."""
    recount(now, over_since=over_since)
    month.warn(now)


def recount(now: datetime, *, over_since: datetime) -> int:
    """Count the broadcasts that are on their way or were over after that moment, and the answers; how many."""
    on_their_way = Q(status__in=HALFWAY)
    campaigns = Campaign.objects.exclude(started_at=None).filter(
        on_their_way | Q(finished_at__gte=over_since)
    )
    for campaign in campaigns:
        count(campaign)
    count_answers(now)
    return len(campaigns)


def count(campaign: Campaign) -> None:
    """Count the messages of one broadcast that Meta bills, by day. One query reads all its deliveries."""
    category = category_of(campaign)
    inside = (
        category if campaign.time_to_live else Category.SERVICE
    )  # what expires is a template for everybody
    arrived = campaign.deliveries.filter(status__in=ARRIVED).annotate(
        day=TruncDate(Coalesce("delivered_at", "read_at"), tzinfo=ROME)
    )
    rows = arrived.exclude(day__isnull=True).order_by().values_list("day", "outside_window")
    _keep(
        campaign,
        [
            (day, not outside, category if outside else inside, messages)
            for day, outside, messages in rows.annotate(messages=Count("pk"))
        ],
    )


def count_answers(now: datetime) -> None:
    """Count the automatic answers of the last days, by day: each goes out inside the window."""
    arrived = Reply.objects.filter(delivered_at__gte=now - ANSWERS).annotate(
        day=TruncDate("delivered_at", tzinfo=ROME)
    )
    counted = arrived.order_by().values_list("day").annotate(messages=Count("pk"))
    _keep(None, [(day, True, Category.SERVICE, messages) for day, messages in counted])


def _keep(campaign: Campaign | None, counted: Iterable[tuple[date, bool, str, int]]) -> None:
    for day, in_window, category, messages in counted:
        kept, new = Expense.objects.get_or_create(
            campaign=campaign,
            day=day,
            in_window=in_window,
            defaults={"category": category, "messages": messages},
        )
        if not new and kept.messages < messages:
            Expense.objects.filter(pk=kept.pk, messages__lt=messages).update(messages=messages)


def read(*, api: SetupApi, now: datetime) -> bool:
    """Read Meta's account of last month; whether Meta gave it. Where not, what is known stays."""
    this = month_of(now)[0]
    first = (this - timedelta(days=1)).replace(day=1)
    try:
        told = api.account(
            start=datetime.combine(first, time(), tzinfo=ROME),
            end=datetime.combine(this, time(), tzinfo=ROME),
        )
    except CloudApiError as error:
        log.warning("Meta's account could not be read: %s", error)
        return False
    if told.messages:
        values = {"messages": told.messages, "cost": told.cost}
        ReportedMonth.objects.update_or_create(month=first, defaults=values)
    return True


def beside(last: date, now: datetime, prices: PriceList) -> list[dict[str, Any]]:
    """Put our account of each month beside Meta's, the last one first, until the one that begins on this day.

    `theirs` and `dearer`, what they bill beyond ours, are None where Meta names no cost; both are told at our own
    rates, so that they differ only where the bill does. `messages`: those that Meta counts beyond ours.
    """
    told = ReportedMonth.objects.filter(month__lte=last, month__lt=day_of(now).replace(day=1))
    return [_beside(row, now, prices) for row in told.order_by("-month")[:SHOWN]]


def _beside(told: ReportedMonth, now: datetime, prices: PriceList) -> dict[str, Any]:
    ours = month_until(told.month, now, prices)
    theirs = None
    if told.cost is not None:
        beyond = amount(told.cost - ours.spent, ours.exchange)
        theirs = total([ours.shown, beyond], ours.exchange)
    counted = sum(one["paid"] for one in ours.broadcasts) + ours.free_form
    messages = told.messages - counted
    return {
        "first": told.month,
        "ours": ours.shown,
        "theirs": theirs,
        "dearer": theirs and difference(theirs, ours.shown),
        "messages": messages,
        "more": abs(messages),
    }
