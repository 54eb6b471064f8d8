"""The register verified now, because a colleague asks: a row says so, the worker verifies, the trail tells who."""

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction

from cascina_whatsapp.security import trail
from cascina_whatsapp.security.trail import Event
from subscribers.models import CheckRequest

from . import ledger, verification

LASTS_AT_MOST = timedelta(minutes=30)
"""The time that no verification takes: one that does died with its process, and is asked for again."""


def waiting(now: datetime) -> CheckRequest | None:
    """The verification that was asked for and is not made yet."""
    return CheckRequest.objects.filter(check_made=None, asked_at__gt=now - LASTS_AT_MOST).first()


@transaction.atomic
def ask(*, by: User, now: datetime) -> CheckRequest:
    """Have the whole register verified soon; where somebody has asked already, that is it."""
    ledger.serialize()  # one who asks at a time
    if asked := waiting(now):
        return asked
    request = CheckRequest.objects.create(asked_by=by, asked_at=now)
    trail.record(Event.CHECK_ASKED, by=by, now=now, about="registro dei consensi")
    return request


def run_asked(now: datetime) -> int:
    """Make the verification that waits; return how many. Needs no transaction."""
    asked = waiting(now)
    if asked is None or not CheckRequest.objects.filter(pk=asked.pk, started_at=None).update(started_at=now):
        return 0
    CheckRequest.objects.filter(pk=asked.pk).update(check_made=verification.check(now))
    return 1
