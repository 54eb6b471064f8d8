# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The steps that a colleague may take on the page of a broadcast from its approval on.

While it is on its way the page asks for itself again (newsroom/following.js).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.utils import timezone

from broadcasts.admin.parts.buttons import Button
from broadcasts.admin.parts.election_buttons import Declaring
from broadcasts.elections import gate
from broadcasts.models import Campaign
from broadcasts.rules.states import CampaignStatus
from broadcasts.sending import resending

STEER = "broadcasts.steer_campaign"
CLOSED = f"{gate.CLOSED} Se serve davvero, scrivi un messaggio nuovo e dichiaralo."
RESEND = Button(
    name="resend",
    label="Manda di nuovo a chi non l'ha ricevuto",
    explanation="Torna in coda per chi non l'ha ricevuto per un motivo che passa: parte negli orari d'ufficio, come "
    "gli altri. Chi l'ha già ricevuto non lo riceve due volte; chi si è cancellato o ha lasciato l'argomento non lo "
    "riceve.",
    permission="steer_campaign",
    states=resending.STATES,
    act=resending.resend,
    objection=lambda campaign, by: "" if gate.is_open(campaign, timezone.now()) else CLOSED,
    done="Rimesso in coda per chi non l'aveva ricevuto.",
)
"""Shown beside the failures, and only where there is somebody: hence none of the page's other buttons."""


@dataclass(frozen=True)
class Steps:
    """The steps that one colleague may take on the page."""

    buttons: list[Button]
    declaring: Declaring
    explains_pause: bool
    """True where they paused it themselves, and may say why."""
    resend: Button
    resendable: int
    """The number of people to whom it can be sent again."""
    resend_refused: str
    """The reason why it can't be, while a period holds that it is not authorised for; "" otherwise."""
    files: Mapping[str, str]
    """Kind → label, of what can be taken away."""
    may_duplicate: bool
    may_delete: bool


def resendable(campaign: Campaign, user: User, now: datetime) -> tuple[int, str]:
    """Count the people to whom it can be sent again, or say why nobody; (0, "") for who may not ask."""
    if campaign.status == CampaignStatus.CANCELLED or not user.has_perm(STEER):
        return 0, ""
    people = resending.resendable(campaign, now).count()
    return (0, CLOSED) if people and not gate.is_open(campaign, now) else (people, "")
