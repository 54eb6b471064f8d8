"""What came of a story: the answers that were queued, the events of the register, what its verification finds."""

from subscribers import identity
from subscribers.models import ConsentRecord, Reply, Subscriber
from subscribers.register import history, verification
from tests.people import Citizen


def answers() -> list[str]:
    """The keys of the texts that were queued as answers, in order."""
    return list(Reply.objects.order_by("pk").values_list("text__key", flat=True))


def joined() -> set[str]:
    """Who is subscribed, by number; by WhatsApp's name where it hides the number."""
    return {row.phone or row.bsuid for row in Subscriber.objects.subscribed()}


def has_joined(citizen: Citizen) -> bool:
    """Whether this one is subscribed, by whichever name."""
    known = identity.find(citizen.person)
    return bool(known and known.is_subscribed)


def kinds(subscriber: Subscriber | None = None) -> list[str]:
    """The kinds of the register's events, in order; of one subscriber's, if given."""
    records = history.records_of(subscriber) if subscriber else ConsentRecord.objects.order_by("sequence")
    return [record.kind for record in records]


def findings() -> list[str]:
    """What a verification of the whole register has to say: nothing, if all is well."""
    return [finding.sentence for finding in verification.Verification().findings()]
