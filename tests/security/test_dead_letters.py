"""Nobody makes a "Cancellazione" vanish that could not be processed: it is tried again, or kept for its term."""

import pytest
from django.contrib.auth.models import Group, Permission

from cascina_whatsapp.whatsapp.webhook.models import DeadLetter
from subscribers.models import Subscriber
from tests.builders import NOW, arrive, hire, subscribe, text, webhook
from tests.people import ANNA
from tests.staff import SARA, at_desk

pytestmark = pytest.mark.django_db
LIST = "/admin/notifiche-da-controllare/"


@pytest.fixture
def goodbye() -> DeadLetter:
    """Anna left, and the service could not read it."""
    subscribe(ANNA)
    body = webhook(text(ANNA, "Cancellazione"))
    return DeadLetter.objects.create(body=body, kind="InboundMessage", error="ValueError", received_at=NOW)


def test_nobody_can_delete_it_with_a_right_that_no_group_has_any_more_and_tried_again_it_counts(
    goodbye, admin_client
):
    right = Permission.objects.get(codename="delete_deadletter")
    assert not Group.objects.filter(permissions=right).exists()
    delete = {"action": "delete_selected", "_selected_action": [goodbye.pk], "post": "yes"}
    sara = at_desk(SARA)
    for browser in (sara, admin_client):
        browser.post(f"{LIST}{goodbye.pk}/elimina/", {"post": "yes"})
        browser.post(LIST, delete)
        hire(SARA).user_permissions.add(right)
        browser.post(f"{LIST}{goodbye.pk}/elimina/", {"post": "yes"})
        browser.post(LIST, delete)
    assert DeadLetter.objects.filter(pk=goodbye.pk).exists()
    sara.post(LIST, {"action": "retry", "_selected_action": [goodbye.pk]})
    arrive()
    assert not Subscriber.objects.subscribed().exists()
