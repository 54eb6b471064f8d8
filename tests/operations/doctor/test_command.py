"""`manage.py doctor`: a line a check, and an exit code that a watcher understands."""

import contextlib
import json
import os
import socket
import sys
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command

from cascina_whatsapp.management.commands.doctor import as_lines
from cascina_whatsapp.operations.doctor.examination import CHECKS
from cascina_whatsapp.presentation.checks import Outcome, Result
from tests import patience

pytestmark = pytest.mark.django_db


def doctor(*options: str) -> tuple[str, int]:
    """What it prints, and its exit code."""
    printed = StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("doctor", *options, stdout=printed)
    return printed.getvalue(), end.value.code


def test_each_check_is_a_line_with_its_remedy_and_offline_nobody_is_asked(meta):
    printed, code = doctor("--offline")
    lines = printed.splitlines()
    assert len(lines) == len(CHECKS) + 2
    [worker] = [line for line in lines if "Worker e beat" in line]
    assert worker.startswith("da sistemare")
    assert "→ Riavvia i processi worker e beat" in worker
    assert code == 2
    assert meta.asked == []


def test_the_whole_of_it_with_meta_and_no_secret(meta, monkeypatch):
    monkeypatch.setattr(settings, "WHATSAPP_SENDERS", 2)
    printed, code = doctor("--json")
    told = json.loads(printed)
    found = {check["name"]: check for check in told["checks"]}
    assert set(found) == {check.name for check in CHECKS}
    assert (found["token"]["outcome"], found["reachable"]["outcome"]) == ("ok", "ok")
    assert (found["templates"]["outcome"], found["templates"]["remedy"][:7]) == ("problem", "Mandali")
    assert (told["outcome"], code) == ("problem", 2)
    secrets = [
        *[settings.WHATSAPP_ACCESS_TOKEN, settings.WHATSAPP_VERIFY_TOKEN, settings.SECRET_KEY],
        *[settings.CONSENT_HASH_KEY, *settings.DATA_KEYS, *settings.WHATSAPP_APP_SECRETS],
    ]
    assert [secret for secret in secrets if secret in printed] == []


def connections(server: socket.socket) -> int:
    """How many were made to it so far."""
    server.setblocking(False)
    made = 0
    with contextlib.suppress(BlockingIOError):
        while True:
            server.accept()[0].close()
            made += 1
    return made


@pytest.mark.sweep
def test_a_database_that_says_nothing_is_not_waited_for():
    """A process of its own: something listens, takes the connection, and never speaks."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"postgres://nobody:hidden-word@127.0.0.1:{server.getsockname()[1]}/x"
        environment = {"PATH": os.environ["PATH"], "VAR_DIR": str(settings.VAR_DIR), "DATABASE_URL": address}
        command = [sys.executable, "manage.py", "doctor", "--offline"]
        done = patience.run(command, env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True)
        assert connections(server) == 1  # who waits in vain does so once, not for every check
    assert done.returncode == 2
    assert "Base di dati: non risponde" in done.stdout
    assert "hidden-word" not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_when_all_is_well_it_says_so():
    assert as_lines([Result("a", "Redis", Outcome.WELL, "risponde.", "")]).endswith("\n\nTutto a posto.")
