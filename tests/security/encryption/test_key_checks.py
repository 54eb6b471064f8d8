"""A database knows its keys: with others nothing starts, and it is said what to do."""

import os
import subprocess
import sys

import pytest
from django.conf import settings as project
from django.db import connection

from cascina_whatsapp.security.encryption import key_checks
from cascina_whatsapp.security.encryption.models import KeyCheck
from tests import patience
from tests.builders import subscribe
from tests.people import ANNA

DATA, OTHER_DATA = (
    "data-key-of-a-demonstration-on-this-machine",
    "a key of another database, or of nobody at all",
)


def remembered() -> set[tuple[str, str]]:
    return set(KeyCheck.objects.values_list("purpose", "name"))


@pytest.fixture
def in_service(db) -> None:
    """A database that has met its keys."""
    key_checks.refuse_wrong_keys()
    subscribe(ANNA)


def test_keys_are_remembered_when_they_are_used_first_and_never_kept(in_service, settings):
    assert {purpose for purpose, _ in remembered()} == {"data", "pseudonym"}
    kept = "".join(KeyCheck.objects.values_list("value", flat=True))
    assert settings.CONSENT_HASH_KEY not in kept
    assert settings.DATA_KEYS[0] not in kept
    assert key_checks.problems() == []


PROCESSES = {
    "web": "import cascina_whatsapp.wsgi",
    "webhook": "import cascina_whatsapp.webhook_wsgi",
    "worker": "from celery.signals import worker_init; import cascina_whatsapp; import django; django.setup(); "
    "worker_init.send(None)",
    "check": "import sys; sys.argv = ['manage.py', 'check', '--deploy', '--fail-level', 'ERROR']; import manage; "
    "from django.core.management import execute_from_command_line as run; run(sys.argv)",
    "verifier": "import sys; sys.argv = ['manage.py', 'verify_consent_log']; import manage; "
    "from django.core.management import execute_from_command_line as run; run(sys.argv)",
}


@pytest.fixture(scope="module")
def installation(tmp_path_factory) -> dict[str, str]:
    """The environment of a small installation whose database was made with its keys."""
    environment = os.environ | {
        "DJANGO_DEBUG": "false",
        "DJANGO_SETTINGS_MODULE": "cascina_whatsapp.settings",
        "DJANGO_SECRET_KEY": "Zm9yLXRoaXMtdGVzdC1hbG9uZQ.and-nobody-elses-0123456789-abcdefgh",
        "DJANGO_ALLOWED_HOSTS": "localhost",
        "SITE_URL": "https://localhost",
        "DATABASE_URL": "",
        "REDIS_URL": "",
        "EMBEDDED_MODE": "true",
        "VAR_DIR": str(tmp_path_factory.mktemp("installation")),
        "CONSENT_HASH_KEY": "cHNldWRvbnltLWtleS1vZi10aGlzLWluc3RhbGxhdGlvbg",
        "DATA_KEYS": "ZGF0YS1rZXktb2YtdGhpcy1pbnN0YWxsYXRpb24tMDEyMw",
        **{
            name: f"made-up-and-long-enough-for-{name.lower()}"
            for name in ("WHATSAPP_ACCESS_TOKEN", "WHATSAPP_APP_SECRET", "WHATSAPP_VERIFY_TOKEN")
        },
        "WHATSAPP_API_URL": "https://graph.facebook.com",
    }
    patience.run(
        [sys.executable, "manage.py", "migrate", "--verbosity=0"],
        env=environment, cwd=project.BASE_DIR, check=True,
    )  # fmt: skip
    return environment


def started(process: str, environment: dict[str, str]) -> subprocess.CompletedProcess:
    return patience.run(
        [sys.executable, "-c", PROCESSES[process]],
        env=environment, cwd=project.BASE_DIR, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.sweep  # a database of its own, migrated from nothing, and a process each
@pytest.mark.parametrize("process", PROCESSES)
def test_every_process_starts_with_its_own_keys(process, installation):
    right = started(process, installation)
    assert right.returncode == 0, right.stderr


@pytest.mark.sweep
@pytest.mark.parametrize("wrong", ["CONSENT_HASH_KEY", "DATA_KEYS"])
@pytest.mark.parametrize("process", PROCESSES)
def test_no_process_starts_with_the_keys_of_another_database(process, wrong, installation):
    refused = started(process, installation | {wrong: "YS1rZXktb2YtYW5vdGhlci1kYXRhYmFzZS1hcy1sb25n"})
    assert refused.returncode != 0
    assert wrong in refused.stderr
    assert "Rimetti le chiavi" in refused.stderr


@pytest.mark.sweep
def test_a_database_that_nobody_has_migrated_is_told(installation, tmp_path):
    empty = installation | {"VAR_DIR": str(tmp_path)}
    assert "manca `migrate`" in started("worker", empty).stderr


ASKED_LATER = """
import shutil, cascina_whatsapp.wsgi
from cascina_whatsapp.security.encryption.values import encrypt_text
shutil.copy("{0}/cascina.sqlite3", "{1}/cascina.sqlite3")
print("served")
print(encrypt_text("x", "a.b")[:5])
"""


@pytest.mark.sweep
@pytest.mark.parametrize(
    ("key", "may_write"), [("", True), ("YS1rZXktb2YtYW5vdGhlci1kYXRhYmFzZS1hcy1sb25n", False)]
)
def test_a_database_that_answers_later_is_asked_before_anything_is_written(
    key, may_write, installation, tmp_path
):
    """The site starts without its database; this one belongs to it, or not."""
    later = ASKED_LATER.format(installation["VAR_DIR"], tmp_path)
    environment = installation | {"VAR_DIR": str(tmp_path)} | ({"DATA_KEYS": key} if key else {})
    run = patience.run(
        [sys.executable, "-c", later],
        env=environment, cwd=project.BASE_DIR, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "served" in run.stdout, run.stderr
    assert ("enc1." in run.stdout) is may_write
    assert ("DATA_KEYS: manca una chiave" in run.stderr) is not may_write


@pytest.mark.django_db
def test_where_the_database_does_not_answer_the_deploy_check_says_that_it_did_not_ask():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE encryption_keycheck RENAME TO elsewhere")
    (told,) = key_checks.keys_belong_to_the_database(None)
    assert told.id == "cascina.I103"
