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
from tests.people import ANNA, BRUNO, CARLA

pytestmark = pytest.mark.django_db
ANOTHER = "999000999000999"
REFUSAL = "for another account or number: compare the settings with Meta's"


def of_account(account: str | None, *changes: dict) -> bytes:
    """The same webhook, of another account."""
    body = json.loads(webhook(*changes))
    (entry,) = body["entry"]
    entry.pop("id") if account is None else entry.update(id=account)
    return json.dumps(body).encode()


def of_number(number: str | None, change: dict) -> bytes:
    """The same webhook, of another number of our account."""
    told = json.loads(json.dumps(change))
    told["value"]["metadata"] = {} if number is None else {"phone_number_id": number}
    return webhook(told)


FOREIGN = {
    "another account": lambda change: of_account(ANOTHER, change),
    "no account": lambda change: of_account(None, change),
    "another number": lambda change: of_number(ANOTHER, change),
    "no number": lambda change: of_number(None, change),
}


@pytest.mark.parametrize("addressed", FOREIGN.values(), ids=FOREIGN)
def test_nobody_joins_leaves_or_receives_here_by_what_is_addressed_elsewhere(addressed):
    """Beside it, what is for us is dealt with."""
    sent = delivery_to(subscribe(ANNA), status="sent", attempts=1)
    arrive(
        addressed(text(CARLA, "Iscrizione")),
        addressed(preference(ANNA, "stop")),
        addressed(receipt(sent, "read")),
        webhook(text(BRUNO, "Iscrizione")),
    )
    assert {person.phone for person in Subscriber.objects.all()} == {ANNA.phone, BRUNO.phone}
    assert Subscriber.objects.subscribed().count() == 2
    assert SeenMessage.objects.count() == 1
    assert Delivery.objects.get().status == "sent"
    assert sorted(DeadLetter.objects.values_list("kind", "error")) == [
        ("InboundMessage", REFUSAL),
        ("PreferenceChange", REFUSAL),
        ("StatusUpdate", REFUSAL),
    ]


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


def test_once_the_setting_is_mended_it_can_be_tried_again(settings):
    """Whoever moved to another number, and forgot to say so, loses nothing that citizens wrote meanwhile."""
    arrive(of_number(ANOTHER, text(ANNA, "Iscrizione")))
    settings.WHATSAPP_PHONE_NUMBER_ID = ANOTHER
    DeadLetter.objects.get().retry()
    arrive()
    assert Subscriber.objects.subscribed().count() == 1
    assert ConsentRecord.objects.count() == 1
    assert not DeadLetter.objects.exists()
