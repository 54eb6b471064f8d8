"""The messages that Meta bills, by broadcast and day: counted now and then, so that no page counts a million rows.

Counting again is harmless: a count never shrinks, since what was billed stays billed when deliveries go.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Count, Q
from django.db.models.functions import Coalesce, TruncDate

from broadcasts.models import Campaign, Expense
from broadcasts.rules.pricing import Category
from broadcasts.rules.states import DeliveryStatus
from cascina_whatsapp.presentation.formatting.dates import ROME
from subscribers.models import Reply

from . import month
from .amounts import category_of
from .month import FRESH as FRESH
from .month import HALFWAY

ARRIVED = (DeliveryStatus.DELIVERED, DeliveryStatus.READ)
LATEST = timedelta(days=31)
"""Meta keeps a message for a telephone that is off for thirty days."""
ANSWERS = timedelta(days=7)
"""The days back that answers are counted: Meta redelivers webhooks for so long; answers are kept longer."""


def refresh(now: datetime, *, over_since: datetime) -> int:
    """Count as `recount` does, and warn at the month's threshold; how many broadcasts."""
    counted = recount(now, over_since=over_since)
    month.warn(now)
    return counted


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
    rows = arrived.order_by().values_list("day").annotate(messages=Count("pk"))
    _keep(None, [(day, True, Category.SERVICE, messages) for day, messages in rows])


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
