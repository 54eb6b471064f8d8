"""Whoever gets hold of the database, a dump or its file, reads nobody's number, nor what anybody wrote."""

import os
import re
import subprocess
import zlib
from base64 import urlsafe_b64decode
from contextlib import suppress
from pathlib import Path

import pytest
from django.apps import apps

from cascina_whatsapp.security.encryption.fields import Encrypted
from tests.people import Citizen
from tests.traces import found_in, traces_of

WRITER, STRANGER, LISTED, TRIED, LEAVER = (f"+3932000777{number:02}" for number in range(5))
SAID = "ornitorinco 7715 segreto"
FILL = f"""
from importlib import import_module
from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone
from broadcasts.slices.trials import numbers as trial_numbers
from cascina_whatsapp.privacy import rights
from cascina_whatsapp.web.sources.models import Source
from subscribers import exporting, importing
from subscribers.exporting.filters import Filters
rita, now = User.objects.get(username="rita"), timezone.now()
content = "numero;data;canale;riferimento\\n{LISTED};01/06/2026;sportello;modulo 1\\n".encode()
exporting.run(exporting.request(Filters(), by=rita, reason="Prova di cifratura", now=now, with_numbers=True), now)
importing.upload(content, file_name="elenco.csv", note="URP", by=rita, now=now)
trial_numbers.add("{TRIED}", by=rita, now=now)
Source.objects.create(name="sito", address="https://www.comune.example/{SAID}", is_active=False)
rights.open_request("access", channel="desk", contact="{TRIED}", note="{SAID}", now=now)
session = import_module(settings.SESSION_ENGINE).SessionStore()
session["interrupted_post"] = {{"path": "/admin/", "form": "{SAID} {TRIED} " * 9}}
session.create()
"""


def of_database(stack) -> bytes:
    """A dump of the running database, data as people see them; of SQLite its files as they lie on the disk.

    Read by another process: whoever closes a file of SQLite's gives up all locks that their own process has on it.
    """
    if url := stack.environment["DATABASE_URL"]:
        return subprocess.run(["pg_dump", "--inserts", url], check=True, capture_output=True).stdout
    files = sorted(Path(stack.folder).glob("cascina.sqlite3*"))
    return subprocess.run(["cat", *files], check=True, capture_output=True).stdout


def unpacked(content: bytes) -> bytes:
    """What base64 and zlib hide: so Django writes the sessions of the staff."""
    found = []
    for word in re.findall(rb"[A-Za-z0-9_-]{40,}", content):
        with suppress(ValueError, zlib.error):
            found.append(zlib.decompress(urlsafe_b64decode(word + b"=" * (-len(word) % 4))))
    return b"".join(found)


def rows(label: str):
    return apps.get_model(label)._base_manager.using("journeys")


@pytest.mark.sweep  # a service of its own, and its whole database read through
def test_nobodys_number_is_in_the_database_while_the_service_runs(stack, people, phones, desk):
    """Two hundred people, a broadcast to them, answers, lists, trials, requests, and what nobody could deal with."""
    phones.say(WRITER, "Iscrizione")
    phones.say(LEAVER, "Iscrizione")
    number = desk.write("A riposo")
    desk.launch(number)
    desk.until(number, "sent")
    phones.say(LEAVER, "Cancellazione")
    phones.say(STRANGER, SAID)
    stack.until(lambda: phones.answers_to(STRANGER) and len(phones.answers_to(LEAVER)) > 1)
    stack.manage("shell", "--verbosity=0", "--command", FILL)
    phones.post("webhook", body=f'{{"entry": ["{STRANGER[1:]} {SAID}"', signature="good")
    stack.until(rows("webhook.DeadLetter").exists)
    stack.kill("worker")  # so that what is said now waits
    try:
        phones.say(STRANGER, SAID)
        stack.until(rows("webhook.WebhookPost").exists)
        for model in apps.get_models():
            if (
                model._meta.app_label == "accounts"
            ):  # secrets of second factors, which the journeys' staff lack
                continue
            if any(isinstance(field, Encrypted) for field in model._meta.local_fields):
                assert rows(model._meta.label).exists(), (
                    f"{model._meta.label}: this story has nothing to tell of it"
                )
        content = of_database(stack)
    finally:
        stack.start_worker()

    assert b"A riposo" in content  # it is the database
    files = [path.read_bytes() for path in Path(stack.folder).rglob("exports/*/*/*.zip")]
    assert files
    content += b"".join(files)
    content += unpacked(content)
    known = [*people, WRITER, STRANGER, LISTED, TRIED, LEAVER]
    found = {
        phone: traces for phone in known if (traces := found_in(content, traces_of(Citizen("", phone, ""))))
    }
    assert found == {}
    assert SAID.encode() not in content
    assert SAID.encode().hex().encode() not in content.lower()
    assert len(content) > 100_000, os.environ.get("TEST_DATABASE_URL", "")
