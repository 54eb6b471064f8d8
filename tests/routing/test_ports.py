"""What an answer to a citizen says of the rest of the service."""

from datetime import timedelta

import pytest

from cascina_whatsapp.routing.ports import build_ports
from tests.builders import NOW, delivery_to, subscribe
from tests.people import ANNA

pytestmark = pytest.mark.django_db
EVENING = NOW + timedelta(hours=12)


@pytest.fixture
def anna():
    return subscribe(ANNA)


@pytest.mark.parametrize(("accepted_ago", "counted"), [(1, 1), (89, 1), (91, 0)])
def test_broadcasts_are_counted_since_a_moment(accepted_ago: int, counted: int, anna):
    delivery_to(anna, accepted_at=NOW - timedelta(days=accepted_ago))

    assert build_ports(NOW).messages_sent(anna, NOW - timedelta(days=90)) == counted


@pytest.mark.parametrize(("now", "opening"), [(NOW, NOW), (EVENING, NOW + timedelta(hours=23))])
def test_a_citizen_is_told_when_the_office_opens(now, opening):
    assert build_ports(now).next_opening(now) == opening
