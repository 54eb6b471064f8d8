# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A subscriber whom WhatsApp calls by another number, or another BSUID, from now on."""

from datetime import datetime

from django.db import transaction

from cascina_whatsapp.cloud_api.people import Person
from subscribers import people, register
from subscribers.models import Subscriber

from .decisions import opt_out
from .recording import Effect, Evidence, Kind, record, without_message


@transaction.atomic
def change_number(before: Person, after: Person, evidence: Evidence, *, now: datetime) -> None:
    """WhatsApp says that a subscriber's number or BSUID is another one now: the subscription goes along."""
    register.hold()
    old = people.find(before)
    if old is None or not old.is_subscribed:
        return
    topics, follows_all = list(old.topics.all()), old.follows_all
    if opt_out(before, evidence, now=now, kind=Kind.NUMBER_CHANGED).effect is Effect.STALE:
        return
    new = people.remember(after)
    if evidence.at < new.decided_at:
        return
    new.status = Subscriber.Status.SUBSCRIBED
    new.phone, new.bsuid = after.phone, after.bsuid
    new.subscribed_at, new.decided_at, new.follows_all = old.subscribed_at, evidence.at, follows_all
    new.save()
    new.topics.set(topics)
    record(Kind.NUMBER_CHANGED, new, without_message(evidence), now)
