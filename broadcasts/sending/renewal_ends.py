# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The end of subscriptions whose owners were asked to renew, were reminded, and never answered.

A few hundred people in one transaction, for which the register is locked. Nobody ends while something is on hold: the
service pauses, Agcom has ordered a notice, a question is paused by a person, or an answer may lie unheard.
"""

import logging
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from broadcasts.content import service_events
from broadcasts.models import Campaign
from broadcasts.rules.states import CAMPAIGN_OVER, CampaignStatus
from cascina_whatsapp.accounts.staff_notices.notifying import holders, tell
from cascina_whatsapp.presentation.formatting.dates import day_of
from cascina_whatsapp.presentation.formatting.numbers import grouped
from subscribers import consent
from subscribers.models import Subscriber
from subscribers.rules.renewal import Due

log = logging.getLogger(__name__)
OFFICER = "privacy.change_rightsrequest"
"""The right of who answers for people's data."""
BATCH_SIZE = 200
"""People in one transaction: each takes a few statements."""
Purpose = Campaign.Purpose
LEFT = (CampaignStatus.SENDING, CampaignStatus.SENT)


def end_due(now: datetime, *, unheard: str = "") -> int:
    """End what is due; return how many subscriptions. `unheard`: why an answer may not be known yet, or ""."""
    due = Subscriber.objects.due_for_renewal(Due.END, now).order_by("pk")
    numbers = list(due.values_list("pk", flat=True))
    if not numbers:
        return 0
    if reason := unheard or on_hold(now):
        log.warning("%d subscriptions that would end are kept: %s", len(numbers), reason)
        return 0
    steps = (numbers[start : start + BATCH_SIZE] for start in range(0, len(numbers), BATCH_SIZE))
    count = sum(consent.end_unanswered(step, now=now) for step in steps)
    log.info("%d subscriptions ended without an answer", count)
    if count:
        _tell_officer(count)
    return count


@transaction.atomic
def _tell_officer(count: int) -> None:
    """Tell the officer: nobody's subscription ends without somebody being told that it happens."""
    many = "È finita un'iscrizione" if count == 1 else f"Sono finite {grouped(count)} iscrizioni"
    tell(
        holders(OFFICER),
        subject="Iscrizioni finite senza risposta",
        sentence=f"{many} senza una risposta alla domanda di rinnovo e al sollecito. È nel registro dei consensi.",
        page=reverse("admin:broadcasts_campaign_consents"),
        addresses=settings.PRIVACY_EMAILS,
    )


def on_hold(now: datetime) -> str:
    """Say in Italian why nobody's subscription ends now; "" where nothing keeps it."""
    if _is_paused(now):
        return "il servizio è sospeso"
    if Campaign.objects.filter(purpose=Purpose.AGCOM).exclude(status__in=CAMPAIGN_OVER).exists():
        return "c'è un avviso imposto da Agcom in preparazione o in corso"
    if Campaign.objects.filter(purpose__in=Campaign.RENEWALS, status=CampaignStatus.PAUSED).exists():
        return "una domanda di rinnovo, o un sollecito, è fermato"
    return ""


def _is_paused(now: datetime) -> bool:
    """Tell whether citizens were told of a pause of the service that includes today."""
    told = Campaign.objects.filter(purpose=Purpose.PAUSED, status__in=LEFT).select_related("service__wording")
    return any(_includes(pause, day_of(now)) for pause in told)


def _includes(pause: Campaign, today: date) -> bool:
    """Tell whether a pause includes the day; one without a last day is over when news leave again."""
    first = service_events.days(pause).get("dal", today)
    if first > today or service_events.is_over(pause, today):
        return False
    news = Campaign.objects.filter(purpose=Purpose.NEWS, started_at__date__gte=first)
    return "al" in service_events.days(pause) or not news.exists()
