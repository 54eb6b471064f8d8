# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The daily caps: how often somebody did something today, by the trail, and what happens beyond the limit."""

from datetime import datetime, time
from functools import partial

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from cascina_whatsapp.security.append_only import chain
from cascina_whatsapp.security.mail import send_email

from . import record
from .events import Event
from .models import TrailHead, TrailRecord, TrailRecordQuerySet


def today(event: Event, *, by: User, now: datetime) -> TrailRecordQuerySet:
    """The records of such an event by this person since midnight in Cascina."""
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(now), time.min))
    return TrailRecord.objects.filter(by=by, event=event, at__gte=midnight)


def rows_today(event: Event, *, by: User, now: datetime, name: str = "rows") -> int:
    """Add up the rows that these records tell of, in their details under `name`."""
    return sum(
        details.get(name, 0) for details in today(event, by=by, now=now).values_list("details", flat=True)
    )


def hold() -> None:
    """Keep others from appending until the caller's transaction ends: what is counted is true at the commit."""
    chain.serialize(TrailHead)


def beyond(event: Event, *, by: User, now: datetime, about: str) -> None:
    """Record that somebody reached the bound of a day; the data-protection officer is told once a day of each."""
    is_first = not today(event, by=by, now=now).exists()
    record(event, by=by, now=now, about=about)
    if is_first:
        letter = (
            f"{event.label}: {about}.\n\nOggi l'account {by.get_username()} ha raggiunto il limite di un giorno, e "
            "il servizio rifiuta finché il giorno non è finito. Nella pagina «Tracce» si legge che cosa ha fatto e "
            f"quando: {settings.SITE_URL}/admin/."
        )
        subject = f"l'account {by.get_username()} ha raggiunto un limite"
        transaction.on_commit(partial(send_email, settings.PRIVACY_EMAILS, subject, letter))
