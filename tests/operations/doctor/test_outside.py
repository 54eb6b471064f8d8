"""Whatever goes wrong at Meta turns its own line red, and says what to do."""

from datetime import timedelta

import pytest
from django.conf import settings

from broadcasts.rules import template_states
from cascina_whatsapp.operations.doctor import meta_checks, number_checks
from cascina_whatsapp.operations.doctor.examination import PLACES
from cascina_whatsapp.operations.doctor.machine_facts import NeededTemplates
from cascina_whatsapp.presentation.checks import Outcome
from cascina_whatsapp.whatsapp.cloud_api.client import TokenFacts
from cascina_whatsapp.whatsapp.cloud_api.facts import TemplateInfo
from tests.box.simulator.settings import WEBHOOK_FIELDS
from tests.box.tests.running import definition

from .health import HERE, SERVICE, STANDARD, away

RED, YELLOW, GREEN, LEFT_OUT = Outcome.PROBLEM, Outcome.WARNING, Outcome.WELL, Outcome.LEFT_OUT
ELSEWHERE = "https://elsewhere.example.org/webhooks/whatsapp/"
MESSAGES_ONLY = "messages"
WITHOUT_MESSAGES = ",".join(WEBHOOK_FIELDS[1:])
FAULTS = {
    "the token is refused": ("token", {"token_valid": False}, RED),
    "the token is a person's": ("token", {"made_for": "USER"}, YELLOW),
    "the token may not send": ("scopes", {"scopes": "whatsapp_business_management"}, RED),
    "the token ends in a week": ("days_left", {"token_days": 7}, YELLOW),
    "the token lasts for months": ("days_left", {"token_days": 90}, GREEN),
    "the app's secret has changed": ("app_secret", {"app_secret_valid": False}, RED),
    "the app is not subscribed": ("subscribed", {"app_subscribed": False}, RED),
    "Meta posts elsewhere": ("callback", {"webhook_url": ELSEWHERE}, RED),
    "the number has an address of its own": ("callback", {"webhook_override": ELSEWHERE}, RED),
    "no field at all": ("callback", {"webhook_fields": ""}, RED),
    "no messages are told of": ("fields", {"webhook_fields": WITHOUT_MESSAGES}, RED),
    "only messages are told of": ("fields", {"webhook_fields": MESSAGES_ONLY}, YELLOW),
    "the number is not registered": ("registered", {"platform_type": "NOT_APPLICABLE"}, RED),
    "the number is banned": ("registered", {"number_status": "BANNED"}, RED),
    "the number is flagged": ("registered", {"number_status": "FLAGGED"}, YELLOW),
    "low quality": ("quality", {"quality_rating": "RED"}, RED),
    "medium quality": ("quality", {"quality_rating": "YELLOW"}, YELLOW),
    "quality not measured yet": ("quality", {"quality_rating": "UNKNOWN"}, GREEN),
    "250 people a day": ("tier", {"messaging_limit": "TIER_250"}, YELLOW),
    "without a limit": ("tier", {"messaging_limit": "TIER_UNLIMITED"}, GREEN),
    "a limit that nobody knows": ("tier", {"messaging_limit": ""}, YELLOW),
    "the name was refused": ("name", {"name_status": "DECLINED"}, RED),
    "the name is looked at": ("name", {"name_status": "PENDING_REVIEW"}, YELLOW),
    "no throughput": ("throughput", {"throughput": "NOT_APPLICABLE"}, YELLOW),
    "no PIN": ("pin", {"pin": False}, RED),
    "an empty profile": ("profile", {"profile": "empty"}, RED),
    "a profile without contacts": ("profile", {"profile": "bare"}, RED),
    "no payment": ("payment", {"payment": False}, RED),
    "messages are kept back": ("lets_pass", {"payment": False}, RED),
    "the business is not verified": ("verification", {"business_verified": False}, YELLOW),
    "messages are limited": ("lets_pass", {"business_verified": False}, YELLOW),
    "clocks an hour apart": ("clock", {"clock_ahead": 3600}, RED),
    "clocks half a minute apart": ("clock", {"clock_ahead": 30}, YELLOW),
}
"""What goes wrong → the line that tells, the simulator's settings, how bad it is."""
NOT_BY_SETTINGS = {"meta", "app", "reachable", "heard", "templates", "service_templates", "alert_templates"}
"""Lines that other tests below, or in test_machine, turn red."""


def test_all_is_well(meta):
    meta.behaves(clock_ahead=0.4)
    found = away()
    wrong = {name: result.outcome for name, result in found.items() if result.outcome != GREEN}
    assert wrong == {"telegram": LEFT_OUT}  # nothing of Meta's: not every Comune has a channel
    assert {result.remedy for result in found.values()} == {""}


@pytest.mark.parametrize(("line", "settings_of_meta", "outcome"), FAULTS.values(), ids=FAULTS)
def test_a_fault_turns_its_line(meta, line, settings_of_meta, outcome):
    meta.behaves(**settings_of_meta)
    result = away()[line]
    assert result.outcome == outcome, result.told
    assert bool(result.remedy) == (outcome != GREEN)


PORTAL = b"<html><title>Accedi alla rete</title></html>"
NO_ANSWERS = {
    "a fault of Meta's": (
        503,
        b'{"error": {"code": 2, "message": "Service temporarily unavailable"}}',
        "guasto",
    ),
    "a fault in between": (502, b"<html>Bad gateway</html>", "guasto"),
    "a portal": (200, PORTAL, "non è Meta"),
    "a portal that refuses": (403, PORTAL, "non è Meta"),
    "a portal elsewhere": (302, b"", "non è Meta"),
}
"""What comes in Meta's place → status and body, a word of the one line that tells."""


@pytest.mark.parametrize(("status", "body", "words"), NO_ANSWERS.values(), ids=NO_ANSWERS)
def test_what_is_no_answer_of_meta_s_is_one_line(meta, status, body, words):
    meta.instead = status, body
    found = away()
    assert [name for name, result in found.items() if result.outcome == RED] == ["meta"]
    assert words in found["meta"].told
    assert {found[name].outcome for name in ("token", "templates", "payment", "clock")} == {LEFT_OUT}


@pytest.mark.parametrize(
    ("setting", "line"),
    [
        ("WHATSAPP_PHONE_NUMBER_ID", "registered"),
        ("WHATSAPP_BUSINESS_ACCOUNT_ID", "subscribed"),
    ],
)
def test_a_wrong_id_is_one_line_that_names_it(meta, settings, setting, line):
    setattr(settings, setting, "1" + getattr(settings, setting))
    found = away()
    assert [name for name, result in found.items() if result.outcome == RED] == [line]
    assert setting in found[line].told
    assert setting in found[line].remedy


def test_no_line_of_meta_s_is_without_its_fault():
    told = {line for line, _, outcome in FAULTS.values() if outcome in (RED, YELLOW)}
    assert {*PLACES, "meta"} == told - {"clock"} | NOT_BY_SETTINGS


def test_a_refused_token_or_secret_is_one_problem_and_not_a_dozen(meta):
    meta.behaves(token_valid=False)
    found = away()
    assert [name for name, result in found.items() if result.outcome == RED] == ["token"]
    assert found["registered"].told.endswith("accetta: Chiave di accesso.")
    meta.behaves(token_valid=True, app_secret_valid=False)
    found = away()
    assert [name for name, result in found.items() if result.outcome == RED] == ["app_secret"]
    assert found["fields"].outcome == found["callback"].outcome == Outcome.LEFT_OUT


def test_we_may_not_be_faster_than_meta(meta):
    assert away(rate=200)["throughput"].outcome == YELLOW
    meta.behaves(throughput="HIGH")
    assert away(rate=200)["throughput"].outcome == GREEN


@pytest.mark.parametrize(
    ("status", "category", "outcome"),
    [
        ("APPROVED", "UTILITY", GREEN),
        ("PENDING", "UTILITY", YELLOW),
        ("REJECTED", "UTILITY", RED),
        ("PAUSED", "UTILITY", RED),
        ("APPROVED", "MARKETING", YELLOW),
    ],
)
def test_templates_by_state_and_category(meta, status, category, outcome):
    for name in (STANDARD, SERVICE):
        meta.whatsapp.shelf.remove(name)
        meta.has_template(definition(name=name), status=status, category=category)
    found = away()
    assert found["templates"].outcome == outcome
    assert found["service_templates"].outcome == (YELLOW if outcome == RED else outcome)
    advice = template_states.state(status).advice if outcome == RED else ""
    assert advice in found["templates"].remedy
    assert advice in found["service_templates"].remedy
    meta.whatsapp.shelf.remove(STANDARD)
    lacking = away()["templates"]
    assert (lacking.outcome, STANDARD in lacking.told) == (RED, True)


@pytest.mark.parametrize(
    ("category", "outcome"),
    [("MARKETING", GREEN), ("UTILITY", RED)],  # as notices they don't leave
)
def test_the_templates_of_invitations_are_to_be_marketing(category, outcome):
    known = {"id": "1", "language": "it", "status": "APPROVED", "quality": "", "rejected_reason": ""}
    found = [TemplateInfo(name="invito_testo_v1", category=category, **known)]
    judged = number_checks.templates.judge(
        HERE, found, NeededTemplates({"invito_testo_v1": "invitation_text"}, {})
    )
    assert judged.outcome == outcome


@pytest.mark.parametrize(
    ("told", "outcome"),
    [
        ({}, GREEN),
        ({"time_to_live": None}, YELLOW),
        ({"category": "MARKETING"}, YELLOW),
        ({"status": "PENDING"}, YELLOW),
        ({"name": "allerta_testo_3600s_v1"}, YELLOW),  # of the setting of before
    ],
    ids=str,
)
def test_the_templates_of_alerts_are_to_expire(told, outcome):
    name = "allerta_testo_10800s_v1"
    fields = {"name": name, "status": "APPROVED", "category": "UTILITY", "time_to_live": 10_800}
    found = [TemplateInfo(id="1", language="it", **fields | told)]
    judged = number_checks.alert_templates.judge(HERE, found, NeededTemplates({}, {}, {name: "alert_text"}))
    assert judged.outcome == outcome


def test_our_address_knows_another_verify_token_or_echoes_something_else(meta):
    for asked in ({"hub.verify_token": "another"}, {"hub.challenge": "another"}):
        meta.asks_otherwise = asked
        assert away()["reachable"].outcome == RED, asked


@pytest.mark.parametrize(
    ("here", "line", "outcome"),
    [
        ({"site_url": "http://whatsapp.comune.example"}, "reachable", YELLOW),
        ({"app_id": "1"}, "app", RED),
        ({"app_id": ""}, "app", RED),
    ],
)
def test_what_is_wrong_on_our_side_of_it(meta, here, line, outcome):
    assert away(**here)[line].outcome == outcome


def test_meta_is_away(settings):
    settings.SITE_URL = settings.WHATSAPP_API_URL = "http://127.0.0.1:9"
    found = away()
    assert [name for name, result in found.items() if result.outcome == RED] == ["meta", "reachable"]


def test_meta_takes_too_long(meta):
    meta.may_answer.clear()
    found = away(within=0.05)  # nobody waits for Meta: it answers only after this
    meta.may_answer.set()
    assert found["meta"].outcome == RED
    assert found["token"].outcome == Outcome.LEFT_OUT


def test_nothing_is_changed_at_meta_and_nothing_asked_twice(meta):
    away()
    assert {asked.split()[0] for asked in meta.asked} == {"GET"}
    kinds = [asked.rpartition("/")[2] for asked in meta.asked]
    assert sorted(kinds) == sorted(
        [
            *["debug_token", "message_templates", "subscribed_apps", "subscriptions"],
            "whatsapp_business_profile",
            *[settings.WHATSAPP_PHONE_NUMBER_ID] * 2,  # how it stands, the time
        ]
    )


def test_no_line_tells_a_secret_or_a_number(meta):
    meta.behaves(token_valid=False, app_secret_valid=False, webhook_override=ELSEWHERE)
    told = " ".join(f"{result.told} {result.remedy}" for result in away().values())
    secrets = [settings.WHATSAPP_ACCESS_TOKEN, settings.WHATSAPP_VERIFY_TOKEN, *settings.WHATSAPP_APP_SECRETS]
    assert [secret for secret in [*secrets, "335385843", "335 385843"] if secret in told] == []


@pytest.mark.parametrize(("left", "outcome"), [(timedelta(), RED), (timedelta(seconds=1), YELLOW)])
def test_a_token_has_ended_at_its_very_moment(left, outcome):
    facts = TokenFacts(
        is_valid=True, expires_at=HERE.now + left, data_access_expires_at=None, scopes=frozenset()
    )
    assert meta_checks.days_left.judge(HERE, facts).outcome == outcome
