"""The sending window of a broadcast, as foreseen, and what an electoral period asks of it then."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.contrib.auth.models import User

from broadcasts.content.preview import Reach, reach
from broadcasts.content.validation import Problem
from broadcasts.elections import gate
from broadcasts.models import Campaign
from broadcasts.models.office import hours_of
from broadcasts.reporting.progress import foresee_start
from broadcasts.reporting.situation import Situation, situation_of
from broadcasts.rules import start_window
from broadcasts.rules.office_hours import HORIZON
from cascina_whatsapp.elections import holding, rules
from cascina_whatsapp.elections.models import ElectoralPeriod


@dataclass(frozen=True)
class Plan:
    """A broadcast as it would leave. Each fact is asked of the database at its first need, and once."""

    campaign: Campaign
    now: datetime
    at: datetime | None = None
    """The moment to leave at, where it is not the broadcast's own."""

    @property
    def leaves(self) -> datetime:
        """The earliest moment at which the broadcast leaves."""
        return max(self.at or self.campaign.scheduled_for or self.now, self.now)

    @cached_property
    def reach(self) -> Reach:
        """The people whom the broadcast would reach now. One query."""
        return reach(self.campaign, self.now)

    @cached_property
    def situation(self) -> Situation:
        """The inputs of the forecast as they stand now. Some ten queries."""
        return situation_of(self.campaign, self.now, people=self.reach.people)

    @cached_property
    def ahead(self) -> list[ElectoralPeriod]:
        """The electoral periods that hold, or will. One query."""
        return holding.ahead(self.now)

    @cached_property
    def window(self) -> tuple[datetime, datetime]:
        """The first and the last moment of sending, as foreseen.

        Where nobody can tell when it ends, it is taken to last as long as anything is foreseen.
        """
        if not self.campaign.by_whatsapp:
            return _published(self.campaign, self.leaves)
        expected = foresee_start(self.campaign, self.situation, self.leaves)
        return expected.begins or self.leaves, expected.ends or self.leaves + HORIZON

    @cached_property
    def missing(self) -> list[Problem]:
        """List what a period asks of the broadcast that is not there yet. One query while none is ahead."""
        return gate.missing(self.campaign, *self.window, now=self.now) if self.ahead else []

    @property
    def is_watched(self) -> bool:
        """Tell whether a broadcast would leave while a period holds or is warned of: then its words are weighed.

        One query while none is ahead, or one holds; some ten more while it has to be foreseen.
        """
        spans = rules.union(period.watched for period in self.ahead)
        later = [span for span in spans if span.starts_at > self.leaves]
        return rules.holds_at(spans, self.leaves) or bool(later and rules.meets(later, *self.window))


def _published(campaign: Campaign, leaves: datetime) -> tuple[datetime, datetime]:
    """Foresee the window of a broadcast without WhatsApp: it is out at once when the office is open."""
    opens = start_window.moment_due(leaves, hours_of(campaign))
    return opens or leaves, opens or leaves + HORIZON


def periods_of(campaign: Campaign, now: datetime) -> list[ElectoralPeriod]:
    """List the periods in which a broadcast would leave, the first to begin first. One query while none is ahead."""
    plan = Plan(campaign, now)
    return [period for period in plan.ahead if period.span.meets(*plan.window)]


def must_be_declared(campaign: Campaign, now: datetime) -> bool:
    """Tell whether a broadcast must be declared as it is now before its approval. As costly as `Plan.missing`."""
    return bool(Plan(campaign, now).missing) and not gate.is_declared(campaign, now)


def objections(campaign: Campaign, by: User, *, leaves: datetime, now: datetime) -> list[Problem]:
    """List why elections keep this person from approving it for this moment. One query while none is ahead."""
    plan = Plan(campaign, now, leaves)
    return gate.objections(campaign, *plan.window, by=by, now=now) if plan.ahead else []
