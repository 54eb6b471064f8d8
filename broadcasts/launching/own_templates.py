"""WhatsApp is asked to review the text of a broadcast that needs a template of its own: a row is written, no more.

A tick submits it (whatsapp_account/template_review.py), so that no transaction is open while Meta thinks and a crash
loses nothing.
"""

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction

from broadcasts.content import custom_template, time_to_live, validation
from broadcasts.models import Campaign, CampaignEvent, WhatsAppTemplate
from broadcasts.rules import standard_templates
from broadcasts.rules.template_states import SUBMITTING
from broadcasts.steps.transitions import CannotLaunch, WrongState, record_event
from cascina_whatsapp.security.encryption import seals

NOTHING_REFUSED = "Non c'è niente da inviare di nuovo: WhatsApp non ha rifiutato questo testo."

A_WHILE = timedelta(hours=1)


def ask(*, campaign: Campaign, by: User, now: datetime) -> None:
    """Ask for a review on behalf of whoever asks for the approval or gives it.

    In their transaction. Nothing where the text needs none, or was submitted as it is now.
    """
    if not custom_template.is_needed(campaign):
        return
    if (own := custom_template.current(campaign)) is None:
        _write(campaign, by, now)
    elif (
        own.status == SUBMITTING and own.submitted_at
    ):  # WhatsApp did not answer: the next tick asks it again
        WhatsAppTemplate.objects.filter(pk=own.pk, status=SUBMITTING).update(submitted_at=now - A_WHILE)


@transaction.atomic
def ask_again(*, campaign: Campaign, by: User, now: datetime) -> None:
    """Submit to WhatsApp once more the very text that it refused. Raises CannotLaunch, WrongState."""
    if problems := validation.content_problems(campaign):
        raise CannotLaunch(problems)
    if not custom_template.was_refused(campaign):
        raise WrongState(NOTHING_REFUSED)
    _write(campaign, by, now)


def _write(campaign: Campaign, by: User, now: datetime) -> None:
    """A notice is submitted as UTILITY, an invitation as MARKETING."""
    template = WhatsAppTemplate.objects.create(
        name=custom_template.new_name(campaign),
        language=standard_templates.LANGUAGE,
        status=SUBMITTING,
        category=campaign.template_set.category,
        time_to_live=time_to_live.submitted_with(campaign),
        fingerprint=custom_template.fingerprint(campaign),
        synchronised_at=now,
    )
    seals.put(seals.Kind.TEMPLATE, template)
    Campaign.objects.filter(pk=campaign.pk).update(custom_template=template)
    campaign.refresh_from_db()
    record_event(campaign, CampaignEvent.Step.TEMPLATE_SUBMITTED, by, now)
