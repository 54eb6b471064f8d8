"""Texts have versions, topics have followers, and no row shows whom it is about."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError

from subscribers.models import ServiceText, Subscriber, Topic
from subscribers.texts.declared import fill
from tests.builders import LONG_AGO, NOW, choose, subscribe, topic, unsubscribe
from tests.people import ANNA, BRUNO, CARLA, DARIO, ELENA

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("at", "version"),
    [(LONG_AGO, 1), (NOW - DAY, 1), (NOW, 2), (NOW + DAY, 2), (NOW + 2 * DAY, 3), (NOW - 9999 * DAY, 1)],
)
def test_the_version_in_force_on_a_day(at, version: int):
    for number, day in [(3, NOW + 2 * DAY), (2, NOW)]:
        ServiceText.objects.create(key="help", version=number, body="…", in_force_from=day)

    assert ServiceText.objects.in_force("help", at).version == version


def test_there_is_no_text_that_nobody_wrote():
    with pytest.raises(ServiceText.DoesNotExist):
        ServiceText.objects.in_force("nothing", NOW)


def test_a_version_exists_once():
    with pytest.raises(IntegrityError):
        ServiceText.objects.create(key="help", version=1, body="…", in_force_from=NOW)


def test_a_text_with_an_unknown_variable_is_noticed():
    assert fill(" Numero verde {numero_verde} ") == f"Numero verde {settings.TEXT_VARIABLES['numero_verde']}"
    with pytest.raises(KeyError):
        fill("{nobody_knows}")


def test_who_follows_a_topic():
    for citizen in (ANNA, BRUNO, ELENA, DARIO):
        subscribe(citizen)
    choose(ELENA, topic("Viabilità e cantieri"))
    choose(BRUNO, topic("Eventi e cultura"), topic("Allerte e urgenze"))
    unsubscribe(DARIO)

    def followers(name: str) -> set[str]:
        return set(Subscriber.objects.following(topic(name)).values_list("phone", flat=True))

    assert followers("Viabilità e cantieri") == {ANNA.phone, ELENA.phone}
    assert followers("Eventi e cultura") == {ANNA.phone, BRUNO.phone}


def test_who_follows_everything_follows_the_topics_of_tomorrow():
    anna = subscribe(ANNA)
    new = Topic.objects.create(name="Scuole")

    assert Subscriber.objects.following(new).get() == anna
    assert new in anna.followed_topics()


@pytest.mark.parametrize(
    ("citizen", "shown"),
    [(ANNA, "•••• 01"), (DARIO, "•••• 04"), (CARLA, "WhatsApp …0103")],
    ids=lambda value: getattr(value, "name", value),
)
def test_staff_see_as_much_of_a_person_as_they_need(citizen, shown: str):
    subscriber = subscribe(citizen)

    assert str(subscriber) == f"iscritto {subscriber.pk} ({shown})"
    assert str(unsubscribe(citizen)) == f"iscritto {subscriber.pk}"
