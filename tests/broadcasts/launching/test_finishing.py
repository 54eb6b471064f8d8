"""When a broadcast is over."""

from datetime import timedelta

import pytest

from broadcasts import launching
from broadcasts.models import Campaign, CampaignEvent
from broadcasts.rules.states import CampaignStatus, DeliveryStatus
from tests.builders import NOW, delivery_to, subscribe
from tests.people import ANNA

pytestmark = pytest.mark.django_db
C, D = CampaignStatus, DeliveryStatus
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize("state", D)
def test_a_broadcast_is_over_when_nothing_is_waiting_or_in_doubt(state: D):
    delivery = delivery_to(subscribe(ANNA), status=state)
    over = state not in (D.QUEUED, D.SENDING, D.UNCERTAIN)

    assert launching.finish(delivery.campaign, now=NOW + MINUTE) == over
    row = Campaign.objects.get()
    assert row.status == (C.SENT if over else C.SENDING)
    assert row.finished_at == (NOW + MINUTE if over else None)
    assert not launching.finish(row, now=NOW)
    assert CampaignEvent.objects.count() == over
