"""What outlets answer to the questions of `broadcasts.hooks`."""

from datetime import datetime

from django.contrib.auth.models import User

from broadcasts.models import Campaign, CampaignEvent
from broadcasts.rules.states import PublicationStatus

from . import queueing
from .models import Publication
from .queueing import amend as on_amended

__all__ = ["doubt", "on_amended", "on_step"]
Step = CampaignEvent.Step
RESTORED = "Il servizio è ripartito da una copia: può essere uscito dopo. Guarda, e di' se c'è."


def on_step(campaign: Campaign, what: Step, by: User | None, now: datetime) -> None:
    """Queue a broadcast that starts at its outlets; drop what is not out yet of one that is cancelled."""
    if what == Step.STARTED:
        queueing.queue(campaign)
    elif what == Step.CANCELLED:
        queueing.drop(campaign.publications.all())


def doubt(now: datetime) -> dict[str, int]:
    """Doubt what waits in a database that is an older copy: it may have been published since."""
    return {"publications": Publication.objects.all().move(PublicationStatus.UNCERTAIN, reason=RESTORED)}
