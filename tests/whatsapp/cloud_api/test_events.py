"""What each webhook of Meta's means to us, one payload at a time."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from cascina_whatsapp.whatsapp.cloud_api.events import (
    AccountError,
    AccountUpdate,
    Event,
    IdentityChange,
    InboundMessage,
    Person,
    PreferenceChange,
    StatusUpdate,
    TemplateUpdate,
    Unknown,
    parse,
)
from tests import payloads

NUMBER_ID = "106540352242922"
ANNA = Person(phone="+393200000001", bsuid="IT.1349000000000000001")
BRUNO = Person(phone="+393200000002", bsuid="IT.1349000000000000002")
WRITTEN_AT = datetime(2026, 9, 21, 14, 13, 20, tzinfo=UTC)


def message(kind: str, **rest) -> InboundMessage:
    usual = {"id": "", "sender": ANNA, "at": WRITTEN_AT, "phone_number_id": NUMBER_ID}
    return InboundMessage(kind=kind, **usual | rest, envelope={})


def status(word: str, *, recipient: Person = ANNA, reference: str = "c12:r345:a1", **rest) -> StatusUpdate:
    return StatusUpdate(
        wamid="wamid.ours",
        status=word,
        at=datetime(2026, 9, 21, 14, 15, 0, tzinfo=UTC),
        recipient=recipient,
        reference=reference,
        phone_number_id=NUMBER_ID,
        **rest,
        envelope={},
    )


def preference(value: str) -> PreferenceChange:
    return PreferenceChange(
        person=ANNA,
        category="marketing_messages",
        value=value,
        at=datetime(2026, 9, 21, 14, 16, 40, tzinfo=UTC),
        phone_number_id=NUMBER_ID,
        envelope={},
    )


def identity(kind: str, *, before: Person, after: Person) -> IdentityChange:
    return IdentityChange(
        kind=kind,
        id=f"wamid.system_{kind}",
        at=WRITTEN_AT,
        before=before,
        after=after,
        phone_number_id=NUMBER_ID,
        envelope={},
    )


def template(kind: str, *, language: str = "it_IT", **news) -> TemplateUpdate:
    return TemplateUpdate(kind=kind, name="avviso_servizio", language=language, **news, envelope={})


def account(field: str, event: str, /, **details) -> AccountUpdate:
    return AccountUpdate(field=field, event=event, details=details, envelope={})


def unknown(field: str, problem: str, kind: str = "") -> Unknown:
    return Unknown(field=field, kind=kind, problem=problem, envelope={})


ID_ONLY = Person(bsuid=ANNA.bsuid)

MESSAGES = {
    "text": message("text", text="Sì, iscrivetemi: è già città!"),
    "text_escaped": message("text", text="Sì, iscrivetemi: è già città! 👍"),
    "text_without_phone": message(
        "text", text="Iscrizione", sender=Person(bsuid=ANNA.bsuid, parent_bsuid="IT.ENT.7001")
    ),
    "text_with_empty_phone": message("text", text="Iscrizione", sender=ID_ONLY),
    "text_with_id_as_phone": message("text", text="Iscrizione", sender=ID_ONLY),
    "text_phone_only_in_contact": message("text", text="Iscrizione"),
    "text_id_only_in_contact": message("text", text="Iscrizione"),
    "text_without_contacts": message("text", text="Iscrizione"),
    "text_forwarded": message("text", text="Iscrizione", forwarded=True),
    "text_forwarded_often": message("text", text="Iscrizione", forwarded=True),
    "text_reply": message("text", text="Grazie"),
    "text_in_milliseconds": message("text", text="Iscrizione", at=WRITTEN_AT.replace(microsecond=250_000)),
    "text_in_group": message("text", text="Iscrizione", group_id="Y2FwaV9ncm91cDoxMjM0"),
    "text_from_advertisement": message("text", text="Iscrizione"),
    "button": message("button", text="Cancellazione", choice="leave"),
    "button_without_context": message("button", text="Cancellazione", choice="Cancellazione"),
    "button_reply": message("interactive", text="Sì, mi iscrivo", choice="join"),
    "list_reply": message("interactive", text="Viabilità e cantieri", choice="topic:3"),
    "flow_reply": message("interactive"),
    "product_reply": message("interactive"),
    "image": message("image", caption="La buca di via Città di Pisa"),
    "image_without_caption": message("image"),
    "video": message("video", caption="Cancellazione"),
    "document": message("document", caption="Il modulo è compilato"),
    "audio": message("audio"),
    "voice": message("voice"),
    "sticker": message("sticker"),
    "location": message("location"),
    "contacts": message("contacts"),
    "reaction": message("reaction"),
    "reaction_removed": message("reaction"),
    "order": message("order"),
    "unsupported": message("unsupported"),
    "unsupported_edit": message("unsupported"),
    "edit": message("edit"),
    "revoke": message("revoke"),
    "request_welcome": message("request_welcome"),
    "type_of_tomorrow": message("hologram"),
}

OTHERS = {
    "system_changed_number": identity(
        "changed_number",
        before=Person(phone=ANNA.phone, bsuid=ANNA.bsuid, parent_bsuid="IT.ENT.7001"),
        after=Person(phone="+393200000009", bsuid="IT.1349000000000000009", parent_bsuid="IT.ENT.7009"),
    ),
    "system_changed_user_id": identity(
        "changed_user_id", before=ID_ONLY, after=Person(bsuid="IT.1349000000000000009")
    ),
    "system_identity_changed": identity("identity_changed", before=ANNA, after=Person()),
    "system_of_tomorrow": unknown("messages", "a system message that we do not know", kind="system"),
    "status_sent": status("sent", pricing_type="regular"),
    "status_delivered": status("delivered", pricing_type="free_customer_service"),
    "status_read": status("read", reference=""),
    "status_played": status("played"),
    "status_deleted": status("deleted"),
    "status_to_id": status("sent", pricing_type="regular"),
    "status_failed": status(
        "failed",
        recipient=Person(phone=ANNA.phone),
        error_code=131026,
    ),
    "status_failed_opted_out": status(
        "failed",
        recipient=Person(phone=ANNA.phone),
        error_code=131050,
    ),
    "preference_stop": preference("stop"),
    "preference_resume": preference("resume"),
    "preference_signup": preference("signup"),
    "template_approved": template("status", event="APPROVED", category="UTILITY"),
    "template_rejected": template("status", event="REJECTED", language="it", reason="INVALID_FORMAT"),
    "template_quality": template("quality", quality="YELLOW"),
    "template_quality_mislabelled": template("quality", quality="RED"),
    "template_category_impending": template(
        "category",
        event="IMPENDING",
        category="MARKETING",
        takes_effect=datetime(2026, 9, 22, 14, 13, 20, tzinfo=UTC),
    ),
    "template_category_changed": template("category", event="COMPLETED", category="MARKETING"),
    "account_restricted": account(
        "account_update",
        "ACCOUNT_RESTRICTION",
        **{
            "phone_number": "…",
            "event": "ACCOUNT_RESTRICTION",
            "restriction_info.0.restriction_type": "RESTRICTED_BIZ_INITIATED_MESSAGING",
            "restriction_info.0.expiration": 1790600000,
        },
    ),
    "account_alert": account(
        "account_alerts",
        "INCREASED_CAPABILITIES_ELIGIBILITY_DEFERRED",
        entity_type="BUSINESS",
        entity_id=304050607080901,
        alert_severity="CRITICAL",
        alert_status="ACTIVE",
        alert_type="INCREASED_CAPABILITIES_ELIGIBILITY_DEFERRED",
        alert_description="Limite non aumentato: chiamare …",
    ),
    "account_capability": account(
        "business_capability_update",
        "",
        max_daily_conversations_per_business="TIER_2K",
        max_phone_numbers_per_business=20,
    ),
    "number_quality": account(
        "phone_number_quality_update",
        "UPGRADE",
        display_phone_number="…",
        event="UPGRADE",
        current_limit="TIER_2K",
    ),
    "number_name": account(
        "phone_number_name_update",
        "APPROVED",
        display_phone_number="…",
        decision="APPROVED",
        requested_verified_name="Comune di Cascina",
    ),
    "security": account(
        "security", "PIN_CHANGED", display_phone_number="…", event="PIN_CHANGED", requester="…"
    ),
    "errors": AccountError(code=130429, title="Rate limit hit", phone_number_id=NUMBER_ID, envelope={}),
    "field_of_tomorrow": unknown("smb_app_state_sync", "a field that nobody reads"),
}

SEVERAL = {"batch"}


@pytest.mark.parametrize(("name", "expected"), MESSAGES.items(), ids=MESSAGES)
def test_what_a_person_did_in_the_chat(name: str, expected: InboundMessage):
    (event,) = parse(payloads.read(name))

    assert event == replace(expected, id=f"wamid.{name}")


@pytest.mark.parametrize(("name", "expected"), OTHERS.items(), ids=OTHERS)
def test_what_else_meta_tells(name: str, expected: Event):
    assert parse(payloads.read(name)) == [expected]


def test_no_payload_is_left_untested():
    assert set(payloads.NAMES) == MESSAGES.keys() | OTHERS.keys() | SEVERAL


def test_a_batch_is_read_to_its_end_in_its_order_around_the_odd_part():
    iscrizione = message("text", id="wamid.b1", text="Iscrizione")
    assert parse(payloads.read("batch")) == [
        iscrizione,
        unknown("messages", "no sender", kind="text"),
        message("text", id="wamid.b2", text="Cancellazione", sender=BRUNO),
        iscrizione,  # Meta repeats itself: telling the two apart is not the parser's business
        replace(status("read"), at=status("read").at + timedelta(seconds=2)),
        status("sent"),
    ]


CARDS = ("Nomefinto", "profile", "Carla", "0000003", "Casa mia", "via Finta", "sha256")
PRIVATE = ("3200000001", "1349000000000000001", "wamid.", "Iscrizione", "Cancellazione", "Pisa")


@pytest.mark.parametrize("name", payloads.NAMES)
def test_an_event_can_be_parsed_again_alone_keeps_no_name_card_or_place_and_shows_nobody(name: str):
    for event in parse(payloads.read(name)):
        assert parse(json.dumps(event.envelope)) == [event]
        kept = json.dumps(event.envelope) + str(vars(event))
        assert [private for private in CARDS if private in kept] == []
        assert [private for private in PRIVATE if private in repr(event)] == []


def test_an_envelope_keeps_the_account_and_the_time_of_its_entry():
    (event,) = parse(payloads.read("template_approved"))
    (entry,) = event.envelope["entry"]
    assert (entry["id"], entry["time"]) == ("102290129340398", 1790000300)
