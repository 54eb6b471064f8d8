"""Requests about data."""

from datetime import datetime

from cascina_whatsapp.privacy import rights
from cascina_whatsapp.privacy.models import RightsRequest
from subscribers.models import Subscriber
from tests.builders import NOW, hire
from tests.people import GIULIA

Kind, Channel, Status = RightsRequest.Kind, RightsRequest.Channel, RightsRequest.Status


def ask(
    kind: str = Kind.ERASURE,
    *,
    of: Subscriber | None = None,
    channel: str = Channel.DESK,
    now: datetime = NOW,
    **details,
) -> RightsRequest:
    """A citizen asked at the desk, on the day of the stories unless told otherwise; Giulia registered it."""
    by = details.pop("by", None if channel == Channel.CHAT else hire(GIULIA))
    return rights.open_request(kind, channel=channel, subscriber=of, now=now, by=by, **details)
