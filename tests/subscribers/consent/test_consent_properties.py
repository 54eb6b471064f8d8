"""Whatever comes, in whatever order, late or twice: the latest message decides, and the register verifies."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

import pytest
from django.db import transaction
from django.test import override_settings
from hypothesis import example, given
from hypothesis import strategies as st

from cascina_whatsapp.privacy import retention
from subscribers import consent, identity
from subscribers.models import ConsentRecord, Subscriber, Topic
from tests.builders import NOW, hire, say, tap, text, topic
from tests.outcomes import findings, has_joined
from tests.people import ANNA, BRUNO, CARLA, PAOLO, Citizen

pytestmark = pytest.mark.django_db
KINDS = ["join", "leave", "topics", "erase", "again"]
ASKING = ["join", "yes", "join", "yes", "leave", "no", "late leave", "late leave", "a day", "forget"]


def steps(kinds: list[str], *citizens: Citizen, size: int):
    """What happens, to whom, so many minutes after the step before; how long the message was on its way."""
    step = st.tuples(st.sampled_from(kinds), st.sampled_from(citizens), st.integers(0, 3), st.integers(0, 8))
    return st.lists(step, max_size=size)


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
        known = identity.find(citizen.person)
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


@given(steps=steps(KINDS, ANNA, BRUNO, CARLA, size=14))
def test_the_latest_message_decides_and_the_register_verifies(steps):
    with transaction.atomic():
        story = Story()
        for step in steps:
            story.step(*step)

        for citizen, decisions in story.decisions.items():
            assert has_joined(citizen) is expected(decisions)
        assert findings() == []

        for person in Subscriber.objects.all():
            proof = consent.Evidence(at=story.now, channel=consent.Channel.PEC, reason="tutti")
            consent.erase(person, proof, now=story.now)
        assert findings() == []
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


@given(messages=CHOICES)
@example(messages=[("join", 5, 0), ("roads", 3, 1)])  # the choice was lost behind the repeated word
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
        anna = identity.find(ANNA.person)
        assert anna.followed_topics() == (wanted[demanded[0]] or list(Topic.objects.all()))
        assert findings() == []
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
    assert identity.find(ANNA.person).followed_topics() == [roads]


# ── With a second yes (OPT_IN_MODE=double) ────────────────────────────────────────────────────────────────


@dataclass
class Asking(Story):
    """The same, where a word is answered with a question. What people wrote is known by its time."""

    written: dict[Citizen, list[tuple[datetime, str]]] = field(default_factory=dict)
    late: set[Citizen] = field(default_factory=set)
    """Whose goodbye came after what was written later: a yes that had been one too many may be missing then."""

    def step(self, kind: str, citizen: Citizen, minutes: int, delay: int) -> None:
        self.now += timedelta(minutes=max(minutes, 1))  # nobody answers in the second of the question
        if kind == "a day":
            self.now += timedelta(hours=23, minutes=57)
        elif kind == "forget":
            retention.forget_unconfirmed(self.now)
        else:
            late = timedelta(minutes=delay) if kind == "late leave" else timedelta(0)
            self.late |= {citizen} if late else set()
            self.write(kind.removeprefix("late "), citizen, self.now - late)

    def write(self, kind: str, citizen: Citizen, at: datetime) -> None:
        mine = {"at": at, "id": f"wamid.ASKING{next(self.ids)}"}
        say(
            {
                "join": lambda: text(citizen, "Iscrizione", **mine),
                "leave": lambda: text(citizen, "Cancellazione", **mine),
                "yes": lambda: tap(citizen, "Sì, iscrivimi", "confirm", **mine),
                "no": lambda: tap(citizen, "No, grazie", "decline", **mine),
            }[kind](),
            now=self.now,
        )
        self.written.setdefault(citizen, []).append((at, kind))


def confirmed(written: list[tuple[datetime, str]]) -> bool:
    """What the whole story comes to, read in the order of writing; of the same second, leaving comes last.

    A word and a yes of one second count as they came: a yes that nobody had asked for asks again, no more.
    """
    asked, subscribed = None, False
    for at, kind in sorted(written, key=lambda told: (told[0], {"no": 1, "leave": 2}.get(told[1], 0))):
        if kind in ("leave", "no"):
            asked, subscribed = None, False
        elif kind == "yes" and not subscribed and asked and at - asked <= timedelta(hours=24):
            subscribed = True
        elif not subscribed:  # the word; or a yes to nothing, which asks again
            asked = at
    return subscribed


@given(steps=steps(ASKING, ANNA, CARLA, size=12))
def test_nobody_is_subscribed_without_a_yes_to_an_open_question(steps):
    """Goodbyes may be late, and those who never say yes are forgotten at any time: it comes to no more than that."""
    with override_settings(OPT_IN_MODE="double"), transaction.atomic():
        story = Asking()
        for step in steps:
            story.step(*step)

        for citizen, written in story.written.items():
            assert confirmed(written) or not has_joined(citizen)
            assert citizen in story.late or has_joined(citizen) is confirmed(written)
        assert not Subscriber.objects.exclude(status="subscribed").exclude(phone="", bsuid="").exists()
        assert findings() == []

        retention.forget_unconfirmed(story.now + timedelta(days=2))
        asked = [
            who
            for who, written in story.written.items()
            if written[-1:] == [(story.now, "join")]
            and not {(story.now, "leave"), (story.now, "no")} & set(written)  # of one second, leaving counts
        ]
        assert all(identity.find(who.person) is None or _ever_joined(who) for who in asked)
        assert findings() == []
        transaction.set_rollback(True)


def _ever_joined(citizen: Citizen) -> bool:
    known = identity.pseudonyms(citizen.person).values()
    return ConsentRecord.objects.by_pseudonyms(*known).filter(kind="opt_in", took_effect=True).exists()
