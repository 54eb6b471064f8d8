"""A message as one reader sees it at one moment: the only place where its state, its hours and its sums become words.

Pages, the list, Inizio and the calendar ask here; a page of one message adds what it alone shows (MessagePage).
The reader is "te".
"""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import User

from broadcasts.content import validation
from broadcasts.models import Campaign, CampaignEvent
from broadcasts.reporting import sentences
from broadcasts.rules.states import CampaignStatus
from broadcasts.rules.words.addressees import IN_SHORT, addressees
from cascina_whatsapp.accounts.staff_notices.notifying import display_name
from cascina_whatsapp.presentation.formatting import dates
from cascina_whatsapp.presentation.formatting.dates import when

from .messages import Messages
from .stand import Stand

C, Step = CampaignStatus, CampaignEvent.Step
DECIDED = {C.PAUSED: Step.PAUSED, C.SUSPENDED: Step.SUSPENDED, C.CANCELLED: Step.CANCELLED}
"""The step that began a state which somebody's decision began."""


class Message(Stand):
    """The words of one message: how it stands, when it leaves, whom it reaches."""

    @property
    def asked_at(self) -> datetime:
        return self.asked.at if self.asked else self.campaign.created_at

    @property
    def asker(self) -> str:
        """Name whoever asks for its approval; of what nobody asked for, who wrote it."""
        person = (self.asked and self.asked.by) or self.campaign.author
        return display_name(person) if person else "il programma"

    @property
    def asked_since(self) -> str:
        """Say for how long it has waited for its approval."""
        return dates.since_in_words(self.asked_at, self.now)

    @property
    def asks(self) -> bool:
        """Tell whether it waits for its approval, whoever may give it."""
        return self.campaign.status == C.IN_REVIEW

    @property
    def is_corrected(self) -> bool:
        """Tell whether it had been sent back before."""
        return self._last(Step.SENT_BACK) is not None

    @property
    def moment(self) -> datetime:
        """Tell when it began, or will as things stand; what waits for a person stays where it was to leave."""
        asked: datetime = self.campaign.scheduled_for or self.now
        if self.campaign.started_at:
            return self.campaign.started_at
        return asked if self.campaign.status in (C.PAUSED, C.SUSPENDED) else self.departure.due or asked

    @property
    def when(self) -> str:
        """The moment that counts, in a row: when it leaves, until when, when it left or was decided about."""
        campaign = self.campaign
        match campaign.status:
            case C.DRAFT:
                return "da finire" if validation.content_problems(campaign) else "pronta, da far approvare"
            case C.IN_REVIEW:
                return self.departure.in_a_row("appena approvi" if self.approves else "appena approvato")
            case C.APPROVED:
                return self.departure.in_a_row("fra poco")
            case C.SENDING if self.goes_on:
                return self.goes_on
            case C.PAUSED | C.SUSPENDED | C.CANCELLED if step := self._last(DECIDED[C(campaign.status)]):
                return when(step.at, self.now)
        return when(campaign.started_at, self.now) if campaign.started_at else ""

    @property
    def size(self) -> int:
        """The people for whom it is: those whom it took, or would reach now."""
        return self.progress.total or self.among.sizes.get(self.campaign.pk, 0)

    @property
    def size_in_words(self) -> str:
        return sentences.people(self.size)

    @property
    def reached(self) -> str:
        """Tell in a row whom it reaches: "487 persone", "312 di 465", "440 su 441 · letti 58 %"."""
        if not self.campaign.by_whatsapp:
            return "senza WhatsApp"
        if self.campaign.pk in self.among.sizes:
            return self.size_in_words
        return sentences.so_far_or_result(self.campaign.status, self.progress)

    @property
    def has_bar(self) -> bool:
        """Tell whether it is under way, so that a bar shows how far it is."""
        return self.campaign.status in sentences.STILL_OUT and bool(self.progress.total)

    @property
    def to_whom(self) -> str:
        """Name its topics and zones in short: two of each, since more would take several lines of a list."""
        campaign, names = self.campaign, self.among.topic_names
        if campaign.is_service or not campaign.is_addressed:
            return campaign.to_whom
        topics = [names.get(topic.pk, topic.name) for topic in campaign.chosen_topics]
        topics = ["Tutti"] if campaign.to_everybody else topics
        return addressees(topics, campaign.binding_zones, IN_SHORT)


def told(campaigns: Iterable[Campaign], reader: User, now: datetime) -> list[Message]:
    """Tell several messages, in their order."""
    among = Messages(campaigns, reader, now)
    return [Message(one, among) for one in among.campaigns]


def waiting_longest(messages: list[Message]) -> list[Message]:
    """Sort those that their reader may approve: who waits longest comes first."""
    return sorted((one for one in messages if one.approves), key=lambda one: (one.asked_at, one.campaign.pk))
