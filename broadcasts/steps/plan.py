"""The plan of a broadcast: what is known of it as it would leave at a moment, each fact asked for once."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar

from broadcasts.content.preview import Reach, reach
from broadcasts.models import Campaign
from broadcasts.models.office import hours_of
from broadcasts.reporting.progress import foresee_start
from broadcasts.reporting.situation import Situation, situation_of
from broadcasts.rules import start_window
from broadcasts.rules.office_hours import HORIZON
from broadcasts.rules.states import CampaignStatus

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Plan:
    """A broadcast as it would leave. Each fact is asked of the database at its first need, and once."""

    campaign: Campaign
    now: datetime
    at: datetime | None = None
    """The moment to leave at, where it is not the broadcast's own."""
    is_decided: bool = False
    """Somebody decides on it in this transaction: what changes while they do is locked, and counted anew."""
    answers: dict[Callable[["Plan"], Any], Any] = field(default_factory=dict, compare=False, repr=False)
    """Question → its answer, as far as somebody has asked (`once`)."""

    @property
    def leaves(self) -> datetime:
        """The earliest moment at which the broadcast leaves."""
        return max(self.at or self.campaign.scheduled_for or self.now, self.now)

    @property
    def goes_on(self) -> bool:
        """Tell whether the broadcast was stopped or is over, and would go on as it was approved."""
        return not self.campaign.is_unapproved and self.campaign.status != CampaignStatus.APPROVED

    @cached_property
    def reach(self) -> Reach:
        """The people whom the broadcast would reach now. One query."""
        return reach(self.campaign, self.now)

    @cached_property
    def situation(self) -> Situation:
        """The inputs of the forecast as they stand now. Some ten queries."""
        return situation_of(self.campaign, self.now, people=self.reach.people)

    @cached_property
    def window(self) -> tuple[datetime, datetime]:
        """The first and the last moment of sending, as foreseen.

        Where nobody can tell when it ends, it is taken to last as long as anything is foreseen.
        """
        if not self.campaign.by_whatsapp:
            return _published(self.campaign, self.leaves)
        expected = foresee_start(self.campaign, self.situation, self.leaves)
        return expected.begins or self.leaves, expected.ends or self.leaves + HORIZON

    def once(self, ask: Callable[["Plan"], Answer]) -> Answer:
        """Return the answer to a question of a slice's own about this plan; it is asked the first time alone."""
        if ask not in self.answers:
            self.answers[ask] = ask(self)
        found: Answer = self.answers[ask]
        return found


def _published(campaign: Campaign, leaves: datetime) -> tuple[datetime, datetime]:
    """Foresee the window of a broadcast without WhatsApp: it is out at once when the office is open."""
    opens = start_window.moment_due(leaves, hours_of(campaign))
    return opens or leaves, opens or leaves + HORIZON
