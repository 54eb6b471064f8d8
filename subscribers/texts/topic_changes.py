"""Topics change by two people's hands, as texts do: what they are called, whether they are there, what they bring.

Citizens read the words of a topic in answers, and what is said of it decides what they get.
"""

from datetime import datetime

from django.contrib.auth.models import User

from cascina_whatsapp.accounts.models import Proposal
from cascina_whatsapp.accounts.second_person import CannotDecide, Kind
from cascina_whatsapp.security import free_words
from cascina_whatsapp.security.trail import Event
from subscribers.models import Topic

from .proposing import election_notice

MOST_TOPICS = 9
"""Active ones: a list on WhatsApp has ten rows (Meta, interactive list messages), and one is "all of them"."""
GONE = "L'argomento non c'è più."
WORDS = ("name", "description")


class ChangedTopic(Kind):
    """A new topic, or other values of one: names of fields → values."""

    name, noun = "topic", "argomento"
    decides = "subscribers.approve_topic"
    reads = (decides, "subscribers.change_topic")
    lists = Topic
    events = (Event.TOPIC_PROPOSED, Event.TOPIC_CHANGED, Event.TOPIC_PUT_ASIDE)

    def what(self, proposal: Proposal) -> str:
        topic = self.before(proposal)
        return (
            f"cambiare l'argomento «{topic}»"
            if topic
            else f"aggiungere l'argomento «{as_it_would_be(proposal)}»"
        )

    def rows(self, proposal: Proposal) -> list[tuple[str, str, str]]:
        before, after, change = self.before(proposal), as_it_would_be(proposal), proposal.change
        return [
            (str(field.verbose_name), in_words(field.name, before), in_words(field.name, after))
            for field in Topic._meta.fields
            if field.name in change
        ]

    def follows(self, proposal: Proposal) -> list[str]:
        return [
            "Vale appena è approvato: lo legge chi scrive «Argomenti», e decide che cosa riceve chi lo segue."
        ]

    def lock(self, target: str) -> None:
        list(Topic.objects.select_for_update())  # only so many are active

    def before(self, proposal: Proposal) -> Topic | None:
        return Topic.objects.filter(pk=proposal.target or 0).first()

    def why_not(self, proposal: Proposal, by: User, now: datetime) -> str:
        """Keep to who authorises, in an electoral period, what it is called (law 28/2000, art. 9)."""
        return election_notice(by, now) if set(WORDS) & proposal.change.keys() else ""

    def apply(self, proposal: Proposal, by: User, now: datetime) -> str:
        topic = as_it_would_be(proposal)
        if proposal.target and not topic.pk:
            raise CannotDecide(GONE)
        if found := problems(topic):
            raise CannotDecide(*found.values())
        topic.save()
        proposal.target = str(topic.pk)
        return "L'argomento è in vigore da ora."


TOPIC = ChangedTopic()


def as_it_would_be(proposal: Proposal) -> Topic:
    """Build the topic with the proposed values, not saved."""
    topic = TOPIC.before(proposal) or Topic()
    for name, value in proposal.change.items():
        setattr(topic, name, value)
    return topic


def in_words(name: str, topic: Topic | None) -> str:
    """Tell a field of a topic in words; "" of a new one."""
    value = getattr(topic, name, "")
    if name == "is_invitation" and topic:
        return "inviti" if value else "avvisi"
    return {True: "sì", False: "no"}[value] if isinstance(value, bool) else str(value)


def problems(topic: Topic) -> dict[str, str]:
    """Say in Italian what is wrong with a topic as it would be, by the name of the field."""
    others = Topic.objects.exclude(pk=topic.pk)
    told = {name: free_words.problem_in(getattr(topic, name)) for name in WORDS}
    found = {name: problem for name, problem in told.items() if problem}
    if others.filter(name=topic.name).exists():
        found["name"] = "C'è già un argomento con questo nome."
    if topic.is_active and others.filter(is_active=True).count() >= MOST_TOPICS:
        found["is_active"] = (
            f"WhatsApp mostra al massimo {MOST_TOPICS} argomenti: disattivane prima un altro."
        )
    if topic.is_alert and topic.is_invitation:  # who follows alerts is invited to nothing
        found["is_invitation"] = "Un argomento di allerta è fatto di avvisi."
    return found
