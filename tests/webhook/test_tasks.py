# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The ticks of the door: however much Meta tells, a citizen is answered in between."""

import pytest
import time_machine

from broadcasts.models import Tap
from cascina_whatsapp.webhook import switchboard, tasks
from cascina_whatsapp.webhook.models import Heartbeat, WebhookPost
from subscribers.models import Reply
from tests.builders import NOW, receipt_for, text, webhook
from tests.people import ANNA, BRUNO

pytestmark = pytest.mark.django_db
SOME = switchboard.BATCH * switchboard.A_FEW


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel(NOW):
        yield


def stored(*bodies: bytes) -> None:
    WebhookPost.objects.bulk_create([WebhookPost(body=body) for body in bodies])


def test_a_tick_listens_and_answers(graph):
    stored(webhook(text(ANNA, "Iscrizione")), webhook(text(BRUNO, "Iscrizione")))
    tasks.listen()

    assert set(Reply.objects.values_list("status", flat=True)) == {Reply.Status.SENT}
    assert not WebhookPost.objects.exists()


def test_answers_leave_before_all_receipts_are_dealt_with(graph, monkeypatch):
    news = webhook(receipt_for("cascina:delivery:1:1", "read"))
    stored(webhook(text(ANNA, "Iscrizione")), *[news] * (2 * SOME))
    monkeypatch.setattr(tasks, "LISTEN_FOR", 0)
    tasks.listen()

    assert Reply.objects.get().status == Reply.Status.SENT
    assert WebhookPost.objects.count() == SOME + 1, "the next tick goes on from here"


def test_what_is_left_over_is_dealt_with_within_the_second(graph):
    stored(*[webhook(receipt_for("cascina:delivery:1:1", "read"))] * (SOME + 1))
    tasks.listen()

    assert not WebhookPost.objects.exists()
    assert Heartbeat.objects.filter(name="webhook").exists()


def test_an_answer_takes_its_share_of_the_tap(graph):
    stored(webhook(text(ANNA, "Iscrizione")))
    before = Tap.objects.get().next_slot
    switchboard.run(NOW)
    tasks.answer()

    assert Tap.objects.get().next_slot > before
