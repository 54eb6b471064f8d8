"""A removal at the desk: somebody asked the office to be written to no more, and a colleague does it for them."""

from datetime import datetime

from django.contrib.auth.models import User

from cascina_whatsapp.accounts import daily_bounds
from cascina_whatsapp.whatsapp.cloud_api.people import Person
from subscribers.models import Subscriber

from .decisions import opt_out
from .recording import Change, Channel, Evidence, Kind


@daily_bounds.bounded()
def remove(subscriber: Subscriber, *, channel: Channel, reason: str, by: User, now: datetime) -> Change:
    """Remove a person who asked through `channel`, for a reason that the register keeps. Raises BeyondBound."""
    proof = Evidence(at=now, channel=channel, rule="desk", actor=by, reason=reason)
    person = Person(phone=subscriber.phone, bsuid=subscriber.bsuid)
    change = opt_out(person, proof, now=now, kind=Kind.STAFF_OPT_OUT)
    daily_bounds.take(daily_bounds.REMOVAL, by=by, now=now, about=f"iscritto {subscriber.pk}")
    return change
