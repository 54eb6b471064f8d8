"""The webhook: who proves to be Meta is stored, byte for byte, and answered 200; anybody else leaves no trace."""

import json
import logging

import pytest
from django.db import OperationalError, connection
from django.test import Client

from cascina_whatsapp.routing.priority import languages_now
from cascina_whatsapp.whatsapp.cloud_api.signature import sign
from cascina_whatsapp.whatsapp.webhook.models import WebhookPost
from tests.builders import knock, text, webhook
from tests.people import ANNA

pytestmark = pytest.mark.django_db
ADDRESS = "/webhooks/whatsapp/"
SECRET = "app-secret-for-tests"
BODY = webhook(text(ANNA, "Iscrizione"))
THREE_MEGABYTES = 3 * 1024 * 1024


@pytest.fixture
def client():
    """As Meta comes: without a CSRF token."""
    return Client(enforce_csrf_checks=True)


GOOD = {"hub.mode": "subscribe", "hub.verify_token": "verify-token-for-tests", "hub.challenge": "1158201444"}


@pytest.mark.parametrize(
    ("changes", "status", "body"),
    [
        ({}, 200, b"1158201444"),
        ({"hub.challenge": "not a number: <b>à</b>"}, 200, "not a number: <b>à</b>".encode()),
        ({"hub.challenge": None}, 200, b""),
        ({"hub.verify_token": "wrong"}, 403, b""),
        ({"hub.verify_token": "Verify-Token-For-Tests"}, 403, b""),
        ({"hub.verify_token": "è"}, 403, b""),
        ({"hub.verify_token": ""}, 403, b""),
        ({"hub.verify_token": None}, 403, b""),
        ({"hub.mode": "unsubscribe"}, 403, b""),
        ({"hub.mode": None}, 403, b""),
    ],
)
def test_the_handshake(changes: dict, status: int, body: bytes, client, settings):
    query = {name: value for name, value in (GOOD | changes).items() if value is not None}
    answer = client.get(ADDRESS, query)

    assert (answer.status_code, answer.content) == (status, body)
    assert status != 200 or answer.headers["Content-Type"] == "text/plain"
    settings.WHATSAPP_VERIFY_TOKEN = ""  # without a token of ours nobody passes
    for token in (query, query | {"hub.verify_token": ""}):
        assert client.get(ADDRESS, token).status_code == 403


@pytest.mark.parametrize(
    "body",
    [
        json.dumps({"t": "Città è già"}).encode(),  # escaped, as Meta writes
        json.dumps({"t": "Città è già"}, ensure_ascii=False).encode(),
        b'{"t":   "spaces stay"}\n',
        b"\xff\xfe\x00 no JSON at all",
        b"",
        BODY,
    ],
    ids=["escaped accents", "accents", "spaces", "no JSON", "empty", "a message"],
)
def test_the_bytes_are_signed_and_kept_not_what_they_mean(body: bytes, client, settings):
    """Telling what was said twice is not the webhook's business. Meta too must come by HTTPS."""
    for _ in range(2):
        assert knock(client, body).status_code == 200
    assert [bytes(post.body) for post in WebhookPost.objects.all()] == [body] * 2
    settings.SECURE_SSL_REDIRECT = True
    assert knock(Client(), body).status_code == 301
    assert WebhookPost.objects.count() == 2


def headers() -> dict[str, str | None]:
    good = sign(BODY, SECRET)
    return {
        "missing": None,
        "empty": "",
        "another secret": sign(BODY, "another"),
        "another body": sign(BODY + b" ", SECRET),
        "no prefix": good.removeprefix("sha256="),
        "sha1": "sha1=" + good[7:47],
        "too short": good[:-1],
        "not hexadecimal": "sha256=" + "g" * 64,
        "accents": "sha256=" + "à" * 64,
    }


@pytest.mark.parametrize("case", headers())
def test_who_is_not_meta_leaves_no_trace(case: str, client, caplog):
    header = headers()[case]
    extra = {} if header is None else {"headers": {"X-Hub-Signature-256": header}}
    answer = client.post(ADDRESS, BODY, content_type="application/json", **extra)

    assert answer.status_code == 403
    assert not WebhookPost.objects.exists()
    assert "Iscrizione" not in caplog.text


BOTH = ["new", "old"]


@pytest.mark.parametrize(
    ("ours", "secret", "status"),
    [(BOTH, "new", 200), (BOTH, "old", 200), (BOTH, "older", 403), (BOTH, "", 403), ([], "", 403)],
)
def test_while_the_secret_is_rotated_both_are_good_and_without_one_nobody_passes(
    ours: list, secret: str, status: int, client, settings
):
    settings.WHATSAPP_APP_SECRETS = ours
    signed = {"X-Hub-Signature-256": sign(BODY, secret)}
    answer = client.post(ADDRESS, BODY, content_type="application/json", headers=signed)

    assert answer.status_code == status
    assert WebhookPost.objects.exists() == (status == 200)


@pytest.mark.parametrize(
    ("size", "status"),
    [
        (THREE_MEGABYTES - 1, 200),
        (THREE_MEGABYTES, 200),
        (THREE_MEGABYTES + 1, 413),
        (2 * THREE_MEGABYTES, 413),
    ],
)
def test_a_body_may_have_three_megabytes(size: int, status: int, client):
    assert knock(client, b"x" * size).status_code == status
    assert WebhookPost.objects.count() == (1 if status == 200 else 0)


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_nothing_else_can_be_done_here(method: str, client):
    assert getattr(client, method)(ADDRESS).status_code == 405


def test_the_row_is_committed_before_the_answer(committed_db, client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as later:
        assert knock(client, BODY).status_code == 200

    assert later == []
    assert WebhookPost.objects.count() == 1


def test_the_door_asks_the_database_for_one_thing_only(client, django_assert_num_queries):
    """But for a look at the languages, now and then."""
    languages_now()
    with django_assert_num_queries(1):
        knock(client, BODY)


def test_a_broken_connection_is_replaced(committed_db, client):
    """The database was restarted: Meta need not post again."""
    languages_now()
    broken = []

    def break_once(execute, *query):
        if not broken:
            broken.append(True)
            raise OperationalError
        return execute(*query)

    with connection.execute_wrapper(break_once):
        assert knock(client, BODY).status_code == 200
    assert bytes(WebhookPost.objects.get().body) == BODY


def test_while_the_database_is_away_nothing_is_acknowledged(committed_db, client):
    def away(execute, *query):
        raise OperationalError

    with connection.execute_wrapper(away), pytest.raises(OperationalError):
        knock(client, BODY)


def test_the_door_tells_no_log_what_was_said(client, caplog):
    caplog.set_level(logging.DEBUG)
    knock(client, BODY)
    knock(client, BODY, secret="wrong")
    client.get(ADDRESS, GOOD | {"hub.verify_token": "a guess"})

    private = ("Iscrizione", "3200000101", "a guess", SECRET)
    assert [word for word in private if word in caplog.text] == []
