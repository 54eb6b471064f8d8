"""Sending once more to those whom a broadcast failed to reach for a reason that passes. A person decides.

Never on a doubt: only where Meta itself said, of the last attempt, that the message did not arrive.
"""

import logging
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q

from broadcasts import launching
from broadcasts.models import Campaign, CampaignEvent, Delivery
from broadcasts.models.deliveries import DeliveryQuerySet
from broadcasts.reporting.sentences import people
from broadcasts.rules.states import CampaignStatus, DeliveryStatus
from cascina_whatsapp.whatsapp.cloud_api import error_codes

log = logging.getLogger(__name__)

WITHIN = timedelta(days=7)
"""The time from the start of the broadcast: older news would be no news."""
PASSING = [row.code for row in error_codes.ROWS if row.may_be_resent]
PASSING_ONCE_TAKEN = [row.code for row in error_codes.ROWS if row.may_be_resent_once_taken]
STATES = frozenset({CampaignStatus.SENDING, CampaignStatus.PAUSED, CampaignStatus.SENT})
NOBODY = "Non c'è nessuno a cui mandarlo di nuovo: chi non l'ha ricevuto ha un motivo che non passa, o ha lasciato."
TOO_OLD = "È partito da più di sette giorni: scrivi un messaggio nuovo."


def resendable(campaign: Campaign, now: datetime) -> DeliveryQuerySet:
    """Messages that failed for a passing reason, of people who still want them; none once it is old news.

    Where Meta's response left a doubt, the message must have been taken before: then it was a receipt that said
    "failed", and a receipt is a fact.
    """
    if campaign.status not in STATES or campaign.started_at is None or campaign.started_at < now - WITHIN:
        return Delivery.objects.none()
    certain = Q(error_code__in=PASSING) | Q(error_code__in=PASSING_ONCE_TAKEN, accepted_at__isnull=False)
    failed = Delivery.objects.filter(certain, campaign=campaign, status=DeliveryStatus.FAILED)
    return failed.filter(delivered_at=None, read_at=None).wanted(campaign.audience)


@transaction.atomic
def resend(*, campaign: Campaign, by: User, now: datetime) -> int:
    """Put failed messages back in the queue and go on with their broadcast, if it was over; return how many.

    They leave like any other: within the hours, at the rate, within the daily limit, and the claim asks again for
    consent. Raises launching.WrongState, in Italian, where there is nobody, it is too late, or it may not go on now.
    """
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if why := launching.why_not_resumed(campaign, by, now):
        raise launching.WrongState(why)
    numbers = list(resendable(campaign, now).values_list("pk", flat=True))
    if not numbers:
        is_old = campaign.started_at is not None and campaign.started_at < now - WITHIN
        raise launching.WrongState(TOO_OLD if is_old else NOBODY)
    count = Delivery.objects.filter(pk__in=numbers).resend()
    Campaign.objects.filter(pk=campaign.pk).update(**launching.columns(campaign, now, now))
    Campaign.objects.filter(pk=campaign.pk, status=CampaignStatus.SENT).move(
        CampaignStatus.SENDING, finished_at=None
    )
    launching.record_event(campaign, CampaignEvent.Step.RESENT, by, now, f"a {people(count)}")
    log.info("campaign %s: %d messages are sent again, by user %s", campaign.pk, count, by.pk)
    return count
