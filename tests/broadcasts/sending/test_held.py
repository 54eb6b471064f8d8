"""WhatsApp takes a message and keeps it back: it is neither lost nor arrived, and people see that it waits."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from broadcasts.models import Campaign, Delivery
from broadcasts.reporting import daily_limit, progress
from broadcasts.rules import circuit_breaker, failure_reasons
from broadcasts.rules.states import CampaignStatus as C
from broadcasts.rules.states import DeliveryStatus as D
from broadcasts.sending import recovery, resending, sender
from broadcasts.sending.outcomes import bulk_updates, receipts
from cascina_whatsapp.whatsapp.cloud_api import errors
from subscribers import identity
from tests.broadcasts.moments import HOUR
from tests.builders import (
    LONG_AGO,
    NOW,
    delivery_to,
    events_of,
    hire,
    receipt,
    subscribe,
    subscribe_crowd,
    under_way,
)
from tests.people import ANNA, BRUNO, PAOLO, Citizen

PAUSED = 132015


@pytest.fixture(autouse=True)
def without_a_limit(settings):
    settings.WHATSAPP_MESSAGES_PER_SECOND = 0
    circuit_breaker.forget()


def send(api) -> None:
    sender.send_due(api=api, now=NOW, clock=lambda: NOW)


def to(citizen: Citizen) -> Delivery:
    found = Delivery.objects.select_related("campaign", "subscriber")
    return found.get(subscriber=identity.find(citizen.person))


def told(delivery: Delivery, word: str, *, now=NOW, **more) -> None:
    receipts.apply(events_of(receipt(delivery, word, at=now, **more)), now=now)


@pytest.fixture
def held() -> Delivery:
    """Anna's message, which WhatsApp took an hour ago and keeps; Bruno's has arrived, and the broadcast is over."""
    anna, bruno = subscribe(ANNA), subscribe(BRUNO)
    broadcast = under_way()
    ago = NOW - HOUR
    delivery_to(
        bruno, of=broadcast, status=D.DELIVERED, attempts=1, claimed_at=ago, accepted_at=ago, sent_at=ago
    )
    Campaign.objects.update(status=C.SENT, finished_at=ago)
    return delivery_to(anna, of=broadcast, status=D.HELD, attempts=1, claimed_at=ago, accepted_at=ago)


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("held_for_quality_assessment", D.HELD),
        ("paused", D.HELD),
        ("accepted", D.ACCEPTED),
        ("word_of_tomorrow", D.ACCEPTED),
    ],
)
def test_the_answer_says_whether_a_message_is_kept_back(word: str, status: D, api, graph):
    subscribe(ANNA)
    subscribe(BRUNO)
    graph.holds(ANNA, word=word)
    under_way()
    send(api)

    anna = to(ANNA)
    assert (anna.status, anna.accepted_at) == (status, NOW)
    assert anna.wamid
    assert to(BRUNO).status == D.ACCEPTED
    assert Campaign.objects.get().status == C.SENT  # nothing is left to send


def test_where_nothing_is_held_saving_costs_no_statement_more():
    rows = [(number, f"wamid.{number}") for number in range(3)]
    with CaptureQueriesContext(
        connection,
    ) as plain:
        bulk_updates.note_accepted(rows, NOW)
    outcomes = [
        sender.Outcome(sender.Outgoing(Delivery(pk=pk), None, None), wamid=wamid) for pk, wamid in rows
    ]
    with CaptureQueriesContext(connection) as saved:
        sender.save(outcomes, NOW)

    assert len(saved) == len(plain)


@pytest.mark.parametrize(
    ("news", "status"),
    [
        (["sent"], D.SENT),
        (["sent", "delivered"], D.DELIVERED),
        (["delivered", "sent"], D.DELIVERED),
        (["read"], D.READ),
    ],
)
def test_released_it_goes_on_as_any_other(news: list[str], status: D, held: Delivery):
    for word in news:
        told(held, word)
    assert to(ANNA).status == status


def test_dropped_it_has_not_arrived_and_says_why_and_what_to_do(held: Delivery):
    told(held, "failed", code=PAUSED)
    anna = to(ANNA)

    assert (anna.status, anna.error_code, anna.reason) == (D.FAILED, PAUSED, failure_reasons.DROPPED)
    assert "si può mandare di nuovo" in failure_reasons.about(anna.reason)
    assert Campaign.objects.get().status == C.SENT  # nobody sends it again by itself
    assert anna.campaign.events.count() == 0

    assert resending.resend(campaign=anna.campaign, by=hire(PAOLO), now=NOW) == 1
    assert (to(ANNA).status, to(ANNA).accepted_at) == (D.QUEUED, None)


def test_a_receipt_that_drops_it_may_overtake_our_own_save():
    subscribe(ANNA)
    mine = delivery_to(subscribe(ANNA), status=D.SENDING, attempts=1, claimed_at=NOW)
    told(mine, "failed", code=PAUSED)
    bulk_updates.note_accepted([(mine.pk, "wamid.1")], NOW, status=D.HELD)

    assert (to(ANNA).status, to(ANNA).reason) == (D.FAILED, failure_reasons.DROPPED)


def test_the_circuit_breaker_does_not_count_what_is_held_or_dropped(api, graph):
    """Forty of fifty are kept back and then dropped, a share at which anything else would stop the broadcast."""
    crowd = subscribe_crowd(50)
    broadcast = under_way()
    for citizen in crowd[:40]:
        graph.holds(citizen)
    send(api)
    Campaign.objects.update(status=C.SENDING)
    for delivery in Delivery.objects.filter(status=D.HELD):
        told(delivery, "failed", code=PAUSED)
    broadcast.refresh_from_db()

    assert Delivery.objects.filter(status=D.FAILED).count() == 40
    assert broadcast.status == C.SENDING
    assert circuit_breaker.kind_of(errors.Dropped) is None


@pytest.mark.parametrize(("held_for", "status"), [(HOUR, D.HELD), (23 * HOUR, D.HELD), (25 * HOUR, D.FAILED)])
def test_it_is_not_given_up_before_its_time(held_for: timedelta, status: D, held: Delivery):
    Delivery.objects.filter(pk=held.pk).update(claimed_at=NOW - held_for)
    recovery.recover(NOW, silence_counts_since=LONG_AGO)

    assert to(ANNA).status == status
    assert to(ANNA).reason == (failure_reasons.NEVER_RELEASED if status == D.FAILED else "")


def test_given_up_it_is_not_sent_again_but_may_still_arrive(held: Delivery):
    Delivery.objects.filter(pk=held.pk).update(claimed_at=NOW - 25 * HOUR)
    recovery.recover(NOW, silence_counts_since=LONG_AGO)
    assert not resending.resendable(Campaign.objects.get(), NOW).exists()

    told(held, "delivered")
    assert (to(ANNA).status, to(ANNA).reason) == (D.DELIVERED, "")


def test_it_counts_against_the_daily_limit_and_is_told_on_the_page_that_follows(held: Delivery):
    Delivery.objects.filter(pk=held.pk).update(outside_window=True)
    assert daily_limit.used(NOW) == 1
    shown = progress.progress_of(held.campaign)
    assert (shown.held, shown.arrived, shown.done) == (1, 1, 2)
