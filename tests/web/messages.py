"""Messages that have left, and what two people said of one afterwards."""

from datetime import datetime

from broadcasts.models import Campaign, CampaignEvent
from broadcasts.rules.states import CampaignStatus
from cascina_whatsapp.web.public_site.models import Amendment
from tests.builders import NOW, campaign, hire
from tests.people import GIULIA

STEPS = {
    Amendment.Kind.CORRECTION: CampaignEvent.Step.MESSAGE_CORRECTED,
    Amendment.Kind.WITHDRAWAL: CampaignEvent.Step.MESSAGE_WITHDRAWN,
}


def sent(title: str = "Via Roma chiusa", *, at: datetime = NOW, **overrides: object) -> Campaign:
    """One that left at that moment, to everybody."""
    fields = {"status": CampaignStatus.SENT, "started_at": at, "approved_at": at, "finished_at": at}
    return campaign(title=title, **fields | overrides)


def amend(message: Campaign, kind: Amendment.Kind, at: datetime, **words: object) -> Amendment:
    """Two people corrected it, or one withdrew it."""
    by, told = hire(GIULIA), {"reason": "Era sbagliato."} | words
    CampaignEvent.objects.create(campaign=message, what=STEPS[kind], at=at, by=by, note=told["reason"])
    return Amendment.objects.create(campaign=message, kind=kind, written_by=by, approved_by=by, at=at, **told)
