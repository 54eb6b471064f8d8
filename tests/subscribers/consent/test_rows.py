"""What a decision leaves in a person's row, field by field, whatever had been there before."""

from datetime import datetime, timedelta

import pytest

from cascina_whatsapp.whatsapp.cloud_api.people import Person
from subscribers import consent, identity
from subscribers.consent import Channel, Effect, Evidence
from subscribers.models import ConsentRecord, Subscriber
from tests.builders import LONG_AGO, NOW, choose, hire, subscribe, topic, unsubscribe
from tests.people import ANNA, FABIO, PAOLO

pytestmark = pytest.mark.django_db
SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
IN_2076 = NOW.replace(year=2076)
NEW = Person(phone="+393200000999", bsuid="IT.13490000000000999")
FULL = {
    "last_message_at": NOW - DAY,
    "confirmed_at": NOW - 2 * DAY,
    "reminded_at": NOW - 3 * DAY,
    "told_notice": 2,
    "undelivered": 3,
    "unreachable_since": NOW - DAY,
    "in_doubt": True,
}
"""What may have come together in the row of somebody who has been subscribed for long."""
GONE = {
    "status": "left",
    "phone": "",
    "bsuid": "",
    "last_message_at": None,
    "confirmed_at": None,
    "reminded_at": None,
    "told_notice": 0,
    "in_doubt": False,
    "moved_at": None,
    "moved_to": None,
}
"""What is known of nobody who has left."""


def proof(at: datetime = NOW, **more) -> Evidence:
    return Evidence(at=at, channel=Channel.KEYWORD, rule="of a story", **more)


def holds(subscriber: Subscriber, fields: dict) -> None:
    """The row has these values, as it is in the database."""
    now = Subscriber.objects.get(pk=subscriber.pk)
    assert {field: getattr(now, field) for field in fields} == fields


def fill(**more) -> Subscriber:
    """Anna's row, with everything in it."""
    anna = subscribe(ANNA)
    choose(ANNA, topic())
    Subscriber.objects.filter(pk=anna.pk).update(**FULL | more)
    return anna


def test_joining():
    anna = subscribe(ANNA)
    holds(
        anna,
        {
            "status": "subscribed",
            "phone": ANNA.phone,
            "bsuid": ANNA.bsuid,
            "subscribed_at": LONG_AGO,
            "decided_at": LONG_AGO,
            "last_message_at": LONG_AGO,
            "left_at": None,
            "asked_at": None,
            "moved_at": None,
            "moved_to": None,
            "in_doubt": False,
            "undelivered": 0,
            "unreachable_since": None,
        },
    )


def test_joining_once_more_is_a_message_like_any_other_and_proof_that_the_number_is_reached():
    anna = fill(asked_at=LONG_AGO - MINUTE)
    consent.opt_in(ANNA.person, proof(), now=NOW)
    holds(
        anna,
        {
            "subscribed_at": LONG_AGO,
            "decided_at": NOW,
            "last_message_at": NOW,
            "asked_at": None,
            "in_doubt": False,
            "undelivered": 0,
            "unreachable_since": None,
            "confirmed_at": FULL["confirmed_at"],
            "told_notice": 2,
            "follows_all": False,
        },
    )
    assert identity.find(ANNA.person).followed_topics() == [topic()]


def test_coming_back_is_joining_anew():
    anna = fill()
    unsubscribe(ANNA, at=NOW - HOUR)
    Subscriber.objects.filter(pk=anna.pk).update(undelivered=3, unreachable_since=NOW - DAY)
    consent.opt_in(ANNA.person, proof(), now=NOW)
    holds(
        anna,
        {
            "phone": ANNA.phone,
            "bsuid": ANNA.bsuid,
            "subscribed_at": NOW,
            "left_at": None,
            "decided_at": NOW,
            "undelivered": 0,
            "unreachable_since": None,
            "follows_all": True,
        },
    )


def test_leaving():
    anna = fill(asked_at=LONG_AGO - MINUTE)
    consent.opt_out(ANNA.person, proof(), now=NOW + SECOND)
    holds(
        anna,
        GONE
        | {
            "left_at": NOW,
            "decided_at": NOW,
            "asked_at": None,
            "heard_leaving_at": NOW + SECOND,
            "follows_all": True,
        },
    )
    assert not anna.topics.exists()


def test_leaving_once_more_keeps_the_day_on_which_they_left():
    anna = subscribe(ANNA)
    unsubscribe(ANNA, at=NOW - DAY)
    consent.opt_out(ANNA.person, proof(), now=NOW)
    holds(anna, {"left_at": NOW - DAY, "decided_at": NOW, "heard_leaving_at": NOW})


def test_declining_keeps_when_they_were_asked_so_that_they_are_forgotten():
    consent.ask(ANNA.person, proof(NOW - HOUR), now=NOW)
    change = consent.opt_out(ANNA.person, proof(), now=NOW)

    assert change.effect is Effect.DECLINED
    holds(change.subscriber, {"asked_at": NOW - HOUR, "decided_at": NOW, "left_at": None})


def test_asking():
    change = consent.ask(ANNA.person, proof(), now=NOW)
    holds(change.subscriber, GONE | {"asked_at": NOW, "decided_at": identity.NEVER})


def test_saying_yes():
    consent.ask(ANNA.person, proof(NOW - HOUR), now=NOW)
    change = consent.confirm(ANNA.person, proof(), now=NOW)
    holds(
        change.subscriber,
        {"status": "subscribed", "subscribed_at": NOW, "decided_at": NOW, "asked_at": NOW - HOUR},
    )


def test_waiting_under_a_new_number():
    """The topics stay, for whoever says yes."""
    fabio = subscribe(FABIO)
    choose(FABIO, topic())
    Subscriber.objects.filter(pk=fabio.pk).update(**FULL | {"in_doubt": False})
    moved = consent.change_number(FABIO.person, NEW, proof(), now=NOW, ask=True)

    assert moved[1] == FULL["last_message_at"]
    holds(fabio, GONE | {"left_at": NOW, "moved_at": NOW, "asked_at": None, "decided_at": LONG_AGO})
    assert [one.name for one in fabio.topics.all()] == [topic().name]


@pytest.mark.parametrize(
    ("decide", "status"), [(consent.opt_in, "subscribed"), (consent.opt_out, "left")], ids=["joins", "leaves"]
)
def test_who_decides_under_a_new_number_waits_no_more(decide, status: str):
    fabio = subscribe(FABIO)
    consent.change_number(FABIO.person, NEW, proof(), now=NOW, ask=True)
    decide(NEW, proof(NOW + HOUR), now=NOW + HOUR)

    holds(fabio, {"status": status, "moved_at": None, "decided_at": NOW + HOUR})


@pytest.mark.parametrize(
    ("received_at", "heard"), [(None, NOW + HOUR), (NOW + MINUTE, NOW + MINUTE)], ids=["here", "by WhatsApp"]
)
def test_a_number_that_was_given_up_for_one_with_a_will_of_its_own(received_at, heard):
    fabio = subscribe(FABIO)
    consent.opt_out(NEW, proof(NOW + HOUR), now=NOW)
    told = proof(received_at=received_at)
    assert consent.change_number(FABIO.person, NEW, told, now=NOW + HOUR) is None

    holds(fabio, GONE | {"left_at": NOW, "decided_at": NOW, "heard_leaving_at": heard})


def test_an_erasure_ends_what_waits_and_whatever_was_written_before():
    anna = subscribe(ANNA)
    unsubscribe(ANNA, at=NOW - DAY)
    Subscriber.objects.filter(pk=anna.pk).update(moved_at=NOW - HOUR)
    desk = Evidence(at=NOW, channel=Channel.DESK, actor=hire(PAOLO), reason="richiesta")
    consent.erase(anna, desk, now=NOW + SECOND)

    holds(anna, {"decided_at": NOW, "heard_leaving_at": NOW + SECOND, "moved_at": None})


# ── Times that can't be ─────────────────────────────────────────────────────────────────────────────────────


def in_doubt(at: datetime = NOW, **more) -> Evidence:
    """It says 2076, and came at `at`."""
    return proof(at, carried_at=IN_2076, received_at=at, **more)


def test_a_wish_in_doubt_is_marked_as_such_until_the_next_one():
    joined = consent.opt_in(ANNA.person, in_doubt(), now=NOW).subscriber
    holds(joined, {"in_doubt": True, "decided_at": NOW})

    consent.opt_in(ANNA.person, proof(NOW + SECOND), now=NOW)
    holds(joined, {"in_doubt": False})


@pytest.mark.parametrize(
    ("wish", "effect"),
    [
        (proof(NOW + MINUTE), Effect.DONE),
        (in_doubt(NOW + MINUTE), Effect.STALE),
        (in_doubt(NOW + HOUR), Effect.STALE),
        (in_doubt(NOW + HOUR + SECOND), Effect.DONE),
    ],
    ids=["written since", "in doubt, came before", "in doubt, came together", "in doubt, came since"],
)
def test_only_a_wish_in_doubt_must_have_come_after_we_heard_that_they_leave(wish: Evidence, effect: Effect):
    """The goodbye was an hour on its way."""
    consent.opt_out(ANNA.person, proof(received_at=NOW + HOUR), now=NOW + HOUR)
    assert consent.opt_in(ANNA.person, wish, now=NOW + 2 * HOUR).effect is effect


def test_a_question_in_doubt_is_marked_as_such():
    asked = consent.ask(ANNA.person, in_doubt(), now=NOW).subscriber
    holds(asked, {"in_doubt": True, "asked_at": NOW})


@pytest.mark.parametrize(
    ("reason", "kept"),
    [
        ("", "Il messaggio diceva 08/06/2076 10:00:00: conta l'ora in cui è arrivato."),
        ("Perché", "Perché. Il messaggio diceva 08/06/2076 10:00:00: conta l'ora in cui è arrivato."),
    ],
)
def test_the_register_says_which_time_such_a_message_told(reason: str, kept: str):
    consent.opt_in(ANNA.person, in_doubt(reason=reason), now=NOW)
    assert ConsentRecord.objects.get().reason == kept


@pytest.mark.parametrize(
    ("story", "asked", "goodbye", "decided"),
    [
        ("an ordinary goodbye", proof(NOW - HOUR), proof(), NOW),
        ("the question was in doubt, and came later", in_doubt(NOW + HOUR), proof(), NOW + HOUR),
        ("the question was in doubt, and came before", in_doubt(NOW - HOUR), proof(), NOW),
        ("the goodbye is in doubt, and comes before", proof(NOW + HOUR), in_doubt(), NOW + HOUR),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_goodbye_ends_the_question_whichever_of_them_carries_a_time_that_can_not_be(
    story: str, asked: Evidence, goodbye: Evidence, decided: datetime
):
    consent.ask(ANNA.person, asked, now=NOW)
    change = consent.opt_out(ANNA.person, goodbye, now=NOW)

    assert change.effect is Effect.DECLINED, story
    holds(change.subscriber, {"decided_at": decided})
    assert not identity.find(ANNA.person).was_asked


@pytest.mark.parametrize(
    ("received_at", "heard"), [(None, NOW + HOUR), (NOW + MINUTE, NOW + MINUTE)], ids=["here", "by WhatsApp"]
)
def test_when_we_heard_that_they_leave(received_at: datetime | None, heard: datetime):
    subscribe(ANNA)
    left = consent.opt_out(ANNA.person, proof(received_at=received_at), now=NOW + HOUR).subscriber
    holds(left, {"heard_leaving_at": heard})
