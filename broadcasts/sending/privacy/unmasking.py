"""Showing one recipient's number in clear: only while the service still has it, and never without a trace."""

import logging
from datetime import datetime

from django.contrib.auth.models import User

from broadcasts.models import Delivery, Unmasking
from cascina_whatsapp.accounts import daily_bounds
from cascina_whatsapp.security.logs import scrub

log = logging.getLogger(__name__)
NOTHING_TO_SHOW = (
    "Il servizio non ha più questo numero: la persona si è cancellata, oppure WhatsApp lo nasconde da sempre."
)


class NothingToShow(Exception):
    """The error that there is no number in clear. The message is for staff."""


def has_number(delivery: Delivery) -> bool:
    """Tell whether the service holds the number of this delivery's recipient in clear."""
    return bool(delivery.subscriber and delivery.subscriber.phone)


@daily_bounds.bounded()
def unmask(delivery: Delivery, *, by: User, reason: str, now: datetime, confirmed_at: datetime) -> str:
    """The number in E.164, after writing down who asked and why. Raises NothingToShow, BeyondBound, MustConfirm.

    `confirmed_at`: when `by` last confirmed who they are.
    """
    recipient = delivery.subscriber
    if recipient is None or not recipient.phone:
        raise NothingToShow(NOTHING_TO_SHOW)
    Unmasking.objects.create(
        campaign_id=delivery.campaign_id, delivery_number=delivery.pk, by=by, at=now, reason=reason
    )
    about = f"consegna {delivery.pk} del messaggio {delivery.campaign_id}"
    details = {"reason": scrub(reason)}
    daily_bounds.take(
        daily_bounds.UNMASKING, by=by, now=now, about=about, details=details, confirmed_at=confirmed_at
    )
    log.warning("delivery %s: number shown to user %s", delivery.pk, by.pk)
    return recipient.phone
