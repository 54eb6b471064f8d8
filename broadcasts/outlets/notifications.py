"""The notices that a message waits for a person at an outlet, to who may stop messages and to its author."""

from django.contrib.auth.models import User
from django.urls import reverse

from broadcasts.models import Campaign, Publication
from broadcasts.rules.states import PublicationStatus
from cascina_whatsapp.accounts.staff_notices.notifying import holders, people, tell

from .outlet import Outlet

STEER = "broadcasts.steer_campaign"
SUBJECTS = {
    PublicationStatus.UNCERTAIN: "Non si sa se un messaggio è uscito",
    PublicationStatus.FAILED: "Un messaggio non è uscito dappertutto",
}


def need_a_person(publications: list[Publication], outlet: Outlet) -> None:
    """Tell people of the publications that are in doubt, or failed, as they are stored: somebody has to look."""
    for row in publications:
        subject = SUBJECTS.get(PublicationStatus(row.status))
        if subject:
            _tell(row.campaign, subject, f"«{row.campaign}», {outlet.where}. {row.reason}")


def to_publish_by_hand(campaign: Campaign, outlet: Outlet) -> None:
    """Tell people that a broadcast has begun, and only a person can publish it at this outlet."""
    _tell(
        campaign,
        "Un messaggio va pubblicato a mano",
        f"«{campaign}» è da pubblicare {outlet.where}: è pronto.",
    )


def _tell(campaign: Campaign, subject: str, sentence: str) -> None:
    concerned: set[User] = {*holders(STEER), *people([campaign.author_id])}
    page = reverse("admin:broadcasts_campaign_change", args=[campaign.pk])
    tell(concerned, subject=subject, sentence=sentence, page=page)
