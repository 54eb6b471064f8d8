"""Topics and zones change by two people's hands, as texts do: what they are called, whether they are there.

Citizens read their words in answers, and what is said of them decides what they get.
"""

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.models import User
from django.utils.text import capfirst

from cascina_whatsapp.accounts.models import Proposal
from cascina_whatsapp.accounts.second_person import CannotDecide, Kind
from cascina_whatsapp.security import free_words
from cascina_whatsapp.security.trail import Event
from subscribers.models import Topic, Zone

from .proposing import election_notice

MOST_TOPICS = 9
"""Active ones: a list on WhatsApp has ten rows (Meta, interactive list messages), and one is "all of them"."""
WORDS = {"name", "description"}


class ChangedChoice(Kind):
    """A new topic or zone, or other values of one: names of fields → values."""

    decides = "subscribers.approve_topic"
    reads = (decides, "subscribers.change_topic")
    lists: ClassVar[type[Topic | Zone]]
    events = (Event.TOPIC_PROPOSED, Event.TOPIC_CHANGED, Event.TOPIC_PUT_ASIDE)
    called: ClassVar[str]
    """The noun with its article."""
    follow: ClassVar[str]
    """What to know before deciding."""

    def what(self, proposal: Proposal) -> str:
        row = self.before(proposal)
        return f"{'cambiare' if row else 'aggiungere'} {self.called} «{row or self.as_it_would_be(proposal)}»"

    def rows(self, proposal: Proposal) -> list[tuple[str, str, str]]:
        before, after, change = self.before(proposal), self.as_it_would_be(proposal), proposal.change
        return [
            (str(field.verbose_name), in_words(field.name, before), in_words(field.name, after))
            for field in self.lists._meta.fields
            if field.name in change
        ]

    def follows(self, proposal: Proposal) -> list[str]:
        return [self.follow]

    def lock(self, target: str) -> None:
        list(self.lists._default_manager.select_for_update())  # only so many topics are active

    def before(self, proposal: Proposal) -> Any:
        return self.lists._default_manager.filter(pk=proposal.target or 0).first()

    def why_not(self, proposal: Proposal, by: User, now: datetime) -> str:
        """Keep to who authorises, in an electoral period, what it is called (law 28/2000, art. 9)."""
        return election_notice(by, now) if WORDS & proposal.change.keys() else ""

    def apply(self, proposal: Proposal, by: User, now: datetime) -> str:
        row = self.as_it_would_be(proposal)
        if proposal.target and not row.pk:
            raise CannotDecide(f"{capfirst(self.called)} non c'è più.")
        if found := self.problems(row):
            raise CannotDecide(*found.values())
        row.save()
        proposal.target = str(row.pk)
        return f"{capfirst(self.called)} è in vigore da ora."

    def as_it_would_be(self, proposal: Proposal) -> Any:
        """Build the row with the proposed values, not saved."""
        row = self.before(proposal) or self.lists()
        for name, value in proposal.change.items():
            setattr(row, name, value)
        return row

    def problems(self, row: Any) -> dict[str, str]:
        """Say in Italian what is wrong with a row as it would be, by the name of the field."""
        told = {name: free_words.problem_in(getattr(row, name, "")) for name in sorted(WORDS)}
        found = {name: problem for name, problem in told.items() if problem}
        if self.lists._default_manager.exclude(pk=row.pk).filter(name=row.name).exists():
            found["name"] = f"Questo nome c'è già: scegline un altro per {self.called}."
        return found


class ChangedTopic(ChangedChoice):
    name, noun, called, lists = "topic", "argomento", "l'argomento", Topic
    follow = (
        "Vale appena è approvato: lo legge chi scrive «Argomenti», e decide che cosa riceve chi lo segue."
    )

    def problems(self, row: Topic) -> dict[str, str]:
        return super().problems(row) | _problems_of_a_topic(row)


class ChangedZone(ChangedChoice):
    name, noun, called, lists = "zone", "zona", "la zona", Zone
    follow = (
        "Vale appena è approvata: la vede chi sceglie le sue zone, e decide che cosa riceve chi l'ha scelta."
    )


TOPIC, ZONE = ChangedTopic(), ChangedZone()


def in_words(name: str, row: Topic | Zone | None) -> str:
    """Tell a field of a topic or zone in words; "" of a new one."""
    value = getattr(row, name, "")
    if name == "is_invitation" and row:
        return "inviti" if value else "avvisi"
    return {True: "sì", False: "no"}[value] if isinstance(value, bool) else str(value)


def _problems_of_a_topic(topic: Topic) -> dict[str, str]:
    others, found = Topic.objects.exclude(pk=topic.pk), {}
    if topic.is_active and others.filter(is_active=True).count() >= MOST_TOPICS:
        found["is_active"] = (
            f"WhatsApp mostra al massimo {MOST_TOPICS} argomenti: disattivane prima un altro."
        )
    if topic.is_alert and topic.is_invitation:  # who follows alerts is invited to nothing
        found["is_invitation"] = "Un argomento di allerta è fatto di avvisi."
    return found
