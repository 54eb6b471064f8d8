# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The counts of the renewal on the page of the consents: how it stands, or what switching it on would do."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings

from broadcasts.costs import budget
from broadcasts.editing import service_drafts
from broadcasts.models import Campaign, Delivery
from broadcasts.rules.states import CAMPAIGN_OVER
from broadcasts.sending import renewal_ends
from cascina_whatsapp.presentation.formatting.dates import day_of
from cascina_whatsapp.security.retention_rules import Term
from subscribers.models import ServiceText, Subscriber
from subscribers.models.renewal import ANSWER_MAY_COME, is_due, limits
from subscribers.rules.renewal import Due
from subscribers.statistics.consent_age import Renewal, ended

Purpose = Campaign.Purpose
SAYS_SO = "{durata_iscrizione}"
"""The variable of the notice that follows the settings."""
ARRIVED = ("delivered", "read")


@dataclass(frozen=True)
class RenewalCounts:
    """The renewal as the page shows it."""

    is_on: bool
    months: int
    reminder_days: int
    term_days: int
    answer_days: int
    """The days after the term, for answers that are on their way."""
    people: Renewal
    not_reached: int
    """The people who were sent the question without its arriving."""
    ended: int
    cost: str
    """The cost of the question to everybody who would get it now; the reminder may cost as much again."""
    first_day: date
    """The first on which the program would propose the question."""
    on_hold: str
    """The reason why nobody's subscription ends now; "" where nothing keeps it."""
    notice_says_so: bool
    """True where the privacy notice in force says how long a subscription lasts as the settings have it."""
    under_way: list[Campaign]


def renewal_counts(people: Renewal, notice: ServiceText | None, now: datetime) -> RenewalCounts:
    """A few queries on small tables, and one on those who would be asked."""
    return RenewalCounts(
        is_on=settings.ASK_RENEWAL,
        months=settings.RENEWAL_MONTHS,
        reminder_days=settings.RENEWAL_REMINDER_DAYS,
        term_days=settings.RENEWAL_TERM_DAYS,
        answer_days=ANSWER_MAY_COME.days,
        people=people,
        not_reached=_not_reached(now),
        ended=ended(),
        cost=_cost(people.to_ask, now),
        first_day=_first_day(people, now),
        on_hold=renewal_ends.on_hold(now),
        notice_says_so=notice is not None and SAYS_SO in notice.body,
        under_way=[
            campaign for purpose in Campaign.RENEWALS for campaign in service_drafts.unfinished(purpose)
        ],
    )


def _not_reached(now: datetime) -> int:
    """Count the people to ask whom an earlier question did not reach, as far as single deliveries are still there."""
    sent = Delivery.objects.filter(campaign__purpose=Purpose.RENEWAL, campaign__status__in=CAMPAIGN_OVER)
    missed = sent.exclude(status__in=ARRIVED).values("subscriber")
    return Subscriber.objects.subscribed().filter(is_due(Due.ASK, limits(now)), pk__in=missed).count()


def _cost(people: int, now: datetime) -> str:
    return budget.prices_now(now, budget.price_list()).at_most(
        service_drafts.new_draft(Purpose.RENEWAL, now), people
    )


def _first_day(people: Renewal, now: datetime) -> date:
    """Compute the day of the next drafts, made at night: tomorrow, or when the first yes gets old."""
    tomorrow = day_of(now) + timedelta(days=1)
    if people.to_ask or people.oldest is None:
        return tomorrow
    return max(tomorrow, day_of(_months_after(people.oldest)))


def _months_after(moment: datetime) -> datetime:
    return Term(-settings.RENEWAL_MONTHS, "months").before(moment)
