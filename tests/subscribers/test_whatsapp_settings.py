"""What WhatsApp itself tells of a citizen: the switch in its settings, a new number, a new id."""

from datetime import datetime, timedelta

import pytest

from subscribers import identity
from subscribers.conversation import inbound
from subscribers.models import ConsentRecord, Reply, Subscriber
from tests.builders import NOW, events_of, number_changed, preference, sent_thing, subscribe
from tests.outcomes import kinds
from tests.people import ANNA, CARLA, FABIO, Citizen

pytestmark = pytest.mark.django_db
Kind = ConsentRecord.Kind
NEW_FABIO = Citizen("Fabio", "+393200000999", "IT.13490000000000999")


def switched(change: dict, *, now: datetime = NOW) -> None:
    (event,) = events_of(change)
    inbound.note_preference(event, now=now)


def renamed(change: dict, *, now: datetime = NOW) -> None:
    (event,) = events_of(change)
    inbound.note_identity_change(event, now=now)


@pytest.mark.parametrize("citizen", [ANNA, CARLA], ids=lambda citizen: citizen.name)
def test_stop_in_the_settings_is_a_full_goodbye_without_an_answer(citizen: Citizen):
    subscribe(citizen)
    switched(preference(citizen, "stop"))

    assert not Subscriber.objects.subscribed().exists()
    assert kinds() == [Kind.OPT_IN, Kind.PREFERENCE_STOP]
    assert not Reply.objects.exists()


def test_resume_is_noted_and_subscribes_nobody():
    subscribe(ANNA)
    switched(preference(ANNA, "stop", at=NOW))
    switched(preference(ANNA, "resume", at=NOW + timedelta(hours=1)))

    assert not Subscriber.objects.subscribed().exists()
    assert kinds()[-1] == Kind.PREFERENCE_RESUME


def test_resume_of_a_stranger_leaves_no_trace():
    switched(preference(ANNA, "resume"))

    assert not Subscriber.objects.exists()
    assert not ConsentRecord.objects.exists()


@pytest.mark.parametrize("value", ["signup", "word_of_tomorrow", ""])
def test_other_words_of_the_settings_change_nothing(value: str):
    subscribe(ANNA)
    switched(preference(ANNA, value))

    assert kinds() == [Kind.OPT_IN]


@pytest.mark.parametrize("value", ["stop", "resume"])
def test_the_switch_told_again_is_recorded_once(value: str):
    subscribe(ANNA)
    for day in (0, 3):
        switched(preference(ANNA, value), now=NOW + timedelta(days=day))

    assert len(kinds()) == 2


def test_a_late_stop_does_not_undo_a_newer_word():
    subscribe(ANNA, at=NOW)
    switched(preference(ANNA, "stop", at=NOW - timedelta(hours=1)))

    assert identity.find(ANNA.person).is_subscribed
    assert not ConsentRecord.objects.first().took_effect


def test_a_new_number_takes_the_subscription_along_once():
    subscribe(FABIO)
    change = number_changed(FABIO, NEW_FABIO)
    renamed(change)
    renamed(change, now=NOW + timedelta(days=3))

    assert [row.phone for row in Subscriber.objects.subscribed()] == [NEW_FABIO.phone]
    assert kinds() == [Kind.OPT_IN, Kind.NUMBER_CHANGED, Kind.NUMBER_CHANGED]
    assert not Reply.objects.exists()


def test_a_new_id_is_where_messages_go_from_now_on():
    subscribe(CARLA)
    new = {"type": "user_changed_user_id", "previous_user_id": CARLA.bsuid, "user_id": "IT.1349new"}
    renamed(sent_thing(CARLA, "system", new))

    assert [row.bsuid for row in Subscriber.objects.subscribed()] == ["IT.1349new"]


def test_a_new_telephone_with_the_same_number_changes_nothing():
    subscribe(ANNA)
    renamed(sent_thing(ANNA, "system", {"type": "customer_identity_changed"}))

    assert identity.find(ANNA.person).is_subscribed
    assert kinds() == [Kind.OPT_IN]
