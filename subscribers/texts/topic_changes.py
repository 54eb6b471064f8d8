"""Topics change by two people's hands, as texts do: what they are called, whether they are there, what they bring.

Citizens read the words of a topic in answers, and what is said of it decides what they get.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse

from cascina_whatsapp.accounts.staff_notices.notifying import Kind, display_name, end, holders, tell
from cascina_whatsapp.security import free_words, trail
from cascina_whatsapp.security.encryption import seals
from cascina_whatsapp.security.trail import Event
from subscribers.models import Topic, TopicChange

from .proposing import Outcome, decide, election_notice, is_second, locked
from .versions import CannotWrite

APPROVE = "approve_topic"
MAY_APPROVE = f"subscribers.{APPROVE}"
OWN = "Chi ha proposto l'argomento non può approvarlo: serve un'altra persona."
NOT_ALLOWED = "Il tuo account non può mettere in vigore gli argomenti."
WAITING = "Di questo argomento c'è già una proposta, che aspetta una seconda persona: prima va decisa quella."
MOST_TOPICS = 9
"""Active ones: a list on WhatsApp has ten rows (Meta, interactive list messages), and one is "all of them"."""
WORDS = ("name", "description")


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


def waiting(topic: Topic | None = None) -> list[TopicChange]:
    """List what nobody has decided on: of one topic, or of all and the new ones."""
    found = TopicChange.objects.filter(outcome=Outcome.OPEN, **({"topic": topic} if topic else {}))
    return list(found.select_related("topic", "proposed_by").order_by("pk"))


@transaction.atomic
def propose(topic: Topic | None, changes: Mapping[str, Any], *, by: User, now: datetime) -> TopicChange:
    """Propose other values of a topic, or a new one. Raises CannotWrite."""
    if topic:
        Topic.objects.select_for_update().get(pk=topic.pk)  # one proposal at a time
        if waiting(topic):
            raise CannotWrite([WAITING])
    change = TopicChange.objects.create(topic=topic, changes=dict(changes), proposed_by=by, proposed_at=now)
    seals.put(seals.Kind.TOPIC, change)
    tell(
        holders(MAY_APPROVE).exclude(pk=by.pk),
        subject="Un argomento aspetta l'approvazione",
        sentence=f"C'è una proposta di {display_name(by)}, {in_words(change)}.",
        page=page_of(change),
        kind=Kind.WAITS,
    )
    _trace(Event.TOPIC_PROPOSED, change, by, now)
    return change


@transaction.atomic
def approve(change: TopicChange, *, read: str, by: User, now: datetime) -> Topic:
    """Put a proposal into force. Raises CannotWrite."""
    list(Topic.objects.select_for_update())  # only so many are active
    change = locked(change, read)
    if objection := why_not_approve(change, by, now):
        raise CannotWrite([objection])
    if not seals.holds(seals.Kind.TOPIC, change):
        raise CannotWrite([seals.ALTERED])
    topic = as_it_would_be(change)
    if found := problems(topic):
        raise CannotWrite(list(found.values()))
    proposed = in_words(change)  # once it is approved, a new topic is there already
    topic.save()
    change.topic = topic
    change.save(update_fields=["topic"])
    decide(change, Outcome.APPROVED, by, now)
    end(page_of(change), how="approvato", by=by, now=now)
    _tell_proposer(change, proposed, by, "approvato")
    _trace(Event.TOPIC_CHANGED, change, by, now)
    return topic


@transaction.atomic
def put_aside(change: TopicChange, *, read: str, by: User, now: datetime) -> TopicChange:
    """Withdraw one's own proposal, or send somebody else's back. Raises CannotWrite."""
    change = locked(change, read)
    is_own = change.proposed_by_id == by.pk
    if not (is_own or by.has_perm(MAY_APPROVE)):
        raise CannotWrite([NOT_ALLOWED])
    decide(change, Outcome.WITHDRAWN if is_own else Outcome.REFUSED, by, now)
    end(page_of(change), how="ritirato" if is_own else "rimandato", by=by, now=now)
    _tell_proposer(change, in_words(change), by, "rimandato")
    _trace(Event.TOPIC_PUT_ASIDE, change, by, now)
    return change


def why_not_approve(change: TopicChange, by: User, now: datetime) -> str:
    """Say in Italian why a person may not approve a proposed topic; "" where they may.

    While an electoral period holds, its words are changed by who authorises alone (law 28/2000, art. 9).
    """
    if not by.has_perm(MAY_APPROVE):
        return NOT_ALLOWED
    if set(WORDS) & change.changes.keys() and (held_back := election_notice(by, now)):
        return held_back
    return "" if is_second(change, by, APPROVE) else OWN


def as_it_would_be(change: TopicChange) -> Topic:
    """Build the topic with the proposed values, not saved."""
    topic = Topic.objects.get(pk=change.topic_id) if change.topic_id else Topic()
    for name, value in change.changes.items():
        setattr(topic, name, value)
    return topic


def in_words(change: TopicChange) -> str:
    """Say what is proposed, after "la proposta": "di cambiare l'argomento «Sport»"."""
    if change.topic:
        return f"di cambiare l'argomento «{change.topic}»"
    return f"di aggiungere l'argomento «{as_it_would_be(change)}»"


def page_of(change: TopicChange) -> str:
    """Return the path where a proposal is decided on."""
    return reverse("admin:subscribers_topic_proposal", args=[change.pk])


def _tell_proposer(change: TopicChange, proposed: str, by: User, decided: str) -> None:
    tell(
        [change.proposed_by] if change.proposed_by_id != by.pk else [],
        subject=f"Un argomento che proponevi: {decided}",
        sentence=f"{display_name(by)} ha {decided} la tua proposta {proposed}.",
        page=reverse("admin:subscribers_topic_changelist"),
        by_email=False,
    )


def _trace(event: Event, change: TopicChange, by: User, now: datetime) -> None:
    about = f"argomento {change.topic_id}" if change.topic_id else "argomento nuovo"
    told: dict[str, str | int] = {
        "proposal": change.pk,
        "proposed_by": change.proposed_by_id,
        "fields": ", ".join(sorted(change.changes)),
    }
    trail.record(event, by=by, now=now, about=about, details=told)
