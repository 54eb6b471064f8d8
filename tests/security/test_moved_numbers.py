"""Somebody who can write to the database, and has no key, moves encrypted numbers between people's rows.

Nothing leaves for the number, and the verification of the night names the row.
"""

import logging

import pytest

from broadcasts.models import Delivery
from broadcasts.rules import failure_reasons
from broadcasts.sending import sender
from broadcasts.slices.trials import sending
from broadcasts.slices.trials.models import Trial, TrialNumber
from cascina_whatsapp.accounts.staff_notices.models import StaffNotice
from subscribers import identity
from subscribers.conversation import reply_sending
from subscribers.models import Reply, Subscriber
from subscribers.register import verification
from tests.builders import (
    NOW,
    arrive,
    campaign,
    hire,
    subscribe,
    subscribe_crowd,
    text,
    under_way,
    unsubscribe,
    webhook,
)
from tests.people import ANNA, BRUNO, CARLA, GIULIA
from tests.security.by_sql import sql

pytestmark = pytest.mark.django_db
PEOPLE = "subscribers_subscriber"


@pytest.fixture(autouse=True)
def town(settings):
    settings.WHATSAPP_MESSAGES_PER_SECOND = 0
    settings.ALERT_EMAILS = ["ced@comune.example"]


def stored(table: str, pk: int) -> str:
    """The number as the database has it."""
    return sql(f"SELECT phone FROM {table} WHERE id = %s", pk)[0][0]


def put(table: str, pk: int, value: str) -> None:
    sql(f"UPDATE {table} SET phone = %s WHERE id = %s", value, pk)


def moved(victim: Subscriber, row: Subscriber) -> None:
    """The number of one, who leaves, goes to the row of another."""
    kept = stored(PEOPLE, victim.pk)
    unsubscribe(BRUNO)
    put(PEOPLE, row.pk, kept)


def send(api) -> int:
    return sender.send_due(api=api, now=NOW, clock=lambda: NOW)


def alarms() -> list[str]:
    return list(StaffNotice.objects.filter(address="ced@comune.example").values_list("sentence", flat=True))


def findings() -> list[tuple[str, str]]:
    return [(finding.what, finding.sentence) for finding in verification.Verification().findings()]


def test_a_number_moved_to_another_row_gets_no_broadcast(api, graph, caplog):
    anna, bruno = subscribe(ANNA), subscribe(BRUNO)
    subscribe(CARLA)
    broadcast = under_way()
    moved(bruno, anna)
    with caplog.at_level(logging.ERROR):
        send(api)

    assert graph.sent_to(BRUNO) == []
    assert len(graph.sent_to(CARLA)) == 1
    kept = broadcast.deliveries.get(subscriber=anna)
    assert (kept.status, kept.reason) == ("failed", failure_reasons.NOT_THEIRS)
    (line,) = [record.getMessage() for record in caplog.records if "kept back" in record.getMessage()]
    assert f"delivery {kept.pk} of campaign {broadcast.pk}" in line
    assert len(alarms()) == 1
    assert verification.check(NOW).problems == 1


def test_numbers_given_before_a_key_was_changed_are_still_written_to(api, graph, settings):
    subscribe(ANNA)
    settings.CONSENT_HASH_KEYS_OLD = [settings.CONSENT_HASH_KEY]
    settings.CONSENT_HASH_KEY = "2:a newer key of the pseudonyms, long enough to be taken"
    subscribe(BRUNO)
    under_way()
    send(api)
    assert len(graph.sent_to(ANNA)) == len(graph.sent_to(BRUNO)) == 1
    assert findings() == []


def test_the_operators_are_told_once_however_many_numbers_were_moved(api, graph):
    rows = [identity.find(citizen.person) for citizen in subscribe_crowd(12)]
    under_way()
    kept = [stored(PEOPLE, row.pk) for row in rows]
    for row, value in zip(rows, [*kept[1:], kept[0]], strict=True):
        put(PEOPLE, row.pk, value)
    send(api)
    assert graph.messages == []
    assert Delivery.objects.filter(status="failed", reason=failure_reasons.NOT_THEIRS).count() == 12
    assert len(alarms()) == 1


def test_a_number_moved_to_another_answer_gets_no_answer(api, graph):
    arrive(webhook(text(ANNA, "Iscrizione")), webhook(text(BRUNO, "Iscrizione")))
    to_anna, to_bruno = (
        Reply.objects.get(pseudonym=identity.pseudonym_of(one.person)) for one in (ANNA, BRUNO)
    )
    put("subscribers_reply", to_anna.pk, stored("subscribers_reply", to_bruno.pk))
    reply_sending.send_due(api=api, now=NOW)

    assert len(graph.sent_to(BRUNO)) == 1
    assert graph.sent_to(ANNA) == []
    kept = Reply.objects.get(pk=to_anna.pk)
    assert (kept.status, kept.phone, kept.content) == ("failed", "", {})
    assert len(alarms()) == 1


def test_a_number_moved_to_a_trial_gets_no_trial(api, graph):
    giulia, message = hire(GIULIA), campaign()
    number = TrialNumber.objects.create(
        user=giulia, phone=BRUNO.phone, code_asked_at=NOW, verified_at=NOW,
        pseudonym=identity.pseudonym_of(ANNA.person),
    )  # fmt: skip
    Trial.objects.create(campaign=message, number=number, by=giulia, asked_at=NOW, version=message.version)
    sending.send_due(api=api, now=NOW)
    assert graph.messages == []
    assert Trial.objects.get().reason == failure_reasons.NOT_THEIRS


# ── The verification of the night ─────────────────────────────────────────────────────────────────────────


def test_who_is_subscribed_behind_the_registers_back_is_found():
    """Who had left, and somebody put in without a record."""
    bruno = subscribe(BRUNO)
    kept = stored(PEOPLE, bruno.pk)
    unsubscribe(BRUNO)
    sql(f"UPDATE {PEOPLE} SET status = 'subscribed', phone = %s WHERE id = %s", kept, bruno.pk)
    made = Subscriber.objects.create(
        status="subscribed", phone=ANNA.phone, decided_at=NOW, **identity.pseudonyms(ANNA.person)
    )
    assert [what for what, _ in findings()] == ["subscribed"] * 2
    for person, (_, sentence) in zip((bruno, made), findings(), strict=True):
        assert f"Iscritto {person.pk}" in sentence


def test_a_number_that_nobody_can_have_written_there_is_found_and_gets_no_broadcast(api, graph):
    anna = subscribe(ANNA)
    under_way()
    for value in ("enc1.00000000.AAAA", "nonsense", BRUNO.phone):
        put(PEOPLE, anna.pk, value)
        assert [what for what, _ in findings()] == ["number"], value
    send(api)
    assert graph.messages == []


def test_people_in_good_order_give_no_findings_in_any_number(django_assert_max_num_queries):
    subscribe_crowd(1200)
    subscribe(ANNA)
    with django_assert_max_num_queries(40):
        assert findings() == []
