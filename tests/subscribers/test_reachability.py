"""Numbers that nothing reaches any more: after three broadcasts they are left in peace, still subscribed."""

import logging

import pytest

from subscribers import reachability
from subscribers.models import Subscriber
from tests.builders import NOW, subscribe, unsubscribe
from tests.people import ANNA, BRUNO, PAOLO
from tests.staff import at_desk

pytestmark = pytest.mark.django_db
PEOPLE = "/admin/iscritti/"


def lose(subscriber: Subscriber, times: int = 3) -> Subscriber:
    """So many broadcasts in a row did not arrive."""
    for _ in range(times):
        reachability.note_unreachable(subscriber.pk, now=NOW)
    subscriber.refresh_from_db()
    return subscriber


@pytest.mark.parametrize(("times", "since"), [(1, None), (2, None), (3, NOW), (5, NOW)])
def test_the_third_broadcast_in_a_row_is_enough_and_is_logged_once_by_row(times: int, since, caplog):
    """Never by number. A late delivery brings them back."""
    with caplog.at_level(logging.WARNING):
        anna = lose(subscribe(ANNA), times)

    assert (anna.undelivered, anna.unreachable_since, anna.is_subscribed) == (times, since, True)
    told = [f"subscriber {anna.pk} is unreachable: 3 broadcasts in a row"]
    assert caplog.messages == told * bool(since)
    reachability.note_reached(Subscriber.objects.filter(pk=anna.pk).values("pk"))
    anna.refresh_from_db()
    assert (anna.undelivered, anna.unreachable_since) == (0, None)


def test_one_that_arrives_begins_the_count_anew():
    anna, bruno = lose(subscribe(ANNA), 2), lose(subscribe(BRUNO), 2)
    reachability.note_reached([anna.pk])

    assert lose(anna, 2).unreachable_since is None
    assert lose(bruno, 1).unreachable_since == NOW


def test_who_has_left_is_not_counted():
    subscribe(ANNA)
    assert lose(unsubscribe(ANNA)).undelivered == 0


def test_the_desk_sees_who_is_unreachable_and_finds_them():
    anna, bruno = lose(subscribe(ANNA)), subscribe(BRUNO)
    desk = at_desk(PAOLO)

    assert desk.get(PEOPLE, {"status__exact": "subscribed"}).text.count('class="state wait"') == 1
    for reach, shown in (("no", [True, False]), ("yes", [False, True])):
        listed = desk.get(PEOPLE, {"reach": reach}).text
        assert ["•••• 01" in listed, "•••• 02" in listed] == shown, reach

    page, other = (desk.get(f"{PEOPLE}{one.pk}/storia/").text for one in (anna, bruno))
    assert "Irraggiungibile <span>· dall&#x27;8 giugno alle 10:00</span>" in page
    assert "riprende quando scrive" in page
    assert "Irraggiungibile" not in other
