"""The steps that a colleague may take on the page of a broadcast from its approval on, beside its row of acts.

While it is on its way the page asks for itself again (newsroom/following.js).
"""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.utils import timezone

from broadcasts import launching
from broadcasts.admin.parts.buttons import Button
from broadcasts.admin.parts.election_buttons import Declaring
from broadcasts.elections import gate
from broadcasts.launching.message import Message
from broadcasts.launching.message_facts import Fact
from broadcasts.launching.whatsapp_reading import Reading
from broadcasts.models import Campaign
from broadcasts.reporting.wording.standings import Standing
from broadcasts.rules.states import CampaignStatus
from broadcasts.sending import resending
from cascina_whatsapp.presentation.acts import Acts

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
    objection=lambda campaign, by: _why_not_resent(campaign, by, timezone.now()),
    done="Rimesso in coda per chi non l'aveva ricevuto.",
)
"""Shown beside the failures, and only where there is somebody: hence none of the page's other buttons."""


@dataclass(frozen=True)
class Page:
    """The page of a broadcast for one reader: how it stands, what counts now, what they may do."""

    head: Message
    facts: list[Fact]
    acts: Acts
    reads_first: bool
    """True where the acts stand below the telephone: who decides has read it."""
    note: str = ""
    """The sentence beside the acts: what a press means."""
    reading: Reading | None = None
    """The notice that WhatsApp reads the text first."""

    @property
    def is_before(self) -> bool:
        """Tell whether nothing has left: facts stand in the place of the sentence and the bar."""
        return self.head.is_before

    @property
    def is_held_up(self) -> bool:
        """Tell whether it is under way and stands still: a short bar tells who has it, and who has not."""
        return self.head.standing in (Standing.HELD, Standing.STOPPED, Standing.KEPT)

    @property
    def is_over(self) -> bool:
        """Tell whether nothing more leaves: the bar and the table tell how far it came."""
        return self.head.is_over


@dataclass(frozen=True)
class Steps:
    """The further steps that one colleague may take on the page."""

    declaring: Declaring
    explains: str
    """The question why, for who stopped or cancelled it; "" for others."""
    reason: str
    """Their answer so far."""
    resend: Button
    resendable: int
    """The number of people to whom it can be sent again."""
    resend_refused: str
    """The reason why it can't be, while a period holds that it is not authorised for; "" otherwise."""


def resendable(campaign: Campaign, user: User, now: datetime) -> tuple[int, str]:
    """Count the people to whom it can be sent again, or say why nobody; (0, "") for who may not ask."""
    if campaign.status == CampaignStatus.CANCELLED or not user.has_perm(STEER):
        return 0, ""
    people = resending.resendable(campaign, now).count()
    why = _why_not_resent(campaign, user, now) if people else ""
    return (0, why) if why else (people, "")


def _why_not_resent(campaign: Campaign, by: User, now: datetime) -> str:
    if not gate.is_open(campaign, now):
        return CLOSED
    return launching.why_not_resumed(campaign, by, now)
