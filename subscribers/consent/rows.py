"""The changes that a decision makes to a person's row, and what must be newer than it. For this package only."""

from datetime import datetime

from cascina_whatsapp.whatsapp.cloud_api.people import Person
from subscribers.models import Subscriber

from .recording import Evidence


def may_join(subscriber: Subscriber, wish: Evidence) -> bool:
    """Tell whether this wish to join is news: between two of the same second, leaving wins.

    One that carries a time that can't be counts as written when it was received; it must have come after the goodbye
    both by Meta's clock and by ours, which need not agree.
    """
    if subscriber.is_subscribed:
        return wish.at >= subscriber.decided_at
    if wish.in_doubt and subscriber.heard_leaving_at and wish.at <= subscriber.heard_leaving_at:
        return False
    return wish.at > subscriber.decided_at


def may_leave(subscriber: Subscriber, goodbye: Evidence) -> bool:
    """Tell whether this goodbye is news. Its own time is believed, whatever it says: leaving harms nobody.

    Said between the word that was asked about and the yes, it would have put an end to the question: it counts,
    whenever it comes. So it does after a wish of which nobody knows when it was written.
    """
    if subscriber.in_doubt:
        return True
    confirmed_since = subscriber.asked_at if subscriber.is_subscribed else None
    return (goodbye.carried_at or goodbye.at) >= (confirmed_since or subscriber.decided_at)


def leaves_at(subscriber: Subscriber, goodbye: Evidence) -> datetime:
    """Return from when a goodbye ends whatever there is, also what carries a later time than it does."""
    return max(goodbye.at, subscriber.decided_at, subscriber.waits_since or subscriber.decided_at)


def subscribe(
    subscriber: Subscriber, person: Person, wish: Evidence, *, asked_at: datetime | None = None
) -> None:
    """Subscribe a person: from now on they are written to. `asked_at`: when they wrote the word now confirmed."""
    at = wish.at
    if not subscriber.is_subscribed:  # who is, has been told by `people.remember` already
        subscriber.subscribed_at, subscriber.left_at = at, None
        subscriber.phone, subscriber.bsuid = person.phone, person.bsuid
    subscriber.status = Subscriber.Status.SUBSCRIBED
    subscriber.decided_at = subscriber.last_message_at = at
    subscriber.in_doubt = wish.in_doubt
    subscriber.asked_at, subscriber.moved_at, subscriber.moved_to = asked_at, None, None
    subscriber.undelivered, subscriber.unreachable_since = 0, None
    subscriber.save()


def leave(subscriber: Subscriber, at: datetime, *, heard_at: datetime) -> None:
    """End a subscription: nothing is sent any more, only pseudonyms stay. `heard_at`: by our clock."""
    if subscriber.is_subscribed:
        subscriber.left_at, subscriber.asked_at = at, None
    subscriber.status = Subscriber.Status.LEFT
    for name, value in subscriber.CLEAR.items():
        setattr(subscriber, name, value)
    if subscriber.pk:  # a stranger's row is written here for the first time
        subscriber.topics.clear()
    if not subscriber.all_zones:
        subscriber.zones.clear()
    subscriber.follows_all = subscriber.all_zones = True
    subscriber.decided_at = at
    subscriber.in_doubt, subscriber.heard_leaving_at = False, heard_at
    subscriber.moved_at, subscriber.moved_to = None, None
    subscriber.save()
