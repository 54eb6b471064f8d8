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

TICK_GAP = timedelta(seconds=30)
"""Between two ticks, which come every half second: nobody listened meanwhile. As long as for `/readyz`."""
LONGEST_UNPROCESSED = timedelta(seconds=5)
"""A post that is stored for longer, a few ticks, waits for something: what it says is not known yet."""
HARMLESS_OUTAGE = SILENCE / 3
"""Meta tries again at growing intervals. After a shorter outage it has come back before silence tells anything."""
CALLS_OVER_AFTER = LONGEST_CALL + timedelta(seconds=25)
"""After the last tick: what was in flight then is over, and has been told of, if anybody opened."""
MAY_HOLD_RECEIPTS = (StatusUpdate.__name__, "body")
"""Kinds of dead letters that may hold a receipt."""


def start_tick(now: datetime) -> None:
    """A tick begins; before it reads the posts, since these tell whether the webhook view answered meanwhile."""
    last = Heartbeat.objects.filter(name=TICK).first()
    if last is None or last.since is None or now - last.at > TICK_GAP:
        if last is not None and _may_have_been_unreachable(last.at, now):
            _note_outage(now)
        Heartbeat.objects.update_or_create(name=TICK, defaults={"at": now, "since": now})


def finish_tick(now: datetime, *, heard: bool) -> None:
    """The tick is over."""
    for name in [TICK, WEBHOOK] if heard else [TICK]:
        Heartbeat.objects.update_or_create(name=name, defaults={"at": now})


def note_late_receipts(received: Iterable[tuple[datetime, Event]], now: datetime) -> None:
    """Look at what was received when. A late receipt says that the webhook view did not answer Meta before.

    The first thing that a batch does: what locks this row holds no other yet, so nobody waits in a circle.
    """
    delays = (at - event.at for at, event in received if isinstance(event, StatusUpdate))
    if any(delay > HARMLESS_OUTAGE for delay in delays):
        Heartbeat.objects.get_or_create(name=WEBHOOK, defaults={"at": now})
        _note_outage(now)


def silence_counts_since(now: datetime) -> datetime | None:
    """Silence tells something of messages claimed after this moment; None: nobody has listened for long enough."""
    beats = Heartbeat.objects.in_bulk()
    tick, webhook = beats.get(TICK), beats.get(WEBHOOK)
    if not (tick and tick.since and webhook) or now - tick.at > TICK_GAP or now - tick.since < SILENCE:
        return None
    if WebhookPost.objects.filter(received_at__lt=now - LONGEST_UNPROCESSED).exists():
        return None
    unreadable = DeadLetter.objects.filter(kind__in=MAY_HOLD_RECEIPTS).order_by("-at").first()
    moments = [now - GIVE_UP, webhook.since, unreadable.at if unreadable else None]
    return max(moment for moment in moments if moment is not None)


def _may_have_been_unreachable(last: datetime, now: datetime) -> bool:
    """Nobody listened for long, and what Meta had to tell right after did not come in either."""
    right_after = last + CALLS_OVER_AFTER, last + HARMLESS_OUTAGE
    return (
        now - last > HARMLESS_OUTAGE
        and not WebhookPost.objects.filter(received_at__range=right_after).exists()
    )


def _note_outage(now: datetime) -> None:
    changed = Heartbeat.objects.filter(name=WEBHOOK).update(since=now)
    if changed:
        log.warning(
            "the webhook view may have been unreachable: silence tells nothing of messages that left before"
        )
