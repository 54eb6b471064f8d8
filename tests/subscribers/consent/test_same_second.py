"""Two messages of the same second, as WhatsApp counts time: which of them stands. In doubt, leaving wins."""

from datetime import datetime, timedelta

import pytest

from cascina_whatsapp.whatsapp.cloud_api.people import Person
from subscribers import consent, identity
from subscribers.consent import Channel, Effect, Evidence
from subscribers.models import Subscriber
from tests.builders import NOW, topic
from tests.people import ANNA

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
PROOF = Evidence(at=NOW, channel=Channel.KEYWORD, rule="of a story")
NEW = Person(phone="+393200000999")
ACTS = {
    "joins": lambda it: consent.opt_in(ANNA.person, it, now=it.at),
    "asks": lambda it: consent.ask(ANNA.person, it, now=it.at),
    "says yes": lambda it: consent.confirm(ANNA.person, it, now=it.at),
    "leaves": lambda it: consent.opt_out(ANNA.person, it, now=it.at),
    "chooses": lambda it: consent.follow(ANNA.person, [topic()], it, now=it.at),
    "goes on": lambda it: consent.reconfirm(ANNA.person, it, now=it.at),
}
DONE, ALREADY, STALE, ASKED, DECLINED = Effect
STANDS = [
    # first      then        of the same second  of the second before
    ("joins", "joins", ALREADY, STALE),
    ("joins", "leaves", DONE, STALE),
    ("joins", "asks", ALREADY, STALE),
    ("joins", "chooses", DONE, STALE),
    ("joins", "goes on", DONE, STALE),
    ("leaves", "leaves", ALREADY, STALE),
    ("leaves", "joins", STALE, STALE),
    ("leaves", "asks", STALE, STALE),
    ("asks", "asks", ASKED, STALE),
    ("asks", "says yes", DONE, None),
    ("asks", "leaves", DECLINED, ALREADY),
    ("asks", "joins", DONE, DONE),
]


def did(act: str, at: datetime) -> consent.Change | None:
    return ACTS[act](Evidence(at=at, channel=Channel.KEYWORD, rule="of a story"))


@pytest.mark.parametrize("earlier", [False, True], ids=["same second", "second before"])
@pytest.mark.parametrize(("first", "then", "same", "before"), STANDS)
def test_which_of_two_messages_stands_and_the_register_says_so(first, then, same, before, earlier: bool):
    """What was written a second earlier comes too late."""
    did(first, NOW)
    change = did(then, NOW - SECOND if earlier else NOW)
    effect = before if earlier else same
    assert (change and change.effect) is effect
    assert change is None or change.record.took_effect is (effect is not STALE)


@pytest.mark.parametrize(
    ("after", "moves"), [(timedelta(0), True), (-SECOND, False)], ids=["same second", "second before"]
)
def test_a_number_that_changes_in_the_second_of_the_word_moves_the_subscription(
    after: timedelta, moves: bool
):
    did("joins", NOW)
    consent.change_number(ANNA.person, NEW, Evidence(at=NOW + after, channel=Channel.SYSTEM), now=NOW)
    assert (identity.find(NEW) is not None) is moves


@pytest.mark.parametrize(
    ("after", "stays"), [(timedelta(0), True), (SECOND, False)], ids=["same second", "second later"]
)
def test_a_new_number_that_decided_in_the_same_second_decided_no_later(after: timedelta, stays: bool):
    did("joins", NOW - SECOND)
    consent.opt_out(NEW, Evidence(at=NOW + after, channel=Channel.KEYWORD), now=NOW)
    consent.change_number(ANNA.person, NEW, Evidence(at=NOW, channel=Channel.SYSTEM), now=NOW)
    assert Subscriber.objects.subscribed().exists() is stays


def test_of_two_choices_of_the_same_second_the_one_that_comes_later_stands():
    did("joins", NOW - SECOND)
    did("chooses", NOW)
    consent.follow(ANNA.person, [topic("Eventi e cultura")], PROOF, now=NOW)
    assert identity.find(ANNA.person).followed_topics() == [topic("Eventi e cultura")]


def test_a_question_is_open_for_a_day_to_the_second():
    did("asks", NOW)
    anna = identity.find(ANNA.person)
    day = timedelta(hours=24)
    assert consent.open_question(anna, NOW - SECOND) is None
    assert consent.open_question(anna, NOW + day) is not None
    assert consent.open_question(anna, NOW + day + SECOND) is None


def test_a_question_of_the_second_in_which_she_left_is_closed():
    did("asks", NOW)
    did("leaves", NOW)
    assert consent.open_question(identity.find(ANNA.person), NOW) is None
    assert did("says yes", NOW) is None
