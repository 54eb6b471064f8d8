"""What outlets answer to the questions of `broadcasts.hooks`."""

from datetime import datetime

from django.contrib.auth.models import User

from broadcasts.models import Campaign, CampaignEvent

from . import queueing

Step = CampaignEvent.Step


def on_step(campaign: Campaign, what: Step, by: User | None, now: datetime) -> None:
    """Queue a broadcast that starts at its outlets; drop what is not out yet of one that is cancelled."""
    if what == Step.STARTED:
        queueing.queue(campaign)
    elif what == Step.CANCELLED:
        queueing.drop(campaign.publications.all())
