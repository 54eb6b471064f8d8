"""The badges for the nature of broadcasts and the states of deliveries, the same on every page."""

from django.utils.safestring import SafeString

from broadcasts.models import Delivery
from broadcasts.rules.states import DeliveryStatus
from cascina_whatsapp.presentation.components import badge
from subscribers.models.people import NATURES

DELIVERY_TONES: dict[str, str] = {
    DeliveryStatus.SENDING: "busy",
    DeliveryStatus.UNCERTAIN: "warn",
    DeliveryStatus.HELD: "warn",
    DeliveryStatus.ACCEPTED: "busy",
    DeliveryStatus.SENT: "busy",
    DeliveryStatus.EXPIRED: "warn",
    DeliveryStatus.DELIVERED: "ok",
    DeliveryStatus.READ: "ok",
    DeliveryStatus.FAILED: "err",
}


def nature_badge(is_invitation: bool) -> SafeString:
    """Draw the badge for a notice or an invitation; an invitation stands out, since it costs more."""
    return badge(NATURES[is_invitation], "busy" if is_invitation else "quiet")


def delivery_badge(delivery: Delivery) -> SafeString:
    """The state of one citizen's message."""
    return badge(delivery.get_status_display(), DELIVERY_TONES.get(delivery.status, "quiet"))
