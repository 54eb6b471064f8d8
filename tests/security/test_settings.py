"""With keys that can be guessed, or connections that others read, nothing starts in production."""

from itertools import combinations
from pathlib import Path

import pytest

from cascina_whatsapp.settings.configuration.problems import explain, refused
from tests.configuration.reading import problems

LONG = "0123456789abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRST"
GUESSED, CLEAR = "si può indovinare", "in chiaro"
UNSAFE = [
    ("DJANGO_SECRET_KEY", "abc", GUESSED),
    ("DJANGO_SECRET_KEY", "a" * 60, GUESSED),
    ("WHATSAPP_ACCESS_TOKEN", "x", GUESSED),
    ("WHATSAPP_ACCESS_TOKEN", f"EAA {LONG}", "uno spazio in mezzo"),
    ("WHATSAPP_APP_SECRET", "a", GUESSED),
    ("WHATSAPP_APP_SECRET", f"{LONG},a", "il valore 2 di 2"),
    ("WHATSAPP_APP_SECRET", "ab" * 16, GUESSED),
    ("WHATSAPP_VERIFY_TOKEN", "a", GUESSED),
    ("CONSENT_HASH_KEY", "abc", GUESSED),
    ("CONSENT_HASH_KEY", "0" * 64, GUESSED),
    ("DATA_KEYS", "abc", GUESSED),
    ("DATA_KEYS", f"{LONG},{LONG}", "due volte"),
    ("WHATSAPP_API_URL", "http://198.51.100.7", CLEAR),
    ("WHATSAPP_API_URL", "http://graph.facebook.com", CLEAR),
    ("WHATSAPP_API_URL", "http://127.0.0.1.example.org", CLEAR),
    ("WHATSAPP_API_URL", "http://localhost@198.51.100.7", "un indirizzo che tutti vedono non ha password"),
    ("WHATSAPP_API_URL", "graph.facebook.com", "manca https://"),
    ("SITE_URL", "http://whatsapp.comune.example.it", CLEAR),
    ("SITE_URL", "whatsapp.comune.it", "manca https://"),
    ("OIDC_ISSUER", "http://sso.example.org", "non comincia con https://"),
    ("DJANGO_ALLOWED_HOSTS", "*", "qualunque nome"),
    ("DJANGO_ALLOWED_HOSTS", "https://whatsapp.comune.example.it", "non ha https://"),
]
HARMLESS = [
    ("WHATSAPP_API_URL", "http://127.0.0.1:8001"),
    ("WHATSAPP_API_URL", "http://localhost:8001"),
    ("WHATSAPP_API_URL", "http://[::1]:8001"),
    ("DJANGO_ALLOWED_HOSTS", ".example.org,[::1]"),
    ("CONSENT_HASH_KEY", f"2:{LONG}"),
]


@pytest.mark.parametrize(("name", "value", "words"), UNSAFE)
def test_nothing_starts_with_what_opens_the_service(name: str, value: str, words: str, tmp_path: Path):
    (problem,) = refused(problems(tmp_path, **{name: value}), developing=False)
    assert problem.name == name
    assert words in problem.wrong


@pytest.mark.parametrize(("name", "value", "words"), UNSAFE)
def test_a_laptop_may(name: str, value: str, words: str, tmp_path: Path):
    assert refused(problems(tmp_path, **{name: value}), developing=True) == []


@pytest.mark.parametrize(("name", "value"), HARMLESS)
def test_what_stays_on_the_machine_is_safe(name: str, value: str, tmp_path: Path):
    assert problems(tmp_path, **{name: value}) == []


@pytest.mark.parametrize(
    ("name", "value"), [row[:2] for row in UNSAFE if row[0].endswith(("KEY", "KEYS", "TOKEN", "SECRET"))]
)
def test_no_sentence_holds_the_secret(name: str, value: str, tmp_path: Path):
    told = explain(problems(tmp_path, **{name: value}))
    assert [secret for secret in value.split(",") if len(secret) > 8 and secret in told] == []


SECRETS = (
    "OIDC_CLIENT_SECRET",
    "METRICS_TOKEN",
    "WHATSAPP_ACCESS_TOKEN",
    "WHATSAPP_APP_SECRET",
    "WHATSAPP_VERIFY_TOKEN",
    "DJANGO_SECRET_KEY",
    "CONSENT_HASH_KEY",
    "CONSENT_HASH_KEYS_OLD",
    "DATA_KEYS",
)
WITH_ITS_OTHERS = {"OIDC_ISSUER": "https://sso.example.org", "OIDC_CLIENT_ID": "x", "OIDC_CLIENT_SECRET": "y"}


@pytest.mark.parametrize(("one", "other"), list(combinations(SECRETS, 2)))
def test_a_secret_that_does_two_things_is_none(one: str, other: str, tmp_path: Path):
    (problem,) = problems(tmp_path, **WITH_ITS_OTHERS | {one: LONG, other: LONG})
    assert problem.name in (one, other)
    assert problem.wrong.startswith("è uguale a ")
