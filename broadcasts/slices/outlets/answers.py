"""Answers of outlets to the questions of `broadcasts.hooks`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet, Value

from broadcasts.models import Campaign, CampaignEvent
from broadcasts.rules.states import PublicationStatus as P
from cascina_whatsapp.security.encryption import seals

from .models import AlertFile, Publication
from .registry import chosen, waiting
from .telegram import channel_check as channel_check


def alert_files() -> QuerySet[AlertFile]:
    """Select the alerts as other services got them."""
    return AlertFile.objects.all()


def on_step(campaign: Campaign, what: CampaignEvent.Step, by: User | None, now: datetime) -> None:
    """Queue a broadcast that starts at its outlets; drop what is not out yet of one that is cancelled."""
    if what == CampaignEvent.Step.STARTED:
        queue(campaign)
    elif what == CampaignEvent.Step.CANCELLED:
        campaign.publications.all().drop()


def queue(campaign: Campaign) -> None:
    """Write a row for each outlet of a broadcast that starts. Called again it adds none."""
    rows = [Publication(campaign=campaign, outlet=outlet.key) for outlet in chosen(campaign)]
    Publication.objects.bulk_create(rows, ignore_conflicts=True)


def on_amended(campaign: Campaign, words: Mapping[str, Any]) -> None:
    """Write a revision for each outlet that has to tell it.

    What had not come out yet comes out as it is now; of what was withdrawn before it came out nothing does. Nor where
    the broadcast never came out, or began before there was such an outlet.
    """
    for outlet in chosen(campaign):
        rows = campaign.publications.filter(outlet=outlet.key)
        last = rows.order_by("revision").last()
        if last is None or not rows.exclude(status=P.SKIPPED).exists():
            continue
        rows.move(P.SKIPPED, reason="Corretto o ritirato prima che uscisse.")
        if not words["is_withdrawal"] or rows.out().exists():
            made = rows.create(campaign=campaign, outlet=outlet.key, revision=last.revision + 1, words=words)
            seals.put(seals.Kind.REVISION, made)


def doubt(now: datetime) -> dict[str, int]:
    """Doubt what waits in a database that is an older copy: it may have been published since."""
    return {
        "publications": Publication.objects.all().move(
            P.UNCERTAIN,
            reason="Il servizio è ripartito da una copia: può essere uscito dopo. Guarda, e di' se c'è.",
        )
    }


def out_elsewhere() -> Q:
    """Build the condition that a broadcast is out at an outlet; of the public pages earlier versions wrote rows."""
    return Q(Exists(Publication.objects.out().exclude(outlet="site").filter(campaign=OuterRef("pk"))))


def figures(pk: int) -> QuerySet[Publication, Any]:
    """Select what becomes of a broadcast at its outlets: the number of each publication, its state, and 0."""
    return Publication.objects.filter(campaign=pk).order_by().values_list("pk", "status", Value(0))


def due(now: datetime) -> list[tuple[str, ...]]:
    """Name the tick of each outlet at which something waits."""
    return [("broadcasts.publish", outlet) for outlet in waiting()]
