"""What a stranger, a thief of a key and a careless program try on the addresses for programs."""

import json
import logging

import pytest
from django.test import Client

from broadcasts.models import Campaign
from cascina_whatsapp.operations.metrics.keeping import API_REFUSALS, KEEPER
from cascina_whatsapp.web.api.models import SystemToken
from cascina_whatsapp.web.api.problems import MOST_BYTES
from cascina_whatsapp.web.api.tokens import Scope
from tests.staff import SARA, at_desk
from tests.web.api.systems import DRAFTS, NEWS, key, propose, shown

pytestmark = pytest.mark.django_db
BODY = json.dumps(NEWS)
DEEP = "[" * 30_000 + "]" * 30_000


def counted(reason: str) -> int:
    return KEEPER._added[API_REFUSALS, reason, ""]


def test_who_shows_no_key_in_force_is_counted_and_nothing_of_it_is_written_down(caplog):
    words = key()
    SystemToken.objects.update(revoked_at="2026-01-01T00:00Z")
    caplog.set_level(logging.DEBUG)
    tried = [
        {},
        {"Authorization": f"Bearer {words}"},
        {"Authorization": "Bearer csc_nobodys"},
        {"Authorization": f"Basic {words}"},
        {"Authorization": f"Bearer {words}, Bearer {words}"},
        {"Authorization": "Bearer " + "x" * 5000},
        {"Authorization": "Bearer è"},
        {"X-Api-Key": words},
    ]
    for headers in tried:
        answer = Client().post(DRAFTS, BODY, content_type="application/json", headers=headers)
        assert answer.status_code == 401, headers
        assert answer.headers["WWW-Authenticate"].startswith("Bearer ")
    assert Client().post(f"{DRAFTS}?token={words}", BODY, content_type="application/json").status_code == 401
    assert counted("unknown") == len(tried) + 1
    assert words[4:] not in caplog.text
    assert "nobodys" not in caplog.text


def test_a_key_does_what_it_was_made_for_and_a_session_does_nothing():
    reader, proposer = key("a", Scope.FOLLOW), key("b", Scope.PROPOSE)
    assert propose(reader).status_code == 403
    assert Client().get(f"{DRAFTS}/x", headers=shown(proposer)).status_code == 403
    assert counted("scope") == 2
    assert at_desk(SARA).post(DRAFTS, BODY, content_type="application/json").status_code == 401
    propose(proposer)
    number = Campaign.objects.get().pk
    for path in (f"/admin/messaggi/{number}/avvia/", "/admin/", f"/admin/messaggi/{number}/modifica/"):
        answer = Client().post(path, headers=shown(proposer))
        assert answer.status_code in (302, 403), path
        assert "/entra/" in answer.headers.get("Location", "/entra/")


BODIES = [
    ("application/json", DEEP, 400),
    ("application/json", '{"a":' * 9000 + "1" + "}" * 9000, 422),
    ("application/json", "[]", 400),
    ("application/json", '"x"', 400),
    ("application/json", " ", 400),
    ("application/json", '{"titolo": NaN}', 400),
    ("application/json", '{"titolo": "a", "titolo": "b"}', 400),
    ("application/json", '{"titolo": "\\ud800"}', 400),
    ("application/json", b'{"titolo": "\xff"}', 400),
    ("application/json", '{"n": ' + "9" * 5000 + "}", 400),
    ("application/json", " " * (MOST_BYTES + 1), 413),
    ("application/json; charset=utf-16", BODY, 415),
    ("text/plain", BODY, 415),
    ("multipart/form-data; boundary=x", "--x--", 415),
    ("application/x-www-form-urlencoded", "titolo=x", 415),
    ("application/xml", "<x/>", 415),
]


def test_no_body_that_is_odd_comes_further():
    headers = shown(key())
    for kind, body, status in BODIES:
        answer = Client().post(DRAFTS, body, content_type=kind, headers=headers)
        assert (answer.status_code, kind, body[:20]) == (status, kind, body[:20])
        assert answer.headers["Content-Type"].startswith("application/problem+json")
    squeezed = Client().post(
        DRAFTS, BODY, content_type="application/json", headers=headers | {"Content-Encoding": "gzip"}
    )
    assert squeezed.status_code == 415
    assert not Campaign.objects.exists()


def test_nothing_that_is_sent_comes_back_as_a_header_or_as_markup():
    words = key()
    odd = propose(words, riferimento="a\r\nSet-Cookie: x=1", **{"<script>\r\nX-Bad: 1": 1})
    assert odd.status_code == 422
    assert not odd.cookies
    assert not odd.headers.get("X-Bad")
    assert odd.headers["X-Content-Type-Options"] == "nosniff"
    propose(words, titolo="<script>alert(1)</script>", testo="<img src=x onerror=alert(1)>")
    page = at_desk(SARA).get("/admin/")
    assert "<script>alert(1)" not in page.text


METHODS = ("get", "head", "post", "put", "patch", "delete", "options", "trace")
TAKEN = {
    "/api/v1/messaggi": {"get": 200, "head": 200, "options": 204},
    "/api/v1/messaggi/1": {"get": 404, "head": 404, "options": 204},
    DRAFTS: {"post": 401, "options": 204},
    f"{DRAFTS}/x": {"get": 401, "head": 401, "options": 204},
    "/api/v1/openapi.json": {"get": 200, "head": 200, "options": 204},
}


def test_every_address_takes_its_methods_alone_and_only_what_is_public_is_open_to_other_sites():
    for path, taken in TAKEN.items():
        for method in METHODS:
            answer = getattr(Client(enforce_csrf_checks=True), method)(path)
            assert answer.status_code == taken.get(method, 405), (method, path)
            assert not answer.cookies
            is_open = answer.headers.get("Access-Control-Allow-Origin") == "*"
            assert is_open == ("bozze" not in path)
            assert "Access-Control-Allow-Credentials" not in answer.headers
        asked = Client().options(path).headers
        assert set(asked["Allow"].split(", ")) == {method.upper() for method in taken}
        assert asked.get("Access-Control-Allow-Methods") == (None if "bozze" in path else "GET, HEAD")


def test_a_key_is_found_by_its_digest_in_one_question(django_assert_num_queries):
    """What can be timed is the search for a digest, of which nobody makes a key; a wrong key costs no more."""
    words = key("a", Scope.FOLLOW)
    propose(words)  # used today
    for tried in (words, words[:-1] + ("A" if words[-1] != "A" else "B"), "x"):
        with django_assert_num_queries(1):
            propose(tried)
