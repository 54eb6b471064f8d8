"""What the client asks of the Graph API, and what it makes of the answers."""

import json
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
import responses
from responses import matchers

from cascina_whatsapp.whatsapp.cloud_api import errors
from cascina_whatsapp.whatsapp.cloud_api.client import Accepted, CloudApi, PhoneNumberHealth, TokenFacts
from cascina_whatsapp.whatsapp.cloud_api.facts import TemplateInfo
from cascina_whatsapp.whatsapp.cloud_api.limits import InvalidMessage
from cascina_whatsapp.whatsapp.cloud_api.messages import Text
from cascina_whatsapp.whatsapp.cloud_api.people import Address

TOKEN = "EAAGm0PX4ZCpsBAKZCZBmSecretSecret"
ROOT = "https://graph.example/v26.0"
MESSAGES = f"{ROOT}/106540352242922/messages"
TEMPLATES = f"{ROOT}/102290129340398/message_templates"
ANNA = Address(phone="+393200000001")
HELLO = Text(body="Buongiorno, Città!")
SENT = {"messaging_product": "whatsapp", "messages": [{"id": "wamid.1"}]}


@pytest.fixture
def api() -> CloudApi:
    return CloudApi.from_settings(
        SimpleNamespace(
            WHATSAPP_API_URL="https://graph.example/",
            WHATSAPP_API_VERSION="v26.0",
            WHATSAPP_PHONE_NUMBER_ID="106540352242922",
            WHATSAPP_BUSINESS_ACCOUNT_ID="102290129340398",
            WHATSAPP_ACCESS_TOKEN=f"{TOKEN}\n",  # as it comes from a file
            WHATSAPP_APP_ID="304050607080901",
        )
    )


@pytest.fixture
def meta():
    with responses.RequestsMock() as mock:
        yield mock


def send(api: CloudApi) -> Accepted:
    return api.send(HELLO, to=ANNA, reference="c1:r2:a1")


def test_a_message_goes_out_with_our_reference_and_nothing_of_the_one_before(api, meta):
    held = {"messages": [{"id": "wamid.0", "message_status": "held_for_quality_assessment"}]}
    meta.post(MESSAGES, json=held)
    meta.post(MESSAGES, json=SENT)
    first = api.send(Text(body="Ciao, a tutti"), to=Address(bsuid="IT.1"), reference="r2")
    assert first.message_status == "held_for_quality_assessment"

    assert send(api) == Accepted(wamid="wamid.1", message_status="accepted")

    before, call = meta.calls
    assert json.loads(before.request.body)["recipient"] == "IT.1"
    assert call.request.headers["Authorization"] == f"Bearer {TOKEN}"
    assert call.request.headers["Content-Type"] == "application/json"
    assert call.request.headers["Content-Length"] == str(len(call.request.body))
    assert json.loads(call.request.body) == {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "biz_opaque_callback_data": "c1:r2:a1",
        "to": "+393200000001",
        "type": "text",
        "text": {"body": "Buongiorno, Città!", "preview_url": True},
    }


@pytest.mark.parametrize("reference", ["", "r" * 513])
def test_a_message_without_a_fit_reference_does_not_leave(api, meta, reference):
    with pytest.raises(InvalidMessage):
        api.send(HELLO, to=ANNA, reference=reference)
    assert not meta.calls


def refusal(code: int | None, **more) -> dict:
    return {"error": {"message": "Refused", "type": "OAuthException", "code": code, **more}}


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (400, refusal(131047), errors.TemplateNeeded),
        (400, refusal(131026), errors.RecipientUnreachable),
        (400, refusal(100), errors.OurMistake),
        (401, refusal(190), errors.SenderBlocked),
        (403, refusal(10), errors.SenderBlocked),
        (404, refusal(132001), errors.TemplateBlocked),
        (429, refusal(130429), errors.SlowDown),
        (400, refusal(131056), errors.RecipientBusy),
        (200, refusal(131026), errors.RecipientUnreachable),
        (500, refusal(131000), errors.MetaStumbled),
        (500, refusal(None), errors.OutcomeUnknown),
        (400, {"error": "?"}, errors.SenderBlocked),
        (503, {}, errors.OutcomeUnknown),
        (200, "<html>ok</html>", errors.ResponseUnreadable),
        (200, "", errors.ResponseUnreadable),
        (200, "[]", errors.ResponseUnreadable),
        (200, "[" * 100_000, errors.ResponseUnreadable),
        (200, "{}", errors.ResponseUnreadable),
        (200, '{"messages": []}', errors.ResponseUnreadable),
        (200, '{"messages": [{}]}', errors.ResponseUnreadable),
        (200, '{"messages": "wamid"}', errors.ResponseUnreadable),
        (204, "", errors.ResponseUnreadable),
        (500, "<html>bad</html>", errors.OutcomeUnknown),
        (502, "", errors.OutcomeUnknown),
        (404, "<html>not here</html>", errors.SenderBlocked),
        (429, "slow", errors.SlowDown),
    ],
)
def test_what_is_no_success_is_sorted_by_what_to_do_next(api, meta, status, body, expected):
    """A refusal, or an answer that is not Meta's JSON."""
    meta.post(MESSAGES, status=status, body=body if isinstance(body, str) else json.dumps(body))
    with pytest.raises(errors.CloudApiError) as problem:
        send(api)
    assert type(problem.value) is expected
    assert problem.value.http_status == status
    assert len(meta.calls) == 1


def test_a_refusal_tells_what_meta_told(api, meta):
    """It names nobody, nor the token that Meta may repeat."""
    details = {"details": "393200000001 is not on WhatsApp"}
    error = refusal(131026, message=f"Refused {TOKEN}", error_data=details, fbtrace_id="Az8o")
    meta.post(MESSAGES, status=400, json=error)
    with pytest.raises(errors.RecipientUnreachable) as problem:
        send(api)
    told = problem.value
    assert (told.code, told.title, told.http_status) == (131026, "Refused …", 400)
    assert [word for word in ("393200000001", TOKEN) if word in str(told) + repr(told)] == []


USAGE = {"102290129340398": [{"type": "messages", "estimated_time_to_regain_access": 3}]}
LONGER_USAGE = {"1": [{"estimated_time_to_regain_access": 0}, {"estimated_time_to_regain_access": 5}]}


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Retry-After": "17"}, 17.0),
        (
            {"Retry-After": "Wed, 21 Oct 2026 07:28:30 GMT", "Date": "Wed, 21 Oct 2026 07:28:00 GMT"},
            30.0,
        ),
        ({"Retry-After": "Wed, 21 Oct 2026 07:28:30 GMT"}, None),
        ({"Retry-After": "soon"}, None),
    ],
)
@pytest.mark.parametrize("code", [130429, 80007])
def test_meta_says_how_long_to_wait(api, meta, headers, seconds, code):
    assert asked_to_wait(api, meta, code, headers) == seconds


@pytest.mark.parametrize(
    ("usage", "seconds"),
    [
        (json.dumps(USAGE), 180.0),
        (json.dumps(LONGER_USAGE), 300.0),
        ("{}", None),
        ("[]", None),
        ("?", None),
    ],
)
@pytest.mark.parametrize("code", [4, 613, 80007, 80008])
def test_meta_says_when_calls_of_the_hour_are_free_again(api, meta, usage, seconds, code):
    assert asked_to_wait(api, meta, code, {"X-Business-Use-Case-Usage": usage}) == seconds


@pytest.mark.parametrize("code", [130429, 131056, 131057, 131016, 190])
def test_of_messages_that_header_says_nothing(api, meta, code):
    """It counts calls that manage templates: one message too many a second must not stop a town for minutes."""
    assert asked_to_wait(api, meta, code, {"X-Business-Use-Case-Usage": json.dumps(USAGE)}) is None


def asked_to_wait(api, meta, code: int, headers: dict[str, str]) -> float | None:
    meta.post(MESSAGES, status=429, json=refusal(code), headers=headers)
    with pytest.raises(errors.CloudApiError) as problem:
        send(api)
    return problem.value.retry_after


def test_an_attachment_becomes_a_media_id(api, meta):
    meta.post(
        f"{ROOT}/106540352242922/media",
        json={"id": "1003383421387256"},
        match=[
            matchers.multipart_matcher(
                {"file": ("bando.pdf", b"%PDF-1.7", "application/pdf")},
                data={"messaging_product": "whatsapp", "type": "application/pdf"},
            )
        ],
    )
    media_id = api.upload_media(b"%PDF-1.7", filename="bando.pdf", mime_type="application/pdf")
    assert media_id == "1003383421387256"
    meta.post(f"{ROOT}/106540352242922/media", json={})  # without an id
    with pytest.raises(errors.ResponseUnreadable):
        api.upload_media(b"%PDF-1.7", filename="bando.pdf", mime_type="application/pdf")


def test_a_sample_is_uploaded_in_two_steps(api, meta):
    about = {"file_name": "foto.png", "file_length": "4", "file_type": "image/png"}
    meta.post(
        f"{ROOT}/304050607080901/uploads",
        json={"id": "upload:MTphd"},
        match=[matchers.query_param_matcher(about)],
    )
    meta.post(
        f"{ROOT}/upload:MTphd",
        json={"h": "4::aW"},
        match=[matchers.header_matcher({"Authorization": f"OAuth {TOKEN}", "file_offset": "0"})],
    )
    assert api.upload_sample(b"\x89PNG", filename="foto.png", mime_type="image/png") == "4::aW"
    assert meta.calls[1].request.body == b"\x89PNG"


AVVISO = {
    "id": "1",
    "name": "avviso",
    "language": "it",
    "status": "APPROVED",
    "category": "UTILITY",
    "quality_score": {"score": "GREEN", "date": 1790000000},
    "rejected_reason": "NONE",
}
EVENTO = {"id": "2", "name": "evento", "language": "it", "status": "PENDING", "category": "MARKETING"}


def test_all_the_pages_of_templates_are_read(api, meta):
    paging = {"cursors": {"after": "QVFI"}, "next": "https://elsewhere.example/steal?access_token="}
    fields = (
        "id,name,language,status,category,previous_category,correct_category,quality_score,rejected_reason,"
        "message_send_ttl_seconds"
    )
    query = {"fields": fields, "limit": "100"}
    meta.get(
        TEMPLATES, json={"data": [AVVISO], "paging": paging}, match=[matchers.query_param_matcher(query)]
    )
    meta.get(
        TEMPLATES,
        json={"data": [EVENTO], "paging": {"cursors": {"after": "end"}}},
        match=[matchers.query_param_matcher(query | {"after": "QVFI"})],
    )

    avviso, evento = api.templates()

    assert avviso == TemplateInfo(
        id="1",
        name="avviso",
        language="it",
        status="APPROVED",
        category="UTILITY",
        quality="GREEN",
        rejected_reason="NONE",
    )
    assert (evento.name, evento.quality, evento.rejected_reason) == ("evento", "", "")


def test_a_cursor_that_never_ends_does(api, meta):
    endless = {"data": [AVVISO], "paging": {"cursors": {"after": "QVFI"}, "next": "https://graph.example/"}}
    meta.get(TEMPLATES, json=endless)
    assert len(api.templates()) == len(meta.calls) == 100


@pytest.mark.parametrize(
    "page",
    [{}, {"data": [7]}, {"data": None}, {"data": [], "paging": {"next": "?"}}, {"data": [], "paging": 7}],
)
def test_a_page_of_templates_that_cannot_be_read_is_not_a_shorter_list(api, meta, page):
    meta.get(TEMPLATES, json=page)
    with pytest.raises(errors.ResponseUnreadable):
        api.templates()


def test_a_template_is_submitted_changed_and_deleted_in_meta_s_own_shape(api, meta):
    content = {"category": "UTILITY", "components": [{"type": "BODY"}]}
    definition = {"name": "avviso", "language": "it", **content}
    pending = {"id": "77", "status": "PENDING", "category": "MARKETING"}
    meta.post(TEMPLATES, json=pending, match=[matchers.json_params_matcher(definition)])
    made = TemplateInfo(id="77", name="avviso", language="it", status="PENDING", category="MARKETING")
    assert api.create_template(definition) == made

    meta.post(f"{ROOT}/77", json={"success": True}, match=[matchers.json_params_matcher(content)])
    api.edit_template("77", definition)  # its name is left alone
    meta.delete(TEMPLATES, json={"success": True}, match=[matchers.query_param_matcher({"name": "avviso"})])
    api.delete_template("avviso")
    assert len(meta.calls) == 3


def test_the_health_of_our_number_and_what_meta_does_not_tell_is_empty(api, meta):
    meta.get(f"{ROOT}/106540352242922", json={"id": "106540352242922"})
    assert set(vars(api.phone_number_health()).values()) == {"", None, ()}
    meta.get(
        f"{ROOT}/106540352242922",
        json={
            "id": "106540352242922",
            "display_phone_number": "+39 335 385843",
            "verified_name": "Comune di Cascina",
            "quality_rating": "GREEN",
            "whatsapp_business_manager_messaging_limit": "TIER_2K",
            "throughput": {"level": "STANDARD"},
            "name_status": "APPROVED",
            "status": "CONNECTED",
            "platform_type": "CLOUD_API",
            "is_pin_enabled": True,
            "webhook_configuration": {"application": "https://ours/", "phone_number": "https://other/"},
        },
    )
    assert api.phone_number_health() == PhoneNumberHealth(
        display_phone_number="+39 335 385843",
        verified_name="Comune di Cascina",
        quality_rating="GREEN",
        messaging_limit="TIER_2K",
        throughput_level="STANDARD",
        name_status="APPROVED",
        status="CONNECTED",
        platform="CLOUD_API",
        has_pin=True,
        other_callbacks=("https://other/",),
    )


def test_what_meta_knows_of_our_token(api, meta):
    asked = matchers.query_param_matcher({"input_token": TOKEN})
    meta.get(
        f"{ROOT}/debug_token",
        match=[asked],
        json={
            "data": {
                "app_id": "304050607080901",
                "type": "SYSTEM_USER",
                "data_access_expires_at": 0,
                "expires_at": 1_780_905_600,
                "is_valid": True,
                "scopes": ["whatsapp_business_messaging"],
            }
        },
    )
    assert api.token_facts() == TokenFacts(
        is_valid=True,
        expires_at=datetime(2026, 6, 8, 8, 0, tzinfo=UTC),
        data_access_expires_at=None,
        scopes=frozenset({"whatsapp_business_messaging"}),
        app_id="304050607080901",
        kind="SYSTEM_USER",
    )


def test_no_repr_tells_the_token_or_the_message_id(api):
    assert TOKEN not in repr(api)
    assert "wamid" not in repr(Accepted(wamid="wamid.1", message_status="accepted"))
