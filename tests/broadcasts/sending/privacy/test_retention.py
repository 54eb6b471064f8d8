"""Ninety days after a broadcast nobody knows any more to whom it went, and its numbers are still the same."""

import pytest

from broadcasts.models import Campaign, Delivery
from broadcasts.reporting.progress import failures_by_reason, progress_of
from broadcasts.rules.states import CampaignStatus
from broadcasts.rules.states import DeliveryStatus as D
from broadcasts.sending.outcomes import receipts
from broadcasts.sending.privacy import retention
from cascina_whatsapp.privacy.retention_table import RULES
from subscribers.models import Subscriber
from tests.broadcasts.moments import DAY
from tests.broadcasts.rows import fresh
from tests.builders import NOW, delivery_to, events_of, receipt, subscribe, under_way, unsubscribe
from tests.naming import with_number
from tests.people import ANNA, BRUNO, DARIO, ELENA
from tests.staff import ROSA, at_desk

IDS, DELIVERIES = (rule for rule in RULES if rule.key in ("whatsapp-ids", "deliveries"))
STORY = {
    ANNA: (D.READ, ""),
    BRUNO: (D.DELIVERED, ""),
    DARIO: (D.FAILED, "Senza WhatsApp"),
    ELENA: (D.SKIPPED, "Cancellato"),
}


def finished(at=NOW, *, status=CampaignStatus.SENT) -> Campaign:
    """A broadcast that was over at `at`: read, delivered, failed, skipped, one of each."""
    broadcast = under_way()
    for citizen, (state, reason) in STORY.items():
        subscriber = Subscriber.objects.get(with_number(citizen.phone))
        delivery_to(subscriber, of=broadcast, status=state, reason=reason, wamid=f"wamid.{subscriber.pk}")
    Campaign.objects.filter(pk=broadcast.pk).update(status=status, finished_at=at)
    broadcast.refresh_from_db()
    return broadcast


@pytest.fixture(autouse=True)
def four_people():
    for citizen in STORY:
        subscribe(citizen)


def numbers_of(campaign: Campaign) -> tuple:
    campaign.refresh_from_db()
    return failures_by_reason([campaign]), progress_of(campaign)


@pytest.mark.parametrize("status", [CampaignStatus.SENT, CampaignStatus.CANCELLED])
def test_the_deliveries_go_and_the_numbers_stay(status):
    broadcast = finished(status=status)
    late, before = broadcast.deliveries.get(status=D.DELIVERED), numbers_of(broadcast)
    assert DELIVERIES.rows(NOW + DAY).count() == 4
    assert DELIVERIES.apply(NOW + DAY, NOW + 91 * DAY) == 4

    assert not broadcast.deliveries.exists()
    assert numbers_of(broadcast) == before
    assert broadcast.kept.totals["reasons"] == {"Senza WhatsApp": 1, "Cancellato": 1}
    assert DELIVERIES.apply(NOW + DAY, NOW + 91 * DAY) == 0
    receipts.apply(events_of(receipt(late, "read"), receipt(late, "failed", code=131026)), now=NOW)
    assert numbers_of(broadcast) == before  # a receipt that comes after all that is passed over


def test_a_recent_broadcast_and_one_on_its_way_keep_theirs():
    finished(NOW)
    paused = finished(NOW - DAY, status=CampaignStatus.PAUSED)
    old = finished(NOW - DAY)

    assert DELIVERIES.apply(NOW, NOW + 90 * DAY) == 4
    assert Delivery.objects.count() == 8
    assert paused.deliveries.count() == 4
    assert not old.deliveries.exists()


def test_stopped_half_way_the_numbers_are_right_and_the_next_night_goes_on(monkeypatch):
    monkeypatch.setattr(retention, "BATCH_SIZE", 1)
    broadcast = finished()
    before = numbers_of(broadcast)
    nights = retention._chunks(broadcast.deliveries)
    retention._write_totals(broadcast.pk, NOW + DAY)
    for _ in range(3):
        next(nights).delete()

    assert broadcast.deliveries.count() == 1
    assert numbers_of(broadcast) == before
    assert DELIVERIES.apply(NOW + DAY, NOW) == 1
    assert numbers_of(broadcast) == before


def test_who_leaves_takes_the_number_in_the_id_along():
    """Anna leaves; Bruno's data were erased; Dario's message is still in flight; Elena stays."""
    broadcast = finished()
    ids = broadcast.deliveries.order_by("pk")
    unsubscribe(ANNA)
    unsubscribe(DARIO)
    ids.filter(with_number(BRUNO.phone, of="subscriber__")).update(subscriber=None)
    ids.filter(subscriber__status="left", reason="Senza WhatsApp").update(status=D.UNCERTAIN)

    assert IDS.rows(NOW).count() == 2
    assert IDS.apply(NOW, NOW) == 2
    with_ids = ids.exclude(wamid="").values_list("status", flat=True)
    assert sorted(with_ids) == [D.SKIPPED, D.UNCERTAIN]
    assert IDS.apply(NOW, NOW) == 0


def test_a_refusal_from_nobody_suppresses_nobody():
    """Meta says that the recipient wants no more of this; who that was, nobody knows any more."""
    delivery = finished().deliveries.get(status=D.DELIVERED)
    Delivery.objects.filter(pk=delivery.pk).update(subscriber=None, status=D.SENT)
    receipts.apply(events_of(receipt(delivery, "failed", code=131050)), now=NOW)

    assert fresh(delivery).status == D.FAILED
    assert Subscriber.objects.subscribed().count() == 4


def test_the_pages_show_a_delivery_of_nobody_and_a_broadcast_of_totals():
    desk, broadcast = at_desk(ROSA), finished()
    delivery = broadcast.deliveries.first()
    Delivery.objects.filter(pk=delivery.pk).update(subscriber=None)
    for page in ("/admin/consegne/", f"/admin/consegne/{delivery.pk}/modifica/"):
        assert "dati eliminati" in desk.get(page).text

    DELIVERIES.apply(NOW + DAY, NOW)
    page = desk.get(f"/admin/messaggi/{broadcast.pk}/modifica/").text
    assert "restano questi totali" in page
    assert "Vedi le consegne" not in page
    assert "<b>Senza WhatsApp.</b>" in page
