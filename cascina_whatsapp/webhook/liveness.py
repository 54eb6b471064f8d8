# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Has anybody listened? Meta's silence tells something only then (docs/decisions/0010)."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from cascina_whatsapp.cloud_api.durations import GIVE_UP, LONGEST_CALL, SILENCE
from cascina_whatsapp.cloud_api.events import Event, StatusUpdate

from .models import DeadLetter, Heartbeat, WebhookPost

log = logging.getLogger(__name__)
TICK, WEBHOOK = "tick", "webhook"

GAP = timedelta(seconds=30)
"""Between two ticks, which come every half second: nobody listened meanwhile. As long as for `/readyz`."""
UNREAD = timedelta(seconds=5)
"""A post that is stored for longer, a few ticks, waits for something: what it says is not known yet."""
SHUT = SILENCE / 3
"""Meta tries again at growing intervals. After a shorter outage it has come back before silence tells anything."""
LAST_CALLS = LONGEST_CALL + timedelta(seconds=25)
"""After the last tick: what was in flight then is over, and has been told of, if anybody opened."""
UNREADABLE = (StatusUpdate.__name__, "body")
"""Kinds of dead letters that may hold a receipt."""


def begin(now: datetime) -> None:
    """A tick begins; before it reads the posts, since these tell whether the door was open when nobody listened."""
    last = Heartbeat.objects.filter(name=TICK).first()
    if last is None or last.since is None or now - last.at > GAP:
        if last is not None and _may_have_been_shut(last.at, now):
            _shut(now)
        Heartbeat.objects.update_or_create(name=TICK, defaults={"at": now, "since": now})


def end(now: datetime, *, heard: bool) -> None:
    """The tick is over."""
    for name in [TICK, WEBHOOK] if heard else [TICK]:
        Heartbeat.objects.update_or_create(name=name, defaults={"at": now})


def note_news(told: Iterable[tuple[datetime, Event]], now: datetime) -> None:
    """What was received when. A receipt that came late says that Meta found the door shut, and is catching up.

    The first thing that a batch does: whoever locks this row holds no other yet, so nobody waits in a circle.
    """
    if any(isinstance(event, StatusUpdate) and received_at - event.at > SHUT for received_at, event in told):
        Heartbeat.objects.get_or_create(name=WEBHOOK, defaults={"at": now})
        _shut(now)


def telling_since(now: datetime) -> datetime | None:
    """Silence tells something of messages claimed after this moment; None: nobody has listened for long enough."""
    beats = Heartbeat.objects.in_bulk()
    tick, webhook = beats.get(TICK), beats.get(WEBHOOK)
    if not (tick and tick.since and webhook) or now - tick.at > GAP or now - tick.since < SILENCE:
        return None
    if WebhookPost.objects.filter(received_at__lt=now - UNREAD).exists():
        return None
    unreadable = DeadLetter.objects.filter(kind__in=UNREADABLE).order_by("-at").first()
    moments = [now - GIVE_UP, webhook.since, unreadable.at if unreadable else None]
    return max(moment for moment in moments if moment is not None)


def _may_have_been_shut(last: datetime, now: datetime) -> bool:
    """Nobody listened for long, and what Meta had to tell right after did not come in either."""
    right_after = last + LAST_CALLS, last + SHUT
    return now - last > SHUT and not WebhookPost.objects.filter(received_at__range=right_after).exists()


def _shut(now: datetime) -> None:
    changed = Heartbeat.objects.filter(name=WEBHOOK).update(since=now)
    if changed:
        log.warning("the door may have been shut: silence tells nothing of messages that left before")
