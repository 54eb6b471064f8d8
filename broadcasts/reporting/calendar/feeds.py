# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The calendar at a secret address, one a person: made, made anew, taken away, and read by a telephone.

The only writer of CalendarFeed. Whoever knows an address reads titles and states of broadcasts, and nothing else;
it holds for as long as its owner may see broadcasts, and ends with what they sign in with.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, QuerySet
from django.urls import reverse

from broadcasts.models import CalendarFeed
from broadcasts.models.office import current_calendar
from broadcasts.rules import ical
from cascina_whatsapp.accounts import daily_bounds, notices, sessions
from cascina_whatsapp.accounts.naming import about
from cascina_whatsapp.presentation.formatting.dates import day_of
from cascina_whatsapp.security import trail

from . import periods
from .entries import Entry, entries
from .weeks import Period

NAME = "Messaggi WhatsApp del Comune"
PAST = timedelta(days=90)
"""The days that a feed goes back; forwards it has no end."""
AT_MOST = 60
"""Times in an hour that one address answers: a telephone asks every quarter of an hour, and one person has few."""
COUNTED_FOR = timedelta(hours=1)
MADE = "Chi conosce l'indirizzo legge titoli e ore dei messaggi senza entrare. Un indirizzo di prima non vale più."


class NoSuchFeed(LookupError):
    """An address that nobody has, or whose owner may not see broadcasts."""


class TooOften(Exception):
    """The error that this address has answered often enough for now."""


def feed_of(user: User) -> CalendarFeed | None:
    """This person's feed."""
    return CalendarFeed.objects.filter(user=user).first()


@daily_bounds.bounded()
def make(user: User, *, now: datetime) -> str:
    """A new address for `user`, who asks for it, in place of any before. Raises BeyondBound.

    To be shown once: it is kept nowhere.
    """
    secret = secrets.token_urlsafe(32)
    CalendarFeed.objects.update_or_create(
        user=user,
        defaults={
            "digest": _digest(secret),
            "made_at": now,
            "read_at": None,
            "counted_since": now,
            "count": 0,
        },
    )
    notices.tell(user, subject="Creato un indirizzo del calendario", what=MADE, by=user)
    daily_bounds.take(daily_bounds.FEED, by=user, now=now)
    return settings.SITE_URL + reverse("calendar_feed_file", args=[secret])


@sessions.ends_too
@transaction.atomic
def remove(user: User, *, by: User | None, now: datetime) -> bool:
    """Remove this person's feed, whose address answers no more; False where there was none."""
    removed, _ = CalendarFeed.objects.filter(user=user).delete()
    if removed:
        trail.record(trail.Event.FEED_REMOVED, by=by, now=now, about=about(user))
    return bool(removed)


def lost(before: datetime) -> QuerySet[CalendarFeed]:
    """Select the feeds of people who may see broadcasts no more, since whenever; for the nightly retention."""
    return CalendarFeed.objects.lost()


def read(secret: str, *, now: datetime) -> str:
    """Return the feed at a secret address, as text. Raises NoSuchFeed, TooOften."""
    feed = CalendarFeed.objects.usable().filter(digest=_digest(secret)).first()
    if feed is None:
        raise NoSuchFeed
    _count(feed, now)
    since = day_of(now - PAST)
    found = (_moment(entry) for entry in entries(since, None, current_calendar(), now, feed.user))
    held = (_days(period) for period in periods.within(since, None))
    return ical.calendar_text(NAME, [*held, *found], now)


def _count(feed: CalendarFeed, now: datetime) -> None:
    """Count a reading, in one statement each: of two that come at once, both count. Raises TooOften."""
    mine = CalendarFeed.objects.filter(pk=feed.pk, digest=feed.digest)
    if mine.filter(counted_since__lte=now - COUNTED_FOR).update(counted_since=now, count=1, read_at=now):
        return
    if not mine.filter(count__lt=AT_MOST).update(count=F("count") + 1, read_at=now):
        raise TooOften


def _days(period: Period) -> ical.Days:
    return ical.Days(
        uid=_uid(f"periodo-{period.number}"),
        first=period.first,
        last=period.last,
        title=period.name,
        description=period.rule.capitalize(),
    )


def _uid(thing: str) -> str:
    return f"{thing}@{urlsplit(settings.SITE_URL).hostname}"


def _moment(entry: Entry) -> ical.Moment:
    return ical.Moment(
        uid=_uid(f"messaggio-{entry.number}"),
        at=entry.at,
        title=entry.title,
        description=entry.state,
        is_certain=entry.is_certain,
    )


def _digest(secret: str) -> str:
    """Digest a secret by SHA-256: 256 random bits need no key."""
    return hashlib.sha256(secret.encode()).hexdigest()
