# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A service half configured says what is missing, and in production does not start."""

import os
import subprocess
import sys

import pytest
from django.conf import settings as project
from django.core import checks as django_checks
from django.core.exceptions import ImproperlyConfigured

from cascina_whatsapp import checks

REQUIRED = [(name, setting) for name, (setting, _) in checks.REQUIRED.items()]


def test_the_tests_are_configured():
    assert checks.missing() == []
    assert checks.everything_is_configured(None) == []


@pytest.mark.parametrize(("name", "setting"), REQUIRED)
def test_what_is_missing_is_named(name: str, setting: str, settings):
    setattr(settings, setting, [] if isinstance(getattr(project, setting), list) else "")
    (sentence,) = checks.missing()

    assert sentence.startswith(f"{name} is missing: ")
    assert f"{name}_FILE" in sentence


@pytest.mark.parametrize(("debug", "level"), [(True, django_checks.WARNING), (False, django_checks.ERROR)])
def test_while_developing_it_is_a_warning(debug: bool, level: int, settings):
    settings.DEBUG = debug
    settings.WHATSAPP_ACCESS_TOKEN = settings.CONSENT_HASH_KEY = ""
    found = checks.everything_is_configured(None)

    assert [message.level for message in found] == [level, level]
    assert [message.id for message in found] == ["cascina.E001", "cascina.E002"]


def test_django_runs_the_check():
    assert checks.everything_is_configured in django_checks.registry.registry.get_checks()


def test_in_production_nothing_starts_half_configured(settings):
    settings.DEBUG = False
    settings.WHATSAPP_APP_SECRETS, settings.WHATSAPP_VERIFY_TOKEN = [], ""
    with pytest.raises(ImproperlyConfigured) as refusal:
        checks.refuse_half_configured()

    assert "WHATSAPP_APP_SECRET is missing" in str(refusal.value)
    assert "WHATSAPP_VERIFY_TOKEN is missing" in str(refusal.value)


def test_a_laptop_starts_all_the_same(settings):
    settings.DEBUG = True
    settings.WHATSAPP_APP_SECRETS = []
    checks.refuse_half_configured()


PROCESSES = {
    "web": "import cascina_whatsapp.wsgi",
    "worker": "from celery.signals import worker_init; import cascina_whatsapp; worker_init.send(None)",
    "beat": "from celery.signals import beat_init; import cascina_whatsapp; beat_init.send(None)",
}


@pytest.mark.parametrize("process", PROCESSES)
def test_every_process_refuses(process: str, tmp_path):
    """A real start, with an environment in which one secret is missing."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("WHATSAPP_", "DJANGO_", "CONSENT_"))
    }
    environment |= {name: "made-up" for name in checks.REQUIRED if name != "CONSENT_HASH_KEY"}
    environment |= {
        "DJANGO_DEBUG": "false",
        "DJANGO_SETTINGS_MODULE": "cascina_whatsapp.settings",
        "VAR_DIR": str(tmp_path),
    }
    run = subprocess.run(
        [sys.executable, "-c", PROCESSES[process]],
        env=environment,
        cwd=project.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert run.returncode != 0
    assert "CONSENT_HASH_KEY is missing" in run.stderr
    assert "WHATSAPP_ACCESS_TOKEN is missing" not in run.stderr
