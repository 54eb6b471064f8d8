# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""With keys that can be guessed, or connections that others read, nothing starts in production."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from cascina_whatsapp import checks, setting_rules
from tests.check import PRODUCTION

BASE = Path(__file__).resolve().parents[2]
LONG = "0123456789abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRST"
SAFE = {
    "DEBUG": False,
    "SECRET_KEY": LONG,
    "WHATSAPP_ACCESS_TOKEN": LONG,
    "WHATSAPP_APP_SECRETS": ["0123456789abcdef0123456789abcdef"],
    "WHATSAPP_VERIFY_TOKEN": "a-word-of-our-own",
    "CONSENT_HASH_KEY": LONG,
    "WHATSAPP_API_URL": "https://graph.facebook.com",
    "SITE_URL": "https://whatsapp.comune.example.it",
    "ALLOWED_HOSTS": ["whatsapp.comune.example.it"],
}
UNSAFE = [
    ("SECRET_KEY", "abc", "DJANGO_SECRET_KEY is too short"),
    ("SECRET_KEY", "a" * 60, "DJANGO_SECRET_KEY is no random key"),
    ("WHATSAPP_ACCESS_TOKEN", "x", "WHATSAPP_ACCESS_TOKEN is too short"),
    ("WHATSAPP_ACCESS_TOKEN", f"EAA {LONG}", "WHATSAPP_ACCESS_TOKEN has a space inside"),
    ("WHATSAPP_APP_SECRETS", ["a"], "WHATSAPP_APP_SECRET is too short"),
    ("WHATSAPP_APP_SECRETS", [LONG, "a"], "WHATSAPP_APP_SECRET is too short"),
    ("WHATSAPP_APP_SECRETS", ["ab" * 16], "WHATSAPP_APP_SECRET is no random key"),
    ("WHATSAPP_VERIFY_TOKEN", "a", "WHATSAPP_VERIFY_TOKEN is too short"),
    ("CONSENT_HASH_KEY", "abc", "CONSENT_HASH_KEY is too short"),
    ("CONSENT_HASH_KEY", "0" * 64, "CONSENT_HASH_KEY is no random key"),
    ("WHATSAPP_API_URL", "http://198.51.100.7", "WHATSAPP_API_URL is plain http to another machine"),
    ("WHATSAPP_API_URL", "http://graph.facebook.com", "WHATSAPP_API_URL is plain http to another machine"),
    ("WHATSAPP_API_URL", "http://127.0.0.1.example.org", "WHATSAPP_API_URL is plain http to another machine"),
    (
        "WHATSAPP_API_URL",
        "http://localhost@198.51.100.7",
        "WHATSAPP_API_URL is plain http to another machine",
    ),
    ("WHATSAPP_API_URL", "graph.facebook.com", "WHATSAPP_API_URL is no address"),
    ("SITE_URL", "http://whatsapp.comune.example.it", "SITE_URL is plain http"),
    ("SITE_URL", "whatsapp.comune.it", "SITE_URL is no address"),
    ("ALLOWED_HOSTS", ["*"], "DJANGO_ALLOWED_HOSTS takes every host"),
    ("ALLOWED_HOSTS", ["https://whatsapp.comune.example.it"], "DJANGO_ALLOWED_HOSTS holds an address"),
]
HARMLESS = [
    ("WHATSAPP_API_URL", "http://127.0.0.1:8001"),
    ("WHATSAPP_API_URL", "http://localhost:8001"),
    ("WHATSAPP_API_URL", "http://[::1]:8001"),
    ("SITE_URL", "http://127.0.0.1:8000"),
    ("ALLOWED_HOSTS", [".comune.example.it", "[::1]"]),
    ("WHATSAPP_APP_SECRETS", []),  # said elsewhere: it is missing
]


@pytest.fixture
def safe(settings):
    for name, value in SAFE.items():
        setattr(settings, name, value)
    return settings


def test_an_ordinary_production_has_nothing_to_fear(safe):
    assert setting_rules.unsafe(safe) == []
    assert checks.nothing_opens_the_service(None) == []
    checks.refuse_half_configured()


@pytest.mark.parametrize(("setting", "value", "sentence"), UNSAFE)
def test_nothing_starts_with_what_opens_the_service(setting: str, value: object, sentence: str, safe):
    setattr(safe, setting, value)
    (found,) = checks.nothing_opens_the_service(None)
    assert found.msg.startswith(sentence)
    with pytest.raises(ImproperlyConfigured, match=sentence):
        checks.refuse_half_configured()


@pytest.mark.parametrize(("setting", "value", "sentence"), UNSAFE)
def test_a_laptop_may(setting: str, value: object, sentence: str, safe):
    safe.DEBUG = True
    setattr(safe, setting, value)
    assert checks.nothing_opens_the_service(None) == []
    checks.refuse_half_configured()


@pytest.mark.parametrize(("setting", "value"), HARMLESS)
def test_what_stays_on_the_machine_is_safe(setting: str, value: object, safe):
    setattr(safe, setting, value)
    assert setting_rules.unsafe(safe) == []


@pytest.mark.parametrize(
    ("setting", "value", "sentence"), [row for row in UNSAFE if row[0].endswith(("KEY", "TOKEN", "SECRETS"))]
)
def test_no_sentence_holds_the_secret(setting: str, value: object, sentence: str, safe):
    setattr(safe, setting, value)
    told = " ".join(setting_rules.unsafe(safe))
    secrets = value if isinstance(value, list) else [value]
    assert not [secret for secret in secrets if len(secret) > 8 and secret in told]


@pytest.mark.parametrize(
    ("name", "value"),
    [("WHATSAPP_APP_SECRET", "a"), ("CONSENT_HASH_KEY", "b"), ("WHATSAPP_API_URL", "http://198.51.100.7")],
)
def test_the_deploy_check_refuses_it_in_a_process_of_its_own(name: str, value: str, tmp_path):
    environment = os.environ | PRODUCTION | {"VAR_DIR": str(tmp_path), "DATABASE_URL": "", name: value}
    run = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy"],
        env=environment,
        cwd=BASE,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert run.returncode != 0
    assert f"{name} is " in run.stderr
