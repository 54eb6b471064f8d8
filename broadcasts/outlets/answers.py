"""Answers of outlets to the questions of `broadcasts.hooks`."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet, Value

from broadcasts.models import Campaign, CampaignEvent
from broadcasts.rules.states import PublicationStatus

from . import queueing
from .models import AlertFile, Publication
from .queueing import amend as on_amended
from .tasks import publish
from .telegram import channel_check

__all__ = [
    "alert_files",
    "channel_check",
    "doubt",
    "due",
    "figures",
    "on_amended",
    "on_step",
    "out_elsewhere",
]
alert_files = AlertFile.objects.all
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


def out_elsewhere() -> Q:
    """Build the condition that a broadcast is out at an outlet; of the public pages earlier versions wrote rows."""
    rows = Publication.objects.out().exclude(outlet="site")
    return Q(Exists(rows.filter(campaign=OuterRef("pk"))))


def figures(pk: int) -> QuerySet[Publication, Any]:
    """Select what becomes of a broadcast at its outlets: the number of each publication, its state, and 0."""
    return Publication.objects.filter(campaign=pk).order_by().values_list("pk", "status", Value(0))


def due(now: datetime) -> None:
    """Have each outlet at which something waits publish it."""
    publish()
