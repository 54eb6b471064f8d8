"""A failure, in a response or in a receipt, and what follows for the message, the broadcast, the person, the rate."""

import time
from datetime import timedelta

import pytest

from broadcasts import launching
from broadcasts.models import Campaign, Delivery, RateLimiter
from broadcasts.rules import circuit_breaker, failure_reasons
from broadcasts.rules.states import CampaignStatus as C
from broadcasts.rules.states import DeliveryStatus as D
from broadcasts.sending.outcomes import failures, receipts
from cascina_whatsapp.whatsapp.cloud_api import errors
from cascina_whatsapp.whatsapp.cloud_api.error_codes import error_class
from cascina_whatsapp.whatsapp.cloud_api.errors import SlowDown
from subscribers.models import ConsentRecord, Subscriber
from tests.broadcasts.moments import MINUTE
from tests.broadcasts.rows import fresh
from tests.builders import (
    NOW,
    choose,
    delivery_to,
    events_of,
    hire,
    receipt,
    subscribe,
    subscribe_crowd,
    topic,
    under_way,
    unsubscribe,
)
from tests.naming import with_number
from tests.people import ANNA, BRUNO, CARLA, DARIO, ELENA, PAOLO


@pytest.fixture(autouse=True)
def new_process():
    """No failure is remembered, no code has been reported."""
    circuit_breaker.forget()
    failures._report.cache_clear()


@pytest.fixture
def delivery():
    return delivery_to(subscribe(ANNA), status=D.ACCEPTED, attempts=1, claimed_at=NOW, accepted_at=NOW)


def failed(delivery: Delivery, code: int, *, at=NOW, now=NOW) -> Delivery:
    """Meta's receipt says so."""
    receipts.apply(events_of(receipt(delivery, "failed", at=at, code=code)), now=now)
    return Delivery.objects.get(pk=delivery.pk)


@pytest.mark.parametrize(
    ("code", "status", "campaign_is"),
    [
        (131026, D.FAILED, C.SENDING),  # this person
        (131049, D.FAILED, C.SENDING),
        (130472, D.FAILED, C.SENDING),
        (131050, D.FAILED, C.SENDING),
        (100, D.FAILED, C.SENDING),  # our bug
        (131056, D.QUEUED, C.SENDING),  # later
        (130429, D.QUEUED, C.SENDING),
        (131000, D.QUEUED, C.SENDING),
        (131047, D.QUEUED, C.SENDING),  # as a template
        (131042, D.QUEUED, C.PAUSED),  # everybody
        (190, D.QUEUED, C.PAUSED),
        (132001, D.QUEUED, C.PAUSED),
        (131048, D.QUEUED, C.PAUSED),
    ],
)
def test_a_failed_receipt_by_its_code(code: int, status: D, campaign_is: C, delivery: Delivery):
    after = failed(delivery, code)

    assert (after.status, after.error_code) == (status, code)
    assert after.reason == failure_reasons.sentence(code)
    assert Campaign.objects.get().status == campaign_is


def test_a_pause_says_why_and_the_second_failure_of_the_same_kind_pauses_nothing_twice(delivery: Delivery):
    other = Delivery.objects.create(
        campaign=delivery.campaign, subscriber=subscribe(BRUNO), status=D.SENT, attempts=1
    )
    failed(delivery, 131042)
    failed(other, 131042)

    row = Campaign.objects.get()
    assert row.pause_reason == (
        "Problema di pagamento presso WhatsApp: controlla il metodo di pagamento. "
        "Chi amministra l'account deve sistemare il pagamento in Gestione WhatsApp; poi riprendi."
    )
    assert [(event.what, event.by, event.note) for event in row.events.all()] == [
        ("paused", None, row.pause_reason)
    ]


def test_back_off_waits_and_the_new_attempt_has_no_times_of_the_old_one(delivery: Delivery):
    """They would say that this one had been heard of: see recovery."""
    Delivery.objects.update(sent_at=NOW)
    after = failed(delivery, 131056)

    assert NOW + timedelta(seconds=3.2) <= after.not_before <= NOW + timedelta(seconds=4.8)
    assert (after.accepted_at, after.sent_at) == (None, None)
    assert not Delivery.objects.due(NOW).exists()
    assert Delivery.objects.due(NOW + timedelta(seconds=5)).exists()


@pytest.mark.parametrize(
    ("code", "attempts", "status"),
    [(131056, 5, D.QUEUED), (131056, 6, D.FAILED), (131000, 1, D.QUEUED), (131000, 2, D.FAILED)],
)
def test_nobody_is_tried_for_ever(code: int, attempts: int, status: D, delivery: Delivery):
    Delivery.objects.update(attempts=attempts)

    assert failed(fresh(delivery), code).status == status


LEFT_AS_TEMPLATE = {
    "to somebody who did not write lately": (Delivery, {"outside_window": True}),
    "an alert, which may not live for long": (Campaign, {"started_at": NOW, "time_to_live": 3600}),
}


@pytest.mark.parametrize(("model", "facts"), LEFT_AS_TEMPLATE.values(), ids=LEFT_AS_TEMPLATE)
def test_what_left_as_a_template_is_not_written_again_for_a_closed_window(
    model: type, facts: dict, delivery: Delivery
):
    """Meta has taken the very form that a closed window calls for: to send it once more would bring the same."""
    model.objects.update(**facts)
    after = failed(delivery, 131047)
    assert (after.status, after.needs_template) == (D.FAILED, False)


def test_a_closed_window_calls_for_the_template_and_then_no_more(delivery: Delivery):
    again = failed(delivery, 131047)
    assert again.needs_template
    assert again.not_before is None

    Delivery.objects.update(status=D.ACCEPTED, attempts=2, outside_window=True)  # as the claim writes
    assert failed(fresh(again), 131047).status == D.FAILED


def test_who_stopped_us_at_whatsapp_leaves_our_list_with_a_record(delivery: Delivery):
    failed(delivery, 131050)

    assert not Subscriber.objects.subscribed().exists()
    record = ConsentRecord.objects.first()
    assert (record.kind, record.channel, record.rule) == ("preference_stop", "system", "meta-131050")
    assert record.took_effect


def test_who_came_back_after_that_stays(delivery: Delivery):
    """The receipt is older than their new "Iscrizione"."""
    subscribe(ANNA, at=NOW)
    failed(delivery, 131050, at=NOW - MINUTE, now=NOW + MINUTE)

    assert Subscriber.objects.subscribed().exists()
    assert not ConsentRecord.objects.first().took_effect


def test_who_had_left_before_needs_no_second_record(delivery: Delivery):
    unsubscribe(ANNA)
    failed(delivery, 131050)

    assert ConsentRecord.objects.count() == 2


@pytest.mark.parametrize(
    ("code", "is_now", "steps"),
    [
        (131047, C.SENDING, ["resumed"]),  # it needs another attempt
        (131026, C.SENT, []),  # a failure for good
        (131050, C.SENT, []),
        (100, C.SENT, []),
        (131042, C.PAUSED, ["resumed", "paused"]),  # account trouble waits for a person
    ],
)
def test_a_broadcast_that_was_over_goes_on_for_a_message_that_came_back(
    code, is_now, steps, delivery: Delivery
):
    """Everything had been accepted; now Meta says that one of them failed."""
    Campaign.objects.update(status=C.SENT, finished_at=NOW)
    failed(delivery, code, now=NOW + MINUTE)

    row = Campaign.objects.get()
    assert (row.status, row.finished_at) == (is_now, NOW if is_now == C.SENT else None)
    assert list(row.events.values_list("what", flat=True)) == steps


def test_too_fast_pauses_the_rate_and_a_line_that_was_down_for_long_loses_nobody(delivery: Delivery):
    began = time.time()
    failures.fail(delivery, SlowDown, code=130429, now=NOW, retry_after=30)

    assert began + 30 <= RateLimiter.objects.get().next_slot <= time.time() + 30
    assert RateLimiter.objects.get().share == 0.5

    Delivery.objects.update(attempts=20, status=D.SENDING)
    delivery.refresh_from_db()
    failures.fail(delivery, errors.TryLater, code=None, now=NOW)

    assert fresh(delivery).status == D.QUEUED
    assert Campaign.objects.get().pause_reason.startswith(failure_reasons.NO_RESPONSE)


@pytest.mark.parametrize(
    ("code", "others"),
    [(190, C.PAUSED), (131042, C.PAUSED), (131048, C.PAUSED), (132012, C.SENDING), (132001, C.SENDING)],
)
def test_account_trouble_stops_every_broadcast_a_template_its_own(code: int, others: C, delivery: Delivery):
    second = under_way(title="Mercato")
    failed(delivery, code)

    assert fresh(second).status == others
    assert Campaign.objects.get(pk=delivery.campaign_id).status == C.PAUSED


def test_whoever_runs_the_service_gets_one_email_for_all(
    delivery: Delivery, settings, mailoutbox, django_capture_on_commit_callbacks
):
    settings.ALERT_EMAILS = ["ced@comune.cascina.pi.it"]
    other = delivery_to(subscribe(BRUNO), of=under_way(title="Mercato"), status=D.ACCEPTED, attempts=1)
    with django_capture_on_commit_callbacks(execute=True):
        failed(delivery, 190)
        failed(other, 190)

    (letter,) = mailoutbox
    assert "va rinnovata" in letter.body
    assert "«Mercato»" in letter.body
    assert "«Via Roma chiusa al traffico»" in letter.body
    assert ANNA.phone not in letter.body


# ── Again and again ───────────────────────────────────────────────────────────────────────────────────────


def in_flight(count: int) -> tuple[Campaign, list[Delivery]]:
    """A broadcast to so many, all of them on their way."""
    subscribe_crowd(count)
    broadcast = under_way()
    broadcast.deliveries.update(status=D.SENDING, attempts=1, claimed_at=NOW)
    return broadcast, list(broadcast.deliveries.select_related("campaign", "subscriber").order_by("pk"))


def test_twenty_of_our_mistakes_in_a_row_stop_the_broadcast_until_somebody_resumes():
    broadcast, deliveries = in_flight(40)
    for delivery in deliveries[:19]:
        failures.fail(delivery, errors.OurMistake, code=100, now=NOW)
    broadcast.refresh_from_db()
    assert broadcast.status == C.SENDING

    failures.fail(deliveries[19], errors.OurMistake, code=100, now=NOW)
    broadcast.refresh_from_db()
    assert broadcast.status == C.PAUSED
    assert broadcast.pause_reason == (
        "Venti invii di seguito non sono riusciti per lo stesso motivo. L'ultimo: «Richiesta sbagliata: avvisa chi "
        "amministra il sistema». Avvisa chi amministra il sistema; riprendi quando la causa è risolta."
    )

    launching.resume(campaign=broadcast, by=hire(PAOLO), now=NOW + MINUTE)
    for delivery in deliveries[20:39]:
        failures.fail(delivery, errors.OurMistake, code=100, now=NOW + MINUTE)
    assert fresh(broadcast).status == C.SENDING


@pytest.mark.parametrize("code", [131026, 130472, 131049, 131056, 130429])
def test_recipients_and_the_rate_stop_no_broadcast_however_many(code: int):
    broadcast, deliveries = in_flight(30)
    for delivery in deliveries:
        failures.fail(delivery, error_class(code), code=code, now=NOW)

    assert fresh(broadcast).status == C.SENDING


@pytest.mark.parametrize(("arrived", "stops"), [(0, True), (300, False)])
def test_receipts_that_say_failed_stop_it_by_their_share(arrived: int, stops: bool):
    broadcast, deliveries = in_flight(21 + arrived)
    broadcast.deliveries.filter(pk__gt=deliveries[20].pk).update(status=D.DELIVERED)
    for delivery in deliveries[:21]:
        failed(delivery, 131053)

    assert (fresh(broadcast).status == C.PAUSED) == stops


@pytest.mark.parametrize(("attempts", "status"), [(1, D.UNCERTAIN), (2, D.FAILED)])
def test_a_code_that_nobody_knows_is_tried_once_more_and_reported_once(attempts: int, status: D, caplog):
    _, deliveries = in_flight(3)
    for delivery in deliveries:
        delivery.attempts = attempts
        Delivery.objects.update(attempts=attempts)
        failures.fail(delivery, error_class(999999, 400), code=999999, now=NOW)

    rows = Delivery.objects.values_list("status", "reason")
    told = (
        "WhatsApp ha risposto con un errore sconosciuto: non si sa se il messaggio è partito (codice 999999)"
    )
    assert set(rows) == {(status, told)}
    assert [r.getMessage() for r in caplog.records if r.levelname == "ERROR"] == [
        "Meta's error code 999999 is not known to us"
    ]


# ── Numbers that nothing reaches ──────────────────────────────────────────────────────────────────────────


def test_the_third_broadcast_that_does_not_arrive_is_the_last_that_is_tried():
    anna = subscribe(ANNA)
    for _ in range(3):
        last = delivery_to(anna, status=D.ACCEPTED, attempts=1)
        for _ in range(2):  # Meta says it twice
            failed(last, 131026)
    anna.refresh_from_db()

    assert (anna.undelivered, anna.unreachable_since) == (3, NOW)
    assert anna.is_subscribed


@pytest.mark.parametrize("status", [D.DELIVERED, D.READ])
def test_what_arrived_does_not_fail_any_more(status: D, delivery: Delivery):
    """Nor does it stop the broadcast, or take anybody off the list."""
    Delivery.objects.update(status=status)
    for code in (131042, 131050):
        assert failed(delivery, code).status == status

    assert Campaign.objects.get().status == C.SENDING
    assert Subscriber.objects.subscribed().exists()


def test_who_left_dropped_the_topic_or_became_unreachable_is_taken_out_of_the_queue():
    for citizen in (ANNA, BRUNO, CARLA, DARIO, ELENA):
        subscribe(citizen)
    broadcast = under_way()
    unsubscribe(BRUNO)
    choose(CARLA, topic("Eventi e cultura"))
    choose(ELENA, topic("Viabilità e cantieri"))
    Subscriber.objects.filter(with_number(DARIO.phone)).update(undelivered=3, unreachable_since=NOW)

    assert failures.skip_unwilling(broadcast) == 3
    skipped = broadcast.deliveries.filter(status=D.SKIPPED)
    assert sorted(skipped.values_list("reason", flat=True)) == sorted(
        [failure_reasons.LEFT_MEANWHILE, failure_reasons.LEFT_MEANWHILE, failure_reasons.UNREACHABLE]
    )
    assert broadcast.deliveries.filter(status=D.QUEUED).count() == 2


def test_only_the_queue_of_that_broadcast_is_looked_at():
    subscribe(ANNA)
    first, second = under_way(), under_way()
    unsubscribe(ANNA)

    assert failures.skip_unwilling(first) == 1
    assert second.deliveries.get().status == D.QUEUED
    assert failures.skip_unwilling() == 1
