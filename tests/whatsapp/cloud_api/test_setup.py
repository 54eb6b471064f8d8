"""What Meta tells of how app, account and number are set up, as the simulator tells it."""

from datetime import UTC, datetime, timedelta

import pytest
import responses
from django.conf import settings

from cascina_whatsapp.whatsapp.cloud_api.errors import SenderBlocked
from cascina_whatsapp.whatsapp.cloud_api.facts import Health
from cascina_whatsapp.whatsapp.cloud_api.setup import SetupApi
from tests.box.tests.in_process import InProcess

HOOK = "https://whatsapp.example.org/webhooks/whatsapp/"
SECRET = settings.WHATSAPP_APP_SECRETS[0]


@pytest.fixture
def meta():
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        yield InProcess(mock, HOOK)


@pytest.fixture
def setup_api() -> SetupApi:
    return SetupApi.from_settings(settings)


def test_what_keeps_messages_back(meta, setup_api):
    assert {one.verdict for one in setup_api.phone_number_health().parts} == {"AVAILABLE"}
    meta.behaves(payment=False, business_verified=False)
    assert setup_api.phone_number_health().parts[1:3] == (
        Health(kind="WABA", verdict="BLOCKED", codes=frozenset({141006})),
        Health(kind="BUSINESS", verdict="LIMITED", codes=frozenset({141010})),
    )


def test_whom_the_account_tells_what_happens(meta, setup_api):
    assert setup_api.subscribed_apps() == {settings.WHATSAPP_APP_ID}
    meta.behaves(app_subscribed=False)
    assert setup_api.subscribed_apps() == frozenset()


def test_where_the_app_is_told_of_what(meta, setup_api):
    found = setup_api.webhook_subscription(SECRET)
    assert (found.callback_url, found.is_active, len(found.fields)) == (HOOK, True, 10)
    meta.behaves(webhook_fields="messages", webhook_url="https://elsewhere.example.org/")
    found = setup_api.webhook_subscription(SECRET)
    assert (found.callback_url, found.fields) == ("https://elsewhere.example.org/", {"messages"})
    meta.behaves(webhook_fields="")
    assert setup_api.webhook_subscription(SECRET) is None


def test_the_app_is_asked_by_its_own_secret(meta, setup_api):
    with pytest.raises(SenderBlocked):
        setup_api.webhook_subscription("another-secret")
    meta.behaves(app_secret_valid=False)
    with pytest.raises(SenderBlocked):
        setup_api.webhook_subscription(SECRET)


@pytest.mark.parametrize(
    ("profile", "parts"),
    [
        ("full", {"about", "address", "description", "email", "websites"}),
        ("bare", {"about", "description"}),
        ("empty", set()),
    ],
)
def test_what_citizens_read_of_the_number(meta, setup_api, profile, parts):
    meta.behaves(profile=profile)
    assert setup_api.profile() == parts


def test_whose_the_token_is(meta, setup_api):
    facts = setup_api.token_facts()
    assert (facts.is_valid, facts.app_id, facts.kind) == (True, settings.WHATSAPP_APP_ID, "SYSTEM_USER")
    meta.behaves(token_valid=False)
    with pytest.raises(SenderBlocked):
        setup_api.token_facts()


def test_what_time_it_is_at_meta(meta, setup_api):
    assert setup_api.clock() is None
    meta.behaves(clock_ahead=3600)
    assert abs(setup_api.clock() - datetime.now(UTC) - timedelta(hours=1)) < timedelta(seconds=5)
