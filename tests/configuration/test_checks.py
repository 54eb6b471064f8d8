"""A service with wrong settings says what is wrong, all at once and without a traceback, and does not start."""

import os
import sys
from contextlib import nullcontext
from pathlib import Path

import pytest
from django.conf import settings as project
from django.core import checks as django_checks

from cascina_whatsapp.settings import checks
from cascina_whatsapp.settings.configuration.problems import Kind, Problem
from tests import patience
from tests.check import PRODUCTION
from tests.processes import python, web_server, webhook_server

MISSING = Problem("DATA_KEYS", "manca", "Scrivila", Kind.MISSING)
UNREADABLE = Problem("PROOF_YEARS", "non è un numero", "Scrivi un numero", Kind.UNREADABLE)
UNSAFE = Problem("SITE_URL", "è in chiaro", "Scrivi https://", Kind.UNSAFE)
ALL = [MISSING, UNREADABLE, UNSAFE]


def test_with_the_tests_own_settings_a_developer_can_start(settings):
    settings.DEBUG = True  # the runner of the tests turns it off
    assert checks.settings_are_right in django_checks.registry.registry.get_checks()
    assert checks.settings_are_right(None) == []
    checks.refuse_wrong_settings()


@pytest.mark.parametrize(
    ("debug", "errors", "warnings"),
    [(False, {"DATA_KEYS", "PROOF_YEARS", "SITE_URL"}, set()), (True, {"PROOF_YEARS"}, {"DATA_KEYS"})],
    ids=["production", "while developing"],
)
def test_the_check_says_what_is_wrong(debug: bool, errors: set, warnings: set, settings):
    settings.DEBUG, settings.SETTING_PROBLEMS = debug, ALL
    found = checks.settings_are_right(None)

    def named(level: int) -> set[str]:
        return {message.msg.partition(":")[0] for message in found if message.level == level}

    assert (named(django_checks.ERROR), named(django_checks.WARNING)) == (errors, warnings)


def test_nothing_starts_and_all_is_said_at_once(settings):
    settings.DEBUG, settings.SETTING_PROBLEMS = False, ALL
    with pytest.raises(SystemExit) as end:
        checks.refuse_wrong_settings()

    assert str(end.value).splitlines() == [
        "Non parte nulla: 3 impostazioni da correggere.",
        "- DATA_KEYS: manca. Scrivila",
        "- PROOF_YEARS: non è un numero. Scrivi un numero",
        "- SITE_URL: è in chiaro. Scrivi https://",
    ]


@pytest.mark.parametrize("debug", [True, False])
def test_what_stops_nothing_is_said_at_each_start_of_production(debug: bool, settings, capsys):
    told = Problem("PROOF_YEARS", "ha due valori", "Lasciane uno", Kind.TOLD)
    settings.DEBUG, settings.SETTING_PROBLEMS = debug, [told]
    checks.refuse_wrong_settings()
    assert capsys.readouterr().err == ("" if debug else f"- {told}\n")
    assert [warned.msg for warned in checks.settings_are_right(None)] == [str(told)]


STOPPED = {"migrate", "check", "shell", "invite"}


@pytest.mark.parametrize("command", [*STOPPED, "make_key", "doctor", "help", "", "collectstatic"])
def test_some_commands_can_do_without(command: str, settings):
    settings.DEBUG, settings.SETTING_PROBLEMS = False, ALL
    with pytest.raises(SystemExit) if command in STOPPED else nullcontext():
        checks.refuse_wrong_settings(command)
    wrong = Problem("VAR_DIR", "in questa cartella non si può scrivere", "Creala", Kind.UNREADABLE)
    settings.SETTING_PROBLEMS = [*ALL, wrong]
    with pytest.raises(SystemExit, match="un'impostazione da correggere"):
        checks.refuse_wrong_settings("collectstatic")  # which writes there


# ── Real processes ──────────────────────────────────────────────────────────────────────────────────────────
CELERY = [*python("celery"), "-A"]
STARTS = {
    "site": [*python("granian"), *web_server(0)],
    "webhook": [*python("granian"), *webhook_server(0)],
    "worker": [*CELERY, "cascina_whatsapp", "worker", "--concurrency", "1"],
    "beat": [*CELERY, "cascina_whatsapp.celery.clock", "beat"],
    "manage.py migrate": [sys.executable, "manage.py", "migrate"],
    "manage.py check": [sys.executable, "manage.py", "check", "--deploy"],
}


WRONG = {
    "a slash": {
        "CONSENT_HASH_KEY": "hidden-word",
        "DATABASE_URL": "postgres://u:pass/hidden-word@h/db",
        "REDIS_URL": "",
        "WHATSAPP_SENDERS": "due",
        "WHATSAPP_MESAGES_PER_SECOND": "20",
        "WHATSAPP_ACCESS_TOKEN": "",
    },
    "a semicolon and a bracket": {
        "DATABASE_URL": "postgres://u:[hidden-word@h/db",
        "REDIS_URL": "redis://:pass;hidden-word@h/0",
        "EMAIL_URL": "smtp+tls://u:pass#hidden-word@h",
        "SENTRY_DSN": "https://key@h/hidden-word",
    },
    "an option": {
        "DATABASE_URL": "sqlite://u:hidden-word@h/db",
        "REDIS_URL": "redis://h/0?hidden-word=1",
        "EMAIL_URL": "consolemail://u:hidden-word/@h",
    },
    "no number": {"REDIS_URL": "redis://h/hidden-word", "DATABASE_URL": "postgres://h:hidden-word/db"},
}
"""Each holds a secret in a place where a library would tell of it when it fails."""


@pytest.mark.sweep  # a real start each
@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
@pytest.mark.parametrize("process", STARTS)
def test_every_process_shows_the_list_and_ends(process: str, wrong: dict[str, str]):
    run = patience.run(
        STARTS[process],
        env=os.environ | PRODUCTION | {"VAR_DIR": str(Path.home()), "EMBEDDED_MODE": ""} | wrong,
        cwd=project.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 1
    listed = {line.split(":")[0] for line in run.stderr.splitlines() if line.startswith("- ")}
    assert listed == {f"- {name}" for name in wrong}
    assert "Traceback" not in run.stdout + run.stderr
    assert "hidden-word" not in run.stdout + run.stderr


@pytest.mark.sweep  # a real start each
def test_a_worker_that_finds_no_database_says_so_and_ends(tmp_path):
    nobody = {
        "DATABASE_URL": "postgres://u:hidden-word@127.0.0.1:1/d",
        "REDIS_URL": "redis://:hidden-word@127.0.0.1:1/0",
    }
    run = patience.run(
        STARTS["worker"],
        env=os.environ | {"DJANGO_DEBUG": "true", "VAR_DIR": str(tmp_path)} | nobody,
        cwd=project.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 1
    assert "Non si può dire se le chiavi sono quelle della base di dati: non risponde" in run.stderr
    assert "Traceback" not in run.stdout + run.stderr
    assert "hidden-word" not in run.stdout + run.stderr
