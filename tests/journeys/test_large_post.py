"""The worker's machine dies in the middle of a large post. Everybody in it is heard once, and answered once."""

import pytest

from cascina_whatsapp.whatsapp.cloud_api.signature import sign
from cascina_whatsapp.whatsapp.webhook.models import WebhookPost
from subscribers.models import ConsentRecord, Reply, Subscriber
from tests.builders import text, webhook
from tests.people import Citizen

MANY = 1000
"""Meta's largest."""
JOINING = [Citizen(f"in a post {number}", f"+39320200{number:04}", "") for number in range(MANY)]


@pytest.fixture
def newcomers(stack):
    """Whoever joins in this story, by their rows; nobody else's broadcast is for them, and nothing waits to leave."""
    last = Subscriber.objects.using("journeys").order_by("pk").values_list("pk", flat=True).last() or 0
    found = Subscriber.objects.using("journeys").filter(pk__gt=last)
    yield found
    found.update(status=Subscriber.Status.LEFT, phone="", bsuid="")
    Reply.objects.using("journeys").filter(status=Reply.Status.QUEUED).delete()


@pytest.mark.sweep
def test_killed_in_the_middle(stack, newcomers):
    posts, records = WebhookPost.objects.using("journeys"), ConsentRecord.objects.using("journeys")
    answers = Reply.objects.using("journeys")
    before, answered = records.count(), answers.count()
    body = webhook(*(text(citizen, "Iscrizione", at=stack.now()) for citizen in JOINING))
    signed = {"X-Hub-Signature-256": sign(body, stack.environment["WHATSAPP_APP_SECRET"])}

    stack.http.post(f"{stack.site}/webhooks/whatsapp/", body, headers=signed).raise_for_status()
    stack.until(lambda: records.count() > before)
    stack.kill("worker")
    assert posts.exists(), "it was all read before the worker could be killed"
    stack.start_worker()
    stack.until(lambda: not posts.exists())

    assert sorted(row.phone for row in newcomers) == sorted(citizen.phone for citizen in JOINING)
    assert (records.count() - before, answers.count() - answered) == (MANY, MANY)
