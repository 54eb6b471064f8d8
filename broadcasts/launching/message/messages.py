"""Several messages, one reader, one moment: what the words of one of them need is asked once for all of them."""

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property

from django.contrib.auth.models import User
from django.db.models import Prefetch, prefetch_related_objects

from broadcasts import hooks
from broadcasts.content.audience import sizes
from broadcasts.launching import approval, undo_window
from broadcasts.models import Campaign, CampaignEvent
from broadcasts.models.office import current_calendar
from broadcasts.reporting import daily_limit
from broadcasts.reporting.display_status import Standing
from broadcasts.reporting.progress import Progress, foreseen, progress_of_all
from broadcasts.rules.forecast import Forecast
from broadcasts.rules.states import CAMPAIGN_OVER, CampaignStatus
from broadcasts.steps import approvals
from cascina_whatsapp.presentation.once import once_a_page
from subscribers.models import Topic

C = CampaignStatus
STEPS = Prefetch("events", CampaignEvent.objects.select_related("by").defer("before"))


@once_a_page
def names_of_topics() -> dict[int, str]:
    """Topic's id → its name, in their order."""
    return dict(Topic.objects.values_list("pk", "name"))


class Messages:
    """The messages of a page. Nothing is asked of the database before somebody needs it."""

    def __init__(self, campaigns: Iterable[Campaign], reader: User, now: datetime) -> None:
        self.campaigns, self.reader, self.now = list(campaigns), reader, now

    @cached_property
    def progress(self) -> dict[int, Progress]:
        """Message's id → its people by outcome. They are selected with their `kept`."""
        return progress_of_all(self.campaigns)

    @cached_property
    def sizes(self) -> dict[int, int]:
        """Message's id → how many people each would reach now that has not taken its people yet, and says which."""
        return sizes(
            one
            for one in self.campaigns
            if one.status not in CAMPAIGN_OVER
            and one.by_whatsapp
            and one.is_addressed
            and not self.progress[one.pk].total
        )

    @cached_property
    def forecasts(self) -> dict[int, Forecast]:
        """Message's id → its end, of those on their way of which somebody can tell. All on their way count."""
        if C.SENDING not in {one.status for one in self.campaigns}:
            return {}
        sending, number = list(Campaign.objects.sending().select_related("kept")), daily_limit.number_status()
        missing = [one for one in sending if one.pk not in self.progress]
        known = self.progress | progress_of_all(missing)
        leaving = daily_limit.leaving_lately(number, self.now)
        return foreseen(sending, known, self.now, number, leaving, current_calendar())

    @cached_property
    def in_their_minute(self) -> set[int]:
        """The ids of those that are about to leave."""
        if C.APPROVED not in {one.status for one in self.campaigns}:
            return set()
        return {one.pk for one in undo_window.around_departure(self.now)}

    @cached_property
    def to_approve(self) -> set[int]:
        """The ids of those whose approval was asked for, and which the reader may approve."""
        asked = [one for one in self.campaigns if one.status == C.IN_REVIEW]
        if not asked or not self.reader.has_perm(approvals.LAUNCH):
            return set()
        prefetch_related_objects(self.campaigns, STEPS)
        return {one.pk for one in asked if not approval.objections(one, self.reader)}

    @cached_property
    def standings(self) -> dict[int, Standing]:
        """Message's id → how it stands by what a slice says of it, whatever its own state."""
        told = (ask(self.campaigns, self.reader, self.now) for ask in hooks.STANDS)
        return {pk: standing for found in told for pk, standing in found.items()}

    @cached_property
    def topic_names(self) -> dict[int, str]:
        """Topic's id → the first word of its name ("Viabilità e cantieri": "Viabilità"), where no other begins so."""
        named = names_of_topics()
        first = [name.split()[0] for name in named.values()]
        return {
            pk: name.split()[0] if first.count(name.split()[0]) == 1 else name for pk, name in named.items()
        }
