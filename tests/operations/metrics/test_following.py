"""One message through the log: stored, read, answered, and what became of the answer, by one short name."""

import logging
import re
from datetime import timedelta

import pytest

from cascina_whatsapp import routing
from cascina_whatsapp.security.logs import follow
from subscribers.conversation import reply_sending
from subscribers.models import Reply
from tests.builders import NOW, knock, receipt_for, text, webhook
from tests.people import ANNA


@pytest.mark.django_db
def test_from_the_webhook_to_the_answer(client, graph, api, caplog):
    measured = []
    with caplog.at_level(logging.INFO):
        knock(client, webhook(text(ANNA, "Iscrizione")))
        routing.run(NOW)
        reply_sending.send_due(api=api, now=NOW, measure=lambda *told: measured.append(told))
    lines = [line.split(": ") for line in caplog.messages if re.search(r"\bp[0-9a-f]+$", line)]
    reply = Reply.objects.get()

    assert [what for what, _ in lines] == ["stored", "read", "answered", f"answer {reply.pk}, sent"]
    assert {name for _, name in lines} == {f"p{reply.post:x}"}
    assert [outcome for outcome, _ in measured] == ["sent"]
    assert ANNA.phone[3:] not in caplog.text


@pytest.mark.django_db
def test_receipts_have_no_lines(client, caplog):
    """There are three for each message of a broadcast."""
    with caplog.at_level(logging.INFO):
        knock(client, webhook(receipt_for("cascina:reply:1", "delivered")))
        routing.run(NOW)

    assert not re.search(r"\bp[0-9a-f]+$", caplog.text, re.MULTILINE)


@pytest.mark.django_db
def test_how_long_a_citizen_waited_counts_from_the_post(client, graph, api):
    knock(client, webhook(text(ANNA, "Iscrizione")))
    routing.run(NOW)
    Reply.objects.update(asked_at=NOW - timedelta(days=400))
    waited = []
    reply_sending.send_due(api=api, now=NOW, measure=lambda outcome, seconds: waited.append(seconds))

    assert waited[0] > timedelta(days=300).total_seconds()


def test_a_line_names_the_posts_that_there_are(caplog):
    with caplog.at_level(logging.INFO):
        follow(logging.getLogger("x"), "read", [31, None, 32])
        follow(logging.getLogger("x"), "read", [None])
    (record,) = caplog.records
    assert record.getMessage() == "read: p1f p20"
