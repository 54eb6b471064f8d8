"""A webhook about another account or another number is signed with the same secret, and obeyed by nobody here."""

import json

import pytest

from broadcasts.models import AccountNotice, Delivery, WhatsAppTemplate
from cascina_whatsapp.whatsapp.webhook.models import DeadLetter
from subscribers.models import ConsentRecord, SeenMessage, Subscriber
from tests.builders import (
    ACCOUNT,
    approve_templates,
    arrive,
    delivery_to,
    preference,
    receipt,
    subscribe,
    text,
    webhook,
)
from tests.people import ANNA, BRUNO

pytestmark = pytest.mark.django_db
ANOTHER = "999000999000999"
REFUSAL = "for another account or number: compare the settings with Meta's"


def of_account(account: str | None, *changes: dict) -> bytes:
    """The same webhook, of another account."""
    body = json.loads(webhook(*changes))
    (entry,) = body["entry"]
    entry.pop("id") if account is None else entry.update(id=account)
    return json.dumps(body).encode()


def of_number(number: str, change: dict) -> bytes:
    """The same webhook, of another number of our account."""
    told = json.loads(json.dumps(change))
    told["value"]["metadata"]["phone_number_id"] = number
    return webhook(told)


def without_number(change: dict) -> bytes:
    told = json.loads(json.dumps(change))
    del told["value"]["metadata"]
    return webhook(told)


FOREIGN = {
    "another account": lambda change: of_account(ANOTHER, change),
    "no account": lambda change: of_account(None, change),
    "another number": lambda change: of_number(ANOTHER, change),
    "no number": lambda change: without_number(change),
}
foreign = pytest.mark.parametrize("addressed", FOREIGN.values(), ids=FOREIGN)


@foreign
def test_who_joins_another_service_joins_nothing_here(addressed):
    arrive(addressed(text(ANNA, "Iscrizione")))
    assert not Subscriber.objects.exists()
    assert not SeenMessage.objects.exists()
    assert [(letter.kind, letter.error) for letter in DeadLetter.objects.all()] == [
        ("InboundMessage", REFUSAL)
    ]


@foreign
def test_who_leaves_another_service_stays_here(addressed):
    subscribe(ANNA)
    arrive(addressed(preference(ANNA, "stop")))
    assert Subscriber.objects.subscribed().count() == 1
    assert DeadLetter.objects.get().kind == "PreferenceChange"


@foreign
def test_what_became_of_a_message_of_others_changes_none_of_ours(addressed):
    sent = delivery_to(subscribe(ANNA), status="sent", attempts=1)
    arrive(addressed(receipt(sent, "read")))
    assert Delivery.objects.get().status == "sent"
    assert DeadLetter.objects.get().kind == "StatusUpdate"


def test_news_of_another_account_and_its_templates_are_not_ours():
    approve_templates()
    template = WhatsAppTemplate.objects.earliest("pk")
    update = {
        "field": "message_template_status_update",
        "value": {
            "event": "DISABLED",
            "message_template_name": template.name,
            "message_template_language": template.language,
        },
    }
    ban = {"field": "account_update", "value": {"event": "DISABLED_UPDATE"}}
    arrive(of_account(ANOTHER, update, ban))
    assert not WhatsAppTemplate.objects.exclude(status="APPROVED").exists()
    assert not AccountNotice.objects.exists()
    assert DeadLetter.objects.count() == 2
    arrive(of_account(ACCOUNT, update, ban))
    template.refresh_from_db()
    assert template.status == "DISABLED"
    assert AccountNotice.objects.exists()


def test_beside_what_is_for_others_ours_is_dealt_with():
    arrive(of_number(ANOTHER, text(ANNA, "Iscrizione")), webhook(text(BRUNO, "Iscrizione")))
    assert Subscriber.objects.subscribed().get().phone == BRUNO.phone
    assert DeadLetter.objects.count() == 1


def test_once_the_setting_is_mended_it_can_be_tried_again(settings):
    """Whoever moved to another number, and forgot to say so, loses nothing that citizens wrote meanwhile."""
    arrive(of_number(ANOTHER, text(ANNA, "Iscrizione")))
    settings.WHATSAPP_PHONE_NUMBER_ID = ANOTHER
    DeadLetter.objects.get().retry()
    arrive()
    assert Subscriber.objects.subscribed().count() == 1
    assert ConsentRecord.objects.count() == 1
    assert not DeadLetter.objects.exists()
