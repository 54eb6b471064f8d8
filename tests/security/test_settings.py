"""With keys that can be guessed, or connections that others read, nothing starts in production."""

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
def test_nothing_starts_with_what_opens_the_service_but_on_a_laptop(
    name: str, value: str, words: str, tmp_path: Path
):
    """And no sentence holds the secret."""
    found = problems(tmp_path, **{name: value})
    (problem,) = refused(found, developing=False)
    assert (problem.name, words in problem.wrong) == (name, True)
    assert refused(found, developing=True) == []
    secrets = value.split(",") if name.endswith(("KEY", "KEYS", "TOKEN", "SECRET")) else []
    assert [secret for secret in secrets if len(secret) > 8 and secret in explain(found)] == []


def test_what_stays_on_the_machine_is_safe(tmp_path: Path):
    assert [row for row in HARMLESS if problems(tmp_path, **dict([row]))] == []


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


@pytest.mark.parametrize("one", SECRETS[:-1])
def test_a_secret_that_does_two_things_is_none(one: str, tmp_path: Path):
    for other in SECRETS[SECRETS.index(one) + 1 :]:
        (problem,) = problems(tmp_path, **WITH_ITS_OTHERS | {one: LONG, other: LONG})
        assert problem.name in (one, other), other
        assert problem.wrong.startswith("è uguale a "), other
