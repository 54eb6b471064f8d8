"""The status of our number at Meta: what it thinks of our templates, and what it tells of the account."""

import json
import logging

import pytest
import responses

from broadcasts.content.service import service_messages
from broadcasts.models import AccountNotice, NumberStatus, WhatsAppTemplate
from broadcasts.rules import standard_templates
from broadcasts.sending.account import sync
from cascina_whatsapp.whatsapp.cloud_api import events
from tests import payloads
from tests.broadcasts.moments import DAY
from tests.builders import NOW, approve_templates

TEMPLATES = "http://127.0.0.1:9/v26.0/102290129340398/message_templates"
UPLOADS = "http://127.0.0.1:9/v26.0/304050607080901/uploads"
SESSION = "http://127.0.0.1:9/v26.0/upload:session"
NAMES = set(standard_templates.NAMES.values())


@pytest.fixture
def meta():
    with responses.RequestsMock() as mock:
        yield mock


def known(*names: str, **fields) -> dict:
    """Meta's list of templates."""
    about = {"language": "it", "status": "APPROVED", "category": "UTILITY"} | fields
    return {"data": [{"id": "1", "name": name, **about} for name in names]}


def template(name: str = "avviso_testo_v1") -> WhatsAppTemplate:
    return WhatsAppTemplate.objects.get(name=name)


def event(name: str) -> events.Event:
    (found,) = events.parse(payloads.read(name))
    return found


def test_the_state_of_our_templates_is_kept(api, meta):
    meta.get(TEMPLATES, json=known("avviso_testo_v1", quality_score={"score": "GREEN"}))
    meta.get(TEMPLATES, json=known("avviso_testo_v1", status="PAUSED", category="MARKETING"))

    sync.synchronise_templates(api=api, now=NOW)
    first = template()
    assert (first.status, first.category, first.quality, first.is_usable) == (
        "APPROVED",
        "UTILITY",
        "GREEN",
        True,
    )
    assert first.synchronised_at == NOW

    sync.synchronise_templates(api=api, now=NOW)
    assert (template().status, template().category, template().is_usable) == ("PAUSED", "MARKETING", False)
    assert WhatsAppTemplate.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "language"), [("somebody_elses", "it"), ("avviso_testo_v1", "en"), ("avviso_testo_v0", "it")]
)
def test_other_templates_of_the_account_are_none_of_our_business(name: str, language: str, api, meta):
    meta.get(TEMPLATES, json=known(name, language=language))

    assert sync.synchronise_templates(api=api, now=NOW) == []
    assert not WhatsAppTemplate.objects.exists()


def test_only_the_missing_templates_are_submitted_with_their_samples(api, meta):
    meta.get(TEMPLATES, json=known("avviso_testo_v1"))
    meta.get(TEMPLATES, json=known(*NAMES))
    meta.post(UPLOADS, json={"id": "upload:session"})
    meta.post(SESSION, json={"h": "4::handle"})
    meta.post(TEMPLATES, json={"id": "2", "status": "PENDING", "category": "UTILITY"})
    samples = {
        "image": (b"png", "esempio.png", "image/png"),
        "document": (b"pdf", "esempio.pdf", "application/pdf"),
    }

    submitted = sync.submit_missing(api=api, samples=samples, now=NOW)

    about_the_service = [
        service_messages.template_name(text) for text in service_messages.texts_in_use(NOW).values()
    ]
    invitations = ["invito_testo_v1", "invito_immagine_v1", "invito_documento_v1"]
    pages = [
        f"{nature}_{kind}_pagina_v1"
        for nature in ("avviso", "invito")
        for kind in ("testo", "immagine", "documento")
    ]
    alerts = [f"allerta_{kind}_10800s_v1" for kind in ("testo", "immagine", "documento")]
    assert submitted == [
        "avviso_immagine_v1",
        "avviso_documento_v1",
        *invitations,
        *pages,
        *alerts,
        *about_the_service,
    ]
    bodies = [
        json.loads(call.request.body)
        for call in meta.calls
        if call.request.url == TEMPLATES and call.request.body
    ]
    assert [body["components"][0]["example"] for body in bodies[:2]] == [{"header_handle": ["4::handle"]}] * 2
    assert set(WhatsAppTemplate.objects.values_list("name", flat=True)) == NAMES


@pytest.mark.parametrize(("listed", "kept"), [(10_800, 10_800), (None, None), (-1, None), ("3h", None)])
def test_the_time_to_live_of_an_alert_is_kept_as_meta_lists_it(listed, kept, api, meta):
    """-1 stands for the thirty days that everything has."""
    told = {} if listed is None else {"message_send_ttl_seconds": listed}
    meta.get(TEMPLATES, json=known("allerta_testo_10800s_v1", **told))
    sync.synchronise_templates(api=api, now=NOW)

    assert template("allerta_testo_10800s_v1").time_to_live == kept


def test_one_for_alerts_that_meta_refused_is_changed_with_its_term(api, meta):
    name = "allerta_testo_10800s_v1"
    meta.get(TEMPLATES, json=known(name, status="REJECTED"))
    meta.post("http://127.0.0.1:9/v26.0/1", json={"success": True})
    sync.submit("alert_text", api=api, samples={}, now=NOW)

    (changed,) = [json.loads(call.request.body) for call in meta.calls if call.request.method == "POST"]
    assert changed["message_send_ttl_seconds"] == 10_800


@pytest.mark.parametrize(
    ("payload", "field", "value"),
    [
        ("template_approved", "status", "APPROVED"),
        ("template_rejected", "status", "REJECTED"),
        ("template_quality", "quality", "YELLOW"),
        ("template_category_changed", "category", "MARKETING"),
        ("template_category_impending", "category", "UTILITY"),  # a day's notice: not yet
    ],
)
def test_meta_changes_its_mind(payload: str, field: str, value: str):
    update = event(payload)
    WhatsAppTemplate.objects.create(
        name=update.name, language=update.language, status="PENDING", category="UTILITY", synchronised_at=NOW
    )
    sync.template_changed(update, now=NOW)

    assert getattr(template(update.name), field) == value


def test_news_of_what_is_not_ours_changes_nothing_of_ours():
    approve_templates()
    sync.template_changed(event("template_rejected"), now=NOW)

    assert {row.status for row in WhatsAppTemplate.objects.all()} == {"APPROVED"}

    sync.note_update(event("account_alert"), now=NOW)
    assert not NumberStatus.objects.exists()


@pytest.mark.parametrize(
    ("payload", "words"),
    [
        ("account_alert", "Avviso sull'account: Il limite giornaliero non è ancora stato alzato"),
        ("account_restricted", "Cambiamento dell'account: L'account è limitato"),
        ("account_capability", "Limiti dell'account"),
        ("number_quality", "Qualità e limite del numero: Il limite giornaliero è salito"),
    ],
)
def test_what_meta_tells_of_the_account_is_there_to_read(payload: str, words: str):
    update = event(payload)
    sync.note_update(update, now=NOW)
    notice = AccountNotice.objects.get()

    assert (notice.at, notice.field, notice.event) == (NOW, update.field, update.event)
    assert notice.details == update.details
    assert str(notice) == words


def test_trouble_that_belongs_to_no_message_is_there_too(caplog):
    caplog.set_level(logging.DEBUG)
    sync.note_error(event("errors"), now=NOW)
    notice = AccountNotice.objects.get()

    assert notice.field == "errors"
    assert notice.event == "130429"
    assert "code 130429" in caplog.text


# ── How our number stands ─────────────────────────────────────────────────────────────────────────────────

NUMBER = "http://127.0.0.1:9/v26.0/106540352242922"


def health(tier: str, **fields) -> dict:
    """Meta's answer about the number."""
    about = {
        "quality_rating": "GREEN",
        "throughput": {"level": "STANDARD"},
        "name_status": "APPROVED",
        "display_phone_number": "+39 335 385843",
    }
    return about | {"whatsapp_business_manager_messaging_limit": tier} | fields


@pytest.mark.parametrize(
    ("tier", "people"),
    [
        ("TIER_250", 250),
        ("TIER_1K", 1000),
        ("TIER_2K", 2000),
        ("TIER_10K", 10_000),
        ("TIER_100K", 100_000),
        ("TIER_UNLIMITED", None),
    ],
)
def test_the_tiers(tier: str, people: int | None, api, meta):
    meta.get(NUMBER, json=health(tier))
    sync.synchronise_standing(api=api, now=NOW)

    number = NumberStatus.objects.get()
    assert (number.tier, number.daily_limit, number.checked_at) == (tier, people, NOW)
    assert number.display_number == "+39 335 385843"
    assert (number.quality, number.throughput, number.name_status) == ("GREEN", "STANDARD", "APPROVED")


@pytest.mark.parametrize("tier", ["", "TIER_NOT_SET", "TIER_A_LOT", "2K"])
def test_a_tier_of_tomorrow_leaves_the_limit_as_it_was(tier: str, api, meta, caplog):
    NumberStatus.objects.create(pk=1, tier="TIER_2K", daily_limit=2000, quality="GREEN", checked_at=NOW - DAY)
    meta.get(NUMBER, json=health(tier, quality_rating="YELLOW"))
    sync.synchronise_standing(api=api, now=NOW)

    number = NumberStatus.objects.get()
    assert (number.tier, number.daily_limit) == ("TIER_2K", 2000)
    assert (number.quality, number.checked_at) == ("YELLOW", NOW)
    assert "a word that we don't know" in caplog.text


def test_what_can_not_be_read_holds(api, meta, caplog):
    NumberStatus.objects.create(pk=1, tier="TIER_2K", daily_limit=2000, checked_at=NOW - DAY)
    meta.get(NUMBER, status=500, json={})
    sync.synchronise_standing(api=api, now=NOW)

    number = NumberStatus.objects.get()
    assert (number.daily_limit, number.checked_at) == (2000, NOW - DAY)
    assert "could not be read" in caplog.text


TOKEN = "http://127.0.0.1:9/v26.0/debug_token"
BOTH = ["whatsapp_business_management", "whatsapp_business_messaging", "public_profile"]
LAST_MOMENT = NOW + 30 * DAY


def known_of_the_token(**fields) -> dict:
    """Meta's answer about our access token."""
    return {"data": {"is_valid": True, "expires_at": 0, "scopes": BOTH} | fields}


@pytest.mark.parametrize(
    ("told", "expires_at", "data_until", "lacks"),
    [
        ({}, None, None, ""),
        ({"expires_at": int(LAST_MOMENT.timestamp())}, LAST_MOMENT, None, ""),
        ({"data_access_expires_at": int(LAST_MOMENT.timestamp())}, None, LAST_MOMENT, ""),
        ({"scopes": BOTH[:1]}, None, None, "whatsapp_business_messaging"),
        ({"scopes": []}, None, None, ""),  # nothing is said of them
    ],
)
def test_until_when_our_access_token_is_valid(told, expires_at, data_until, lacks, api, meta):
    meta.get(NUMBER, json=health("TIER_2K"))
    meta.get(TOKEN, json=known_of_the_token(**told))
    sync.synchronise_standing(api=api, now=NOW)

    number = NumberStatus.objects.get()
    assert (number.token_expires_at, number.data_access_expires_at) == (expires_at, data_until)
    assert (number.token_lacks, number.token_read_at) == (lacks, NOW)
    assert not number.token.is_refused


INVALID = {"is_valid": False, "scopes": [], "error": {"code": 190}}


@pytest.mark.parametrize(
    ("number_answer", "token_answers"),
    [({"json": {}}, [{"data": INVALID}]), ({"status": 401, "json": {"error": {"code": 190}}}, [])],
    ids=["called invalid", "refused"],
)
def test_a_token_that_meta_calls_invalid_or_refuses_is_refused(number_answer, token_answers, api, meta):
    meta.get(NUMBER, **number_answer)
    for answer in token_answers:
        meta.get(TOKEN, json=answer)
    sync.synchronise_standing(api=api, now=NOW)

    number = NumberStatus.objects.get()
    assert number.token.is_refused
    assert number.refusal_code == 190


@pytest.mark.parametrize("answer", [{"status": 500, "json": {}}, {"json": {"data": {}}}])
def test_an_expiry_that_can_not_be_read_holds(answer, api, meta, caplog):
    NumberStatus.objects.create(pk=1, token_expires_at=LAST_MOMENT, token_read_at=NOW - DAY)
    meta.get(NUMBER, json=health("TIER_2K"))
    meta.get(TOKEN, **answer)
    sync.synchronise_standing(api=api, now=NOW)

    number = NumberStatus.objects.get()
    assert (number.token_expires_at, number.token_read_at) == (LAST_MOMENT, NOW - DAY)
    assert (number.quality, number.accepted_at) == ("GREEN", NOW)
    assert "expiry could not be read" in caplog.text
    assert "token-for-tests" not in caplog.text


@pytest.mark.parametrize("news", ["account_capability", "number_quality"])
def test_a_new_limit_holds_as_soon_as_meta_tells(news: str):
    NumberStatus.objects.create(pk=1, tier="TIER_250", daily_limit=250, quality="GREEN")
    sync.note_update(event(news), now=NOW)

    number = NumberStatus.objects.get()
    assert (number.tier, number.daily_limit, number.quality) == ("TIER_2K", 2000, "GREEN")
