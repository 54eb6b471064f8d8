# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a decision does to a person's row; what must be newer than it. For the other modules of this package."""

from datetime import datetime

from cascina_whatsapp.cloud_api.people import Person
from subscribers.models import Subscriber

CLEAR = {
    **{"phone": "", "bsuid": "", "last_message_at": None},
    **{"confirmed_at": None, "reminded_at": None, "told_notice": 0},
}
"""What is known of a subscriber only."""


def may_join(subscriber: Subscriber, at: datetime) -> bool:
    """Whether a wish of that moment is news: between two of the same second, leaving wins."""
    if subscriber.is_subscribed:
        return at >= subscriber.decided_at
    return at > subscriber.decided_at


def may_leave(subscriber: Subscriber, at: datetime) -> bool:
    """Whether a goodbye of that moment is news.

    Said between the word that was asked about and the yes, it would have put an end to the question: it counts,
    whenever it comes.
    """
    confirmed_since = subscriber.asked_at if subscriber.is_subscribed else None
    return at >= (confirmed_since or subscriber.decided_at)


def subscribe(
    subscriber: Subscriber, person: Person, at: datetime, *, asked_at: datetime | None = None
) -> None:
    """From now on they are written to. `asked_at`: when they wrote the word that they have just confirmed."""
    if not subscriber.is_subscribed:  # who is, has been told by `people.remember` already
        subscriber.subscribed_at, subscriber.left_at = at, None
        subscriber.phone, subscriber.bsuid = person.phone, person.bsuid
    subscriber.status = Subscriber.Status.SUBSCRIBED
    subscriber.decided_at = subscriber.last_message_at = at
    subscriber.asked_at, subscriber.moved_at, subscriber.moved_to = asked_at, None, None
    subscriber.undelivered, subscriber.unreachable_since = 0, None
    subscriber.save()


def leave(subscriber: Subscriber, at: datetime) -> None:
    """Nothing is sent any more; number and BSUID are known by their pseudonyms only."""
    if subscriber.is_subscribed:
        subscriber.left_at, subscriber.asked_at = at, None
    subscriber.status = Subscriber.Status.LEFT
    for name, value in CLEAR.items():
        setattr(subscriber, name, value)
    subscriber.follows_all, subscriber.decided_at = True, at
    subscriber.moved_at, subscriber.moved_to = None, None
    subscriber.topics.clear()
    subscriber.save()
