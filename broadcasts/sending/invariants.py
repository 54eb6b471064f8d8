"""The invariants of broadcasts and their messages, whatever has died; and what is done where one is broken.

Of a broadcast that is over no message waits, is being sent, or is in doubt; of a cancelled one a call that was under
way may still end. And nothing is in doubt for longer than a day; until then the home page shows it to who decides.

Locks see to it (docs/decisions/0051): what is found here was done by hand in the database, or is a defect of ours.
"""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse

from broadcasts import launching
from broadcasts.models import Campaign, Delivery, DeliveryQuerySet
from broadcasts.rules import failure_reasons
from broadcasts.rules.states import CampaignStatus, DeliveryStatus
from broadcasts.steps import notifications
from cascina_whatsapp.accounts.staff_notices.notifying import tell
from cascina_whatsapp.whatsapp.cloud_api.durations import GIVE_UP, LOST_AFTER

log = logging.getLogger(__name__)

RECOVERED_WITHIN = timedelta(minutes=5)
"""The time by which what a crash left behind has been dealt with: `recover` runs every minute."""


def violations(now: datetime) -> list[str]:
    """List the invariants that are broken, a sentence each for the log, with ids."""
    in_flight = Delivery.objects.in_flight().filter(claimed_at__lt=now - LOST_AFTER - RECOVERED_WITHIN)
    doubted = Delivery.objects.filter(
        status=DeliveryStatus.UNCERTAIN, claimed_at__lt=now - GIVE_UP - RECOVERED_WITHIN
    )
    cancelled = _waiting(CampaignStatus.CANCELLED) | _campaign_ids(in_flight, CampaignStatus.CANCELLED)
    return [
        *(f"campaign {number} was sent, and messages of it wait" for number in sorted(_sent_too_early())),
        *(f"campaign {number} was cancelled, and messages of it wait" for number in sorted(cancelled)),
        *(
            f"campaign {number}: messages are in doubt for more than a day"
            for number in sorted(_campaign_ids(doubted))
        ),
    ]


def verify(now: datetime) -> list[str]:
    """Log what does not hold, and send the operators an e-mail: every night. Returns it."""
    found = violations(now)
    for violation in found:
        log.error("invariant: %s", violation)
    if found:
        tell(
            [],
            subject="Messaggi rimasti indietro",
            sentence="La verifica della notte ha trovato messaggi che aspettano e che nessuno manderebbe. Quali sono "
            "lo dice il registro del programma («invariant»): segnalalo a chi cura il programma.",
            page=reverse("admin:broadcasts_campaign_changelist"),
            addresses=settings.ALERT_EMAILS,
        )
    return found


def restore(now: datetime) -> int:
    """Open again what ended although messages of it wait, and tell the operators; skip what waits of cancelled ones.

    Every minute; returns how many broadcasts were opened.
    """
    launching.skip_cancelled(Delivery.objects.filter(campaign__status=CampaignStatus.CANCELLED))
    found = Campaign.objects.filter(pk__in=_sent_too_early()).order_by("pk")
    return sum(_reopen(campaign, now) for campaign in found)


@transaction.atomic
def _reopen(campaign: Campaign, now: datetime) -> bool:
    if not launching.reopen(campaign, now=now, note=failure_reasons.LEFT_BEHIND):
        return False
    log.error("campaign %s was sent, and messages of it wait: it goes on", campaign.pk)
    notifications.alert_operators(
        campaign,
        {campaign.approved_by_id},
        subject="Un invio che risultava finito riprende",
        sentence=f"«{campaign.title}» risultava inviato, ma alcuni messaggi aspettavano ancora. Riprende da solo, e "
        "nessuno lo riceve due volte. Segnalalo a chi cura il programma.",
        kind=notifications.Kind.KNOWN,
    )
    return True


def _sent_too_early() -> set[int]:
    unsettled = Delivery.objects.filter(status__in=[DeliveryStatus.SENDING, DeliveryStatus.UNCERTAIN])
    return _waiting(CampaignStatus.SENT) | _campaign_ids(unsettled, CampaignStatus.SENT)


def _waiting(status: CampaignStatus) -> set[int]:
    """Numbers of the broadcasts in this state that have a queue: each is looked up in the index of queues."""
    queue = Delivery.objects.filter(campaign=OuterRef("pk"), status=DeliveryStatus.QUEUED)
    return set(Campaign.objects.filter(Exists(queue), status=status).values_list("pk", flat=True))


def _campaign_ids(deliveries: DeliveryQuerySet, *statuses: CampaignStatus) -> set[int]:
    """Numbers of the broadcasts of these messages, in one of these states or in any."""
    wanted = deliveries.filter(campaign__status__in=statuses) if statuses else deliveries
    return set(wanted.order_by().values_list("campaign", flat=True))
