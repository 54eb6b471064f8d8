"""Who gets a broadcast: those who follow one of its topics at that moment, or everybody, once each."""

import pytest
from django.db import IntegrityError

from broadcasts.content.audience import audience_of, reachable, sizes, snapshot
from broadcasts.models import Delivery
from broadcasts.rules.states import DeliveryStatus
from subscribers.models import Topic
from tests.builders import campaign, choose, choose_zones, subscribe, topic, unsubscribe, zone
from tests.naming import with_number
from tests.people import ANNA, BRUNO, CARLA, DARIO, ELENA, FABIO


@pytest.fixture
def town():
    """Anna and Carla get everything, Elena the roads, Bruno the events; Dario has left."""
    for citizen in (ANNA, BRUNO, CARLA, DARIO, ELENA):
        subscribe(citizen)
    choose(ELENA, topic("Viabilità e cantieri"))
    choose(BRUNO, topic("Eventi e cultura"))
    unsubscribe(DARIO)


@pytest.mark.parametrize(
    ("name", "followers"),
    [
        ("Viabilità e cantieri", {ANNA, CARLA, ELENA}),
        ("Eventi e cultura", {ANNA, CARLA, BRUNO}),
        ("Servizi e scadenze", {ANNA, CARLA}),
    ],
)
def test_a_topic_and_its_followers(name: str, followers: set, town):
    row = campaign(topic=topic(name))

    assert snapshot(row) == len(followers) == audience_of(row).count()
    found = {delivery.subscriber.bsuid or delivery.subscriber.phone for delivery in row.deliveries.all()}
    assert found == {citizen.bsuid or citizen.phone for citizen in followers}
    assert not row.deliveries.exclude(status=DeliveryStatus.QUEUED, attempts=0, wamid="").exists()


@pytest.mark.parametrize(
    ("fields", "people"),
    [
        ({"topics": ["Viabilità e cantieri", "Eventi e cultura"]}, {ANNA, BRUNO, CARLA, ELENA}),
        ({"topics": ["Viabilità e cantieri", "Servizi e scadenze"]}, {ANNA, CARLA, ELENA}),
        ({"topics": ["Servizi e scadenze"], "to_everybody": True}, {ANNA, BRUNO, CARLA, ELENA, FABIO}),
        ({"topics": [], "to_everybody": True}, {ANNA, BRUNO, CARLA, ELENA, FABIO}),
        ({"topics": []}, set()),
    ],
    ids=["two topics", "followed by the same", "about one, to everybody", "to everybody", "not said yet"],
)
def test_several_topics_or_everybody_and_each_person_once(fields: dict, people: set, town):
    """Elena chose the roads and the events besides; Fabio chose nothing at all, and can be written to."""
    choose(ELENA, topic("Viabilità e cantieri"), topic("Eventi e cultura"))
    subscribe(FABIO)
    choose(FABIO)
    row = campaign(**fields | {"topics": [topic(name) for name in fields["topics"]]})

    assert snapshot(row) == len(people) == audience_of(row).count() == sizes([row])[row.pk]
    found = {delivery.subscriber.bsuid or delivery.subscriber.phone for delivery in row.deliveries.all()}
    assert found == {citizen.bsuid or citizen.phone for citizen in people}


def test_the_page_to_write_on_is_told_how_many_each_choice_reaches(town):
    subscribe(FABIO)
    choose(FABIO)
    choose_zones(BRUNO, "Zambra")
    by_topic, by_zone, everybody = reachable()

    assert (by_zone[zone().pk], by_zone[zone("Zambra").pk]) == (4, 5)
    names = ("Viabilità e cantieri", "Eventi e cultura", "Servizi e scadenze")
    assert [by_topic[topic(name).pk] for name in names] == [3, 3, 2]
    assert everybody == 5
    assert by_topic == {row.pk: audience_of(campaign(topic=row)).count() for row in Topic.objects.all()}


def test_taken_twice_the_snapshot_adds_who_joined_in_between_and_nobody_twice(town):
    row = campaign()
    assert snapshot(row) == 3
    row.deliveries.filter(with_number(ANNA.phone, of="subscriber__")).update(status=DeliveryStatus.READ)
    assert snapshot(row) == 0
    assert sorted(row.deliveries.values_list("status", flat=True)) == ["queued", "queued", "read"]
    subscribe(BRUNO)  # was there already, and follows something else
    subscribe(FABIO)
    assert snapshot(row) == 1
    with pytest.raises(IntegrityError):
        Delivery.objects.create(campaign=row, subscriber=row.deliveries.first().subscriber)


def test_two_broadcasts_do_not_mix(town):
    roads, events = campaign(), campaign(topic=topic("Eventi e cultura"))
    snapshot(roads)
    snapshot(events)

    assert (roads.deliveries.count(), events.deliveries.count()) == (3, 3)
