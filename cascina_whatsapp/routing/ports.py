"""The ports by which an answer to a citizen learns of the rest of the service, which `subscribers` doesn't know."""

from datetime import datetime
from functools import cache

from broadcasts import hooks, launching
from broadcasts.content import latest_news
from broadcasts.models import Delivery
from broadcasts.models.office import current_calendar
from cascina_whatsapp.privacy import rights
from subscribers.conversation.context import ConversationPorts


def build_ports(now: datetime) -> ConversationPorts:
    """Build the ports for the messages that are answered at `now`: one opening is looked up for all of them."""
    return ConversationPorts(
        next_opening=cache(lambda moment: current_calendar().next_opening(moment)),
        messages_sent=lambda subscriber, since: Delivery.objects.filter(
            subscriber=subscriber, accepted_at__gt=since
        ).count(),
        latest_news=latest_news.reader(now, launching.may_leave(now)),
        confirms_number=lambda person, words, at: any(ask(person, words, at) for ask in hooks.CODES),
        open_request=lambda kind, subscriber, person, at: (
            rights.open_request(
                rights.Kind(kind),
                channel=rights.Channel.CHAT,
                subscriber=subscriber,
                contact=person.phone or person.bsuid,
                now=at,
            ).number
        ),
    )


def in_flight(pseudonyms: set[str]) -> set[str]:
    """Select the people to whom a message is leaving, or may leave although they have just decided otherwise."""
    held = Delivery.objects.in_flight().values_list(
        "subscriber__phone_pseudonym", "subscriber__bsuid_pseudonym"
    )
    return pseudonyms & {name for names in held for name in names if name}
