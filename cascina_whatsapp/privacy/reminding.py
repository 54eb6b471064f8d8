"""Requests about one's own data as they fall due: what the home page shows, what is told by e-mail."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localdate

from cascina_whatsapp.security import mail

from . import rights
from .models import RightsRequest

SOON = timedelta(days=10)
VERY_SOON = timedelta(days=3)
"""The time before its term at which a request is reminded of; once it is late, every day."""
SHOWN = 3
"""Requests that the home page tells of, whatever time they have."""


def open_requests(now: datetime) -> list[tuple[RightsRequest, str]]:
    """List the open requests, each with its tone: "bad" once it is late, "wait" where it is soon to be closed."""
    return [
        (one, "bad" if one.is_late(now) else "wait" if one.due_at <= now + SOON else "")
        for one in RightsRequest.objects.open()
    ]


def remind(now: datetime) -> int:
    """Tell whoever answers requests of the new ones, of those that fall due soon, and of the late ones.

    One message for all of them, without personal data; a request that could not be told of is told of next time.
    """
    urgent = [request for request in RightsRequest.objects.open() if _wants_telling(request, now)]
    if not urgent or not _tell(urgent, now):
        return 0
    RightsRequest.objects.filter(pk__in=[request.pk for request in urgent]).update(reminded_at=now)
    return len(urgent)


def _wants_telling(request: RightsRequest, now: datetime) -> bool:
    """Tell whether to tell of a request: new; ten or three days before the term; late, once a day."""
    told = request.reminded_at
    if told is None:
        return True
    if request.is_late(now):
        return localdate(told) < localdate(now)
    return any(told < request.due_at - before <= now for before in (SOON, VERY_SOON))


def _tell(urgent: list[RightsRequest], now: datetime) -> bool:
    one = len(urgent) == 1
    subject = f"Richiesta sui dati {urgent[0].number}" if one else f"{len(urgent)} richieste sui dati"
    lines = [_line(request, now) for request in urgent]
    closing = f"Si risponde su {settings.SITE_URL}{reverse('admin:privacy_rightsrequest_changelist')}"
    return mail.send_email(settings.PRIVACY_EMAILS, subject, "\n".join([*lines, "", closing]))


def _line(request: RightsRequest, now: datetime) -> str:
    due = rights.day_by_law(request.due_at)
    state = (
        "IN RITARDO" if request.is_late(now) else "nuova" if request.reminded_at is None else "in scadenza"
    )
    return f"{request.number} · {request.get_kind_display()} · da chiudere entro {due} · {state}"
