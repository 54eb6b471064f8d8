# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whatever comes, in whatever order, late or twice: the latest message decides, and the register verifies."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from subscribers import consent, people, verification
from subscribers.models import ConsentRecord, Subscriber, Topic
from tests.builders import NOW, hire, say, tap, text, topic
from tests.people import ANNA, BRUNO, CARLA, PAOLO, Citizen

pytestmark = pytest.mark.django_db
KINDS = ["join", "leave", "topics", "erase", "again"]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(KINDS),
        st.sampled_from([ANNA, BRUNO, CARLA]),
        st.integers(0, 3),  # minutes since the step before
        st.integers(0, 8),  # minutes that the message was on its way
    ),
    max_size=14,
)


@dataclass
class Story:
    """What happened so far, as the town would tell it."""

    now: datetime = NOW
    heard: list[dict] = field(default_factory=list)
    decisions: dict[Citizen, list[tuple[datetime, str]]] = field(default_factory=dict)
    ids: count = field(default_factory=lambda: count(1))

    def step(self, kind: str, citizen: Citizen, minutes: int, delay: int) -> None:
        self.now += timedelta(minutes=minutes)
        at = self.now - timedelta(minutes=delay)
        if kind == "erase":
            self.erase(citizen)
        elif kind == "again":
            for change in self.heard[-2:]:
                say(change, now=self.now)
        else:
            self.hear(kind, citizen, at)

    def hear(self, kind: str, citizen: Citizen, at: datetime) -> None:
        mine = {"at": at, "id": f"wamid.PROPERTY{next(self.ids)}"}
        if kind == "topics":
            change = tap(
                citizen, "Eventi", f"topic:{topic('Eventi e cultura').pk}", kind="list_reply", **mine
            )
        else:
            change = text(citizen, "Iscrizione" if kind == "join" else "Cancellazione", **mine)
            self.decisions.setdefault(citizen, []).append((at, kind))
        self.heard.append(change)
        say(change, now=self.now)

    def erase(self, citizen: Citizen) -> None:
        known = people.find(citizen.person)
        if known is None:
            return
        reason = consent.Evidence(
            at=self.now, channel=consent.Channel.DESK, actor=hire(PAOLO), reason="richiesta"
        )
        consent.erase(known, reason, now=self.now)
        self.decisions.setdefault(citizen, []).append((self.now, "leave"))


def expected(decisions: list[tuple[datetime, str]]) -> bool:
    """The latest message decides; of two in the same second, leaving."""
    latest = max(at for at, _ in decisions)
    return {kind for at, kind in decisions if at == latest} == {"join"}


def is_subscribed(citizen: Citizen) -> bool:
    known = people.find(citizen.person)
    return known is not None and known.is_subscribed


def problems() -> list[str]:
    return [finding.sentence for finding in verification.Verification().findings()]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_the_latest_message_decides_and_the_register_verifies(steps):
    with transaction.atomic():
        story = Story()
        for step in steps:
            story.step(*step)

        for citizen, decisions in story.decisions.items():
            assert is_subscribed(citizen) is expected(decisions)
        assert problems() == []

        for person in Subscriber.objects.all():
            proof = consent.Evidence(at=story.now, channel=consent.Channel.PEC, reason="tutti")
            consent.erase(person, proof, now=story.now)
        assert problems() == []
        assert not ConsentRecord.objects.exclude(kind="erased").filter(content_erased_by=None).exists()
        assert not Subscriber.objects.subscribed().exists()
        transaction.set_rollback(True)


CHOICES = st.lists(
    st.tuples(
        st.sampled_from(["join", "roads", "events", "all"]),
        st.integers(1, 30),  # minutes after the first "Iscrizione"
        st.integers(0, 9),  # how late it comes: in this order
    ),
    max_size=5,
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(messages=CHOICES)
def test_the_latest_choice_of_topics_holds_whatever_comes_late(messages):
    """ "Iscrizione" may be written again in between: who is subscribed keeps what they chose."""
    with transaction.atomic():
        say(text(ANNA, "Iscrizione", at=NOW, id="wamid.FIRST"))
        wanted = {"roads": [topic()], "events": [topic("Eventi e cultura")], "all": None}
        heard: list[tuple[int, str]] = []
        for number, (what, minute, _) in enumerate(sorted(messages, key=lambda message: message[2])):
            at, late = NOW + timedelta(minutes=minute), NOW + timedelta(hours=1)
            if what == "join":
                say(text(ANNA, "Iscrizione", at=at, id=f"wamid.AGAIN{number}"), now=late)
            else:
                proof = consent.Evidence(at=at, channel=consent.Channel.BUTTON, rule="button-topic")
                consent.follow(ANNA.person, wanted[what], proof, now=late)
                heard.append((minute, what))
        latest = max(heard, key=lambda choice: choice[0])[0] if heard else 0
        demanded = [what for minute, what in heard if minute == latest][-1:] or ["all"]
        anna = people.find(ANNA.person)
        assert anna.followed_topics() == (wanted[demanded[0]] or list(Topic.objects.all()))
        assert problems() == []
        transaction.set_rollback(True)


def test_of_two_choices_of_topics_the_one_made_later_holds():
    """The older one, delayed on the way, is recorded without effect."""
    say(text(ANNA, "Iscrizione"))
    roads, events = topic("Viabilità e cantieri"), topic("Eventi e cultura")

    def choose(chosen, at) -> consent.Effect:
        proof = consent.Evidence(at=at, channel=consent.Channel.BUTTON, rule="button-topic")
        return consent.follow(ANNA.person, [chosen], proof, now=NOW + timedelta(minutes=9)).effect

    assert choose(roads, NOW + timedelta(minutes=5)) is consent.Effect.DONE
    assert choose(events, NOW + timedelta(minutes=2)) is consent.Effect.STALE
    assert people.find(ANNA.person).followed_topics() == [roads]
