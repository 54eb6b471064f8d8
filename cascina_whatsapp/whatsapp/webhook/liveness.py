"""Has anybody listened? Meta's silence tells something only then (docs/decisions/0010)."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from cascina_whatsapp.whatsapp.cloud_api.durations import GIVE_UP, LONGEST_CALL, SILENCE
from cascina_whatsapp.whatsapp.cloud_api.events import Event, StatusUpdate

from .models import DeadLetter, Heartbeat, WebhookPost

log = logging.getLogger(__name__)
TICK, WEBHOOK = "tick", "webhook"

NOTED_EVERY = timedelta(seconds=10)
"""Somebody looks every half second; a row says so at these intervals."""
TICK_GAP = timedelta(seconds=30)
"""The time between two notes of a tick in which nobody listened. For `/readyz` too."""
LONGEST_UNPROCESSED = timedelta(seconds=5)
"""A post that is stored for longer, a few ticks, waits for something: what it says is not known yet."""
HARMLESS_OUTAGE = SILENCE / 3
"""Meta tries again at growing intervals. After a shorter outage it has come back before silence tells anything."""
CALLS_OVER_AFTER = LONGEST_CALL + timedelta(seconds=25) + NOTED_EVERY
"""The time after the last note of a tick by which what was in flight is over, and told of, if anybody opened."""
MAY_HOLD_RECEIPTS = (StatusUpdate.__name__, "body")
"""Kinds of dead letters that may hold a receipt."""


def last_tick() -> datetime | None:
    """Return when a worker looked for work last; None: never."""
    return Heartbeat.objects.filter(name=TICK).values_list("at", flat=True).first()


def is_recent(tick: datetime | None, now: datetime) -> bool:
    """Tell whether somebody listens: the last tick is no longer ago than TICK_GAP. None: there never was one.

    A tick of the future tells nothing: the clock went back since.
    """
    return tick is not None and abs(now - tick) <= TICK_GAP


def start_tick(now: datetime) -> bool:
    """A tick begins; before it reads the posts, since these tell whether the webhook view answered meanwhile.

    Returns whether a tick was noted just before.
    """
    last = Heartbeat.objects.filter(name=TICK).first()
    if last is None or last.since is None or not is_recent(last.at, now):
        if last is not None and _may_have_been_unreachable(last.at, now):
            _note_outage(now)
        Heartbeat.objects.update_or_create(name=TICK, defaults={"at": now, "since": now})
        return True
    return now - NOTED_EVERY <= last.at <= now


def finish_tick(now: datetime, *, heard: bool) -> None:
    """Note that the tick is over."""
    for name in [TICK, WEBHOOK] if heard else [TICK]:
        Heartbeat.objects.update_or_create(name=name, defaults={"at": now})


def note_database(mark: str, now: datetime) -> None:
    """Note in which database the heartbeat is written, from now on."""
    Heartbeat.objects.update_or_create(
        name=TICK, defaults={"database": mark}, create_defaults={"database": mark, "at": now, "since": now}
    )


def begin_anew(mark: str, now: datetime) -> None:
    """The database is an older copy: what Meta told since it was taken is lost, and silence tells nothing of it."""
    Heartbeat.objects.update_or_create(name=TICK, defaults={"database": mark, "at": now, "since": now})
    _note_outage(now)


def note_late_receipts(received: Iterable[tuple[datetime, Event]], now: datetime) -> None:
    """Look at what was received when. A late receipt says that the webhook view did not answer Meta before.

    The first thing that a batch does: what locks this row holds no other yet, so nobody waits in a circle.
    """
    delays = (at - event.at for at, event in received if isinstance(event, StatusUpdate))
    if any(delay > HARMLESS_OUTAGE for delay in delays):
        Heartbeat.objects.get_or_create(name=WEBHOOK, defaults={"at": now})
        _note_outage(now)


def silence_counts_since(now: datetime) -> datetime | None:
    """Return the moment since which silence tells something of messages; None: nobody has listened long enough."""
    beats = Heartbeat.objects.in_bulk()
    tick, webhook = beats.get(TICK), beats.get(WEBHOOK)
    if not (tick and tick.since and webhook):
        return None
    if not is_recent(tick.at, now) or now - tick.since < SILENCE:
        return None
    if WebhookPost.objects.filter(received_at__lt=now - LONGEST_UNPROCESSED).exists():
        return None
    unreadable = DeadLetter.objects.filter(kind__in=MAY_HOLD_RECEIPTS).order_by("-at").first()
    moments = [now - GIVE_UP, webhook.since, unreadable.at if unreadable else None]
    return max(moment for moment in moments if moment is not None)


def _may_have_been_unreachable(last: datetime, now: datetime) -> bool:
    """Tell whether nobody listened for long, and what Meta had to tell right after did not come in either."""
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
