"""The publications of a broadcast, written down as it starts, is stopped, corrected or withdrawn, and who is told."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.urls import reverse

from broadcasts.models import Campaign
from broadcasts.rules.states import CampaignStatus, PublicationStatus
from cascina_whatsapp.accounts.staff_notices.notifying import holders, people, tell
from cascina_whatsapp.security.encryption import seals

from .models import Publication, PublicationQuerySet
from .outlet import Outlet
from .registry import chosen

STEER = "broadcasts.steer_campaign"
SUBJECTS = {
    PublicationStatus.UNCERTAIN: "Non si sa se un messaggio è uscito",
    PublicationStatus.FAILED: "Un messaggio non è uscito dappertutto",
}
CANCELLED = "Annullato prima che uscisse."
REPLACED = "Corretto o ritirato prima che uscisse."


def need_a_person(publications: PublicationQuerySet, outlet: Outlet) -> None:
    """Tell people of the publications that are in doubt, or failed, as they are stored: somebody has to look."""
    for row in publications.select_related("campaign"):
        subject = SUBJECTS.get(PublicationStatus(row.status))
        if subject:
            _tell(row.campaign, subject, f"«{row.campaign}», {outlet.where}. {row.reason}")


def to_publish_by_hand(campaign: Campaign, outlet: Outlet) -> None:
    """Tell people that somebody has a broadcast, and only a person can publish it at this outlet."""
    _tell(
        campaign,
        "Un messaggio va pubblicato a mano",
        f"«{campaign}» è da pubblicare {outlet.where}: è pronto.",
    )


def _tell(campaign: Campaign, subject: str, sentence: str) -> None:
    concerned: set[User] = {*holders(STEER), *people([campaign.author_id])}
    page = reverse("admin:broadcasts_campaign_change", args=[campaign.pk])
    tell(concerned, subject=subject, sentence=sentence, page=page)


def queue(campaign: Campaign) -> None:
    """A row for each outlet of a broadcast that starts. Called again it adds none."""
    rows = [Publication(campaign=campaign, outlet=outlet.key) for outlet in chosen(campaign)]
    Publication.objects.bulk_create(rows, ignore_conflicts=True)


def drop(publications: PublicationQuerySet) -> int:
    """Drop what has not been published of cancelled broadcasts, now or when it comes back to wait; return how many.

    What corrects or withdraws something that is out goes on.
    """
    found = publications.filter(campaign__status=CampaignStatus.CANCELLED)
    left = found.exclude(pk__in=found.follow_ups().values("pk"))
    return left.move(PublicationStatus.SKIPPED, reason=CANCELLED)


def amend(campaign: Campaign, words: Mapping[str, Any]) -> None:
    """Write a revision for each outlet that has to tell it, in the caller's transaction, which holds the row.

    What had not come out yet comes out as it is now; of what was withdrawn before it came out nothing does.
    """
    for outlet in chosen(campaign):
        _amend(campaign.publications.filter(outlet=outlet.key), campaign, outlet, words)


def _amend(rows: PublicationQuerySet, campaign: Campaign, outlet: Outlet, words: Mapping[str, Any]) -> None:
    last = rows.order_by("revision").last()
    if last is None or not rows.exclude(status=PublicationStatus.SKIPPED).exists():
        return  # it began before there was such an outlet, or never came out there and never will
    rows.move(PublicationStatus.SKIPPED, reason=REPLACED)
    if words["is_withdrawal"] and not rows.out().exists():
        return
    made = Publication.objects.create(
        campaign=campaign, outlet=outlet.key, revision=last.revision + 1, words=words
    )
    seals.put(seals.Kind.REVISION, made)
