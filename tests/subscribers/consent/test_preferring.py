"""The language that somebody chose is kept of subscribers, and goes with the subscription."""

import pytest

from subscribers import consent
from subscribers.models import Subscriber
from tests.builders import subscribe, unsubscribe
from tests.people import ANNA, BRUNO

pytestmark = pytest.mark.django_db


def languages() -> list[str]:
    return list(Subscriber.objects.order_by("pk").values_list("language", flat=True))


def test_a_subscriber_has_the_language_that_they_chose():
    subscribe(ANNA)
    subscribe(BRUNO)
    assert consent.prefer_language(ANNA.person, "sq") is True
    assert languages() == ["sq", ""]
    assert consent.prefer_language(ANNA.person, "") is True
    assert languages() == ["", ""]


def test_nothing_is_kept_of_whoever_is_not_subscribed():
    subscribe(ANNA)
    consent.prefer_language(ANNA.person, "sq")
    unsubscribe(ANNA)
    assert [consent.prefer_language(citizen.person, "sq") for citizen in (ANNA, BRUNO)] == [False, False]
    assert languages() == [""]
