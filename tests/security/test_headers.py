"""What our pages may do in a browser, which go compressed, and where somebody who has found a hole says so."""

import pytest
from django.test import Client
from django.utils import timezone

from cascina_whatsapp.security.http import security_contact
from cascina_whatsapp.settings.configuration.environment import Environment
from tests.people import GIULIA
from tests.staff import at_desk

pytestmark = pytest.mark.django_db
SECURITY_TXT = "/.well-known/security.txt"


# ── Permissions-Policy ──────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    "address",
    ["/admin/", "/admin/entra/", "/informativa/", "/healthz", "/webhooks/whatsapp/", "/nowhere/"],
)
def test_no_page_of_ours_may_use_camera_microphone_place_or_others_scripts_but_passkeys(
    client: Client, address: str
):
    headers = client.get(address, follow=True).headers
    allowed = dict(feature.split("=") for feature in headers["Permissions-Policy"].split(", "))
    for feature in ("camera", "microphone", "geolocation", "payment", "usb", "display-capture"):
        assert allowed[feature] == "()"
    for feature in ("publickey-credentials-get", "publickey-credentials-create"):
        assert allowed[feature] == "(self)"
    content = headers["Content-Security-Policy"]
    assert {"default-src 'self'", "object-src 'none'"} <= set(content.split("; "))
    assert "unsafe" not in content


# ── security.txt ────────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def contact(settings):
    settings.SECURITY_CONTACTS = ["sicurezza@comune.example.it", "https://comune.example.it/segnala"]
    settings.SITE_URL = "https://whatsapp.comune.example.it"
    return settings


def test_a_stranger_reads_where_to_report_a_hole(client: Client, contact):
    answer = client.get(SECURITY_TXT)
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.text.split("\r\n") == [
        "Contact: mailto:sicurezza@comune.example.it",
        "Contact: https://comune.example.it/segnala",
        f"Expires: {timezone.now() + security_contact.HOLDS:%Y-%m-%d}T23:59:59Z",
        "Preferred-Languages: it, en",
        "Canonical: https://whatsapp.comune.example.it/.well-known/security.txt",
        "",
    ]
    assert not answer.cookies
    assert client.post(SECURITY_TXT).status_code == 405


def test_without_a_contact_there_is_no_such_page_and_the_deploy_check_says_so(client: Client, contact):
    assert security_contact.somebody_can_be_told(None) == []
    contact.SECURITY_CONTACTS = []
    assert client.get(SECURITY_TXT).status_code == 404
    (found,) = security_contact.somebody_can_be_told(None)
    assert "manca" in found.msg


@pytest.mark.parametrize("word", ["31/12/2027", "2027-02-30", "soon"])
def test_a_day_that_is_none_is_refused(word: str, monkeypatch, tmp_path):
    monkeypatch.setenv("SOME_DAY", word)
    env = Environment(tmp_path / ".env")
    assert env.day("SOME_DAY") is None
    assert [str(problem) for problem in env.problems()] == [
        "SOME_DAY: non è un giorno. Scrivi anno, mese e giorno: per esempio 2027-12-31"
    ]


LIST = "/admin/messaggi/"


@pytest.mark.parametrize(
    ("method", "path", "is_compressed"),
    [
        ("get", LIST, True),
        ("get", f"{LIST}?q=via", False),  # words from the address stand on the page
        ("post", f"{LIST}aggiungi/", False),  # the answer to a form shows what was sent, or a secret once
        ("get", "/healthz", False),
    ],
)
def test_only_pages_without_words_of_others_are_compressed(method: str, path: str, is_compressed: bool):
    response = getattr(at_desk(GIULIA), method)(path, headers={"Accept-Encoding": "gzip"})
    assert (response.headers.get("Content-Encoding") == "gzip") is is_compressed


def test_the_length_of_a_compressed_page_is_left_to_chance():
    desk = at_desk(GIULIA)
    lengths = {len(desk.get(LIST, headers={"Accept-Encoding": "gzip"}).content) for _ in range(12)}
    assert len(lengths) > 1
