"""Every kind of message that WhatsApp knows, as it writes it: what each does to consent, and what is answered.

The payloads are those of tests/payloads, one at least for each kind; told to a stranger, and to a subscriber.
"""

import json
from datetime import timedelta

import pytest

from cascina_whatsapp.whatsapp.cloud_api import events
from subscribers import consent, identity
from subscribers.models import ConsentRecord, Reply, Subscriber
from tests import payloads
from tests.builders import arrive

pytestmark = pytest.mark.django_db
KINDS = {
    "text": "text",
    "button": "button",
    "interactive / button_reply": "button_reply",
    "interactive / list_reply": "list_reply",
    "interactive / nfm_reply": "flow_reply",
    "interactive / product": "product_reply",
    "image": "image",
    "video": "video",
    "document": "document",
    "audio": "audio",
    "voice": "voice",
    "sticker": "sticker",
    "location": "location",
    "contacts": "contacts",
    "reaction": "reaction",
    "order": "order",
    "system": "system_identity_changed",
    "unsupported": "unsupported",
    "edit": "edit",
    "revoke": "revoke",
    "request_welcome": "request_welcome",
}
"""Meta's kinds of inbound messages (cloud API, messages webhook) → a payload of each."""

JOINS, LEAVES, NOTHING = "joins", "leaves", "nothing"
SILENCE = ""
FILE = (NOTHING, "media_received")
TOLD = {
    # payload: (what it does, what is answered to a stranger, and to a subscriber where that differs)
    "text": (
        NOTHING,
        "join_question",
        "optin_already",
    ),  # "Sì, iscrivetemi: è già città!" has words of no rule
    "text_escaped": (NOTHING, "join_question", "optin_already"),
    "text_without_phone": (JOINS, "optin_confirm", "optin_already"),
    "text_with_empty_phone": (JOINS, "optin_confirm", "optin_already"),
    "text_with_id_as_phone": (JOINS, "optin_confirm", "optin_already"),
    "text_phone_only_in_contact": (JOINS, "optin_confirm", "optin_already"),
    "text_id_only_in_contact": (JOINS, "optin_confirm", "optin_already"),
    "text_without_contacts": (JOINS, "optin_confirm", "optin_already"),
    "text_from_advertisement": (JOINS, "optin_confirm", "optin_already"),
    "text_in_milliseconds": (JOINS, "optin_confirm", "optin_already"),
    "text_forwarded": (NOTHING, "ambiguous"),
    "text_forwarded_often": (NOTHING, "ambiguous"),
    "text_in_group": (NOTHING, SILENCE),
    "text_reply": (NOTHING, SILENCE),
    "button": (LEAVES, "optout_not_subscribed", "optout_confirm"),
    "button_without_context": (LEAVES, "optout_not_subscribed", "optout_confirm"),
    "button_reply": (JOINS, "optin_confirm", "optin_already"),
    "list_reply": (NOTHING, "not_subscribed", "topics_saved"),
    "flow_reply": (NOTHING, "unknown_out_of_hours"),
    "product_reply": (NOTHING, "unknown_out_of_hours"),
    "image": FILE,
    "image_without_caption": FILE,
    "video": (LEAVES, "optout_not_subscribed", "optout_confirm"),
    "document": FILE,
    "audio": FILE,
    "voice": FILE,
    "sticker": FILE,
    "location": FILE,
    "contacts": FILE,
    "order": FILE,
    "reaction": (NOTHING, SILENCE),
    "reaction_removed": (NOTHING, SILENCE),
    "unsupported": (NOTHING, SILENCE),
    "unsupported_edit": (NOTHING, SILENCE),
    "edit": (NOTHING, SILENCE),
    "revoke": (NOTHING, SILENCE),
    "request_welcome": (NOTHING, SILENCE),
    "type_of_tomorrow": (NOTHING, SILENCE),
    "system_identity_changed": (NOTHING, SILENCE),
    "preference_stop": (LEAVES, SILENCE),
    "preference_resume": (NOTHING, SILENCE),
    "preference_signup": (NOTHING, SILENCE),
}


def kind_in(name: str) -> str:
    """The kind of the message in a payload, as Meta calls it."""
    value = json.loads(payloads.read(name))["entry"][0]["changes"][0]["value"]
    return value["messages"][0]["type"]


@pytest.mark.parametrize(("kind", "name"), KINDS.items(), ids=KINDS)
def test_every_kind_of_message_has_a_payload_and_a_line_in_the_table(kind: str, name: str):
    assert kind_in(name) == kind.split(" / ")[0]
    assert name in TOLD


@pytest.mark.parametrize("name", TOLD)
@pytest.mark.parametrize("was_in", [False, True], ids=["stranger", "subscriber"])
def test_what_it_does_to_consent(name: str, was_in: bool):
    (event,) = events.parse(payloads.read(name))
    who = getattr(event, "sender", None) or getattr(event, "person", None) or event.before
    at = getattr(event, "at", None)
    if was_in:
        proof = consent.Evidence(
            at=at - timedelta(days=2), channel=consent.Channel.KEYWORD, words="Iscrizione"
        )
        consent.opt_in(who, proof, now=proof.at)
    records = ConsentRecord.objects.count()
    arrive(payloads.read(name), now=at)
    effect, *answers = TOLD[name]
    known = identity.find(who)

    assert bool(known and known.is_subscribed) == {JOINS: True, LEAVES: False}.get(effect, was_in)
    if effect is NOTHING and not was_in:
        assert not Subscriber.objects.exists()
        assert ConsentRecord.objects.count() == records
    answer = answers[-1 if was_in else 0]
    assert list(Reply.objects.values_list("text__key", flat=True)) == [answer] * bool(answer)


def test_no_payload_of_a_citizen_is_left_out():
    by_hand = {"system_changed_number", "system_changed_user_id", "system_of_tomorrow", "batch"}
    of_citizens = {
        name for name in payloads.NAMES if not name.startswith(("status", "template", "account", "number"))
    }
    assert of_citizens - by_hand - {"errors", "field_of_tomorrow", "security"} == TOLD.keys()
