"""Meta's own account of a month beside ours, which it never touches: read every night until the month after is over.

Some differences have a cause that is known: Meta's days are UTC's, it knows the trials and the numbers of other
countries, and it gives discounts for large volumes.
"""

import logging
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from broadcasts.models import ReportedMonth
from broadcasts.rules.pricing import PriceList, month_of
from cascina_whatsapp.presentation.formatting.dates import ROME, day_of
from cascina_whatsapp.whatsapp.cloud_api.analytics import AnalyticsApi
from cascina_whatsapp.whatsapp.cloud_api.errors import CloudApiError

from .amounts import Amount, amount, difference, total
from .month import month_until

log = logging.getLogger(__name__)
SHOWN = 3
"""The months whose accounts stand beside each other."""


def read(*, api: AnalyticsApi, now: datetime) -> bool:
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


@dataclass(frozen=True)
class Beside:
    """Our account of a month beside Meta's."""

    first: date
    ours: Amount
    theirs: Amount | None
    """None where Meta names no cost. Told at our own rates, so that it differs only where the bill does."""
    messages: int
    """The messages that Meta counts beyond ours, negative where fewer."""

    @property
    def more(self) -> int:
        """The number of messages by which the two counts differ."""
        return abs(self.messages)

    @property
    def dearer(self) -> Amount | None:
        """The sum that Meta bills beyond our account, below nothing where less; None where it names no cost."""
        return self.theirs and difference(self.theirs, self.ours)


def beside(last: date, now: datetime, prices: PriceList) -> list[Beside]:
    """Put our account of each month beside Meta's, the last one first, until the one that begins on this day."""
    told = ReportedMonth.objects.filter(month__lte=last, month__lt=day_of(now).replace(day=1))
    return [_beside(row, now, prices) for row in told.order_by("-month")[:SHOWN]]


def _beside(told: ReportedMonth, now: datetime, prices: PriceList) -> Beside:
    ours = month_until(told.month, now, prices)
    theirs = None
    if told.cost is not None:
        beyond = amount(told.cost - ours.spent, ours.exchange)
        theirs = total([ours.shown, beyond], ours.exchange)
    counted = sum(one.paid for one in ours.broadcasts) + ours.free_form
    return Beside(told.month, ours.shown, theirs, told.messages - counted)
