"""Somebody takes the database's file, drops its triggers, and puts other content into the table of the register.

All of it as a tamperer would: a copy of the file, SQLite's own library, and the real command to verify it.
"""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

pytestmark = pytest.mark.sweep  # processes that migrate, write and verify
BASE = Path(__file__).resolve().parents[3]
TABLE = "subscribers_consentrecord"
TRIGGERS = [f"{what}_no_{how}" for what in ("consent", "seal") for how in ("update", "delete")]
STORY = """
from tests.builders import NOW, subscribe, unsubscribe
from tests.people import ANNA, crowd
from subscribers.register import sealing
for citizen in [*crowd(8), ANNA]:
    subscribe(citizen)
unsubscribe(ANNA)
print(sealing.seal(NOW).hash)
"""
REWRITE = """
from django.db import connection
from subscribers.register import ledger
from subscribers.models import ConsentRecord
from subscribers.rules.verify_export import GENESIS
head, cursor = GENESIS, connection.cursor()
for record in ConsentRecord.objects.order_by("sequence"):
    record.words = "Autorizzo"
    made = ledger.entry_of(record).sealed(head)
    new = [made.words, made.content_digest, made.previous_hash, made.hash, record.sequence]
    columns = "words = %s, content_digest = %s, previous_hash = %s, hash = %s"
    cursor.execute(f"UPDATE subscribers_consentrecord SET {columns} WHERE sequence = %s", new)
    head = made.hash
cursor.execute("UPDATE subscribers_registerhead SET hash = %s", [head])
cursor.execute("UPDATE subscribers_seal SET hash = %s", [head])
"""
"""A forger who knows the format, and owns everything in the database: records, chain's end, stored seals."""


def manage(database: Path, *arguments: str) -> subprocess.CompletedProcess:
    """A command of the service, on this file."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "TEST_DATABASE_URL": f"sqlite:///{database}",
    }
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=BASE, env=environment, check=False, capture_output=True, text=True)


def sqlite(database: Path, *statements: str) -> None:
    with closing(sqlite3.connect(database)) as opened, opened:
        for statement in statements:
            opened.execute(statement)


@pytest.fixture(scope="module")
def original(tmp_path_factory) -> tuple[Path, str]:
    """A file with ten events and a seal, and the seal's hash as it was printed."""
    file = tmp_path_factory.mktemp("town") / "cascina.sqlite3"
    assert manage(file, "migrate", "--verbosity=0").returncode == 0
    told = manage(file, "shell", "--verbosity=0", "-c", STORY)
    assert told.returncode == 0, told.stderr
    return file, told.stdout.strip()


@pytest.fixture
def copy(original, tmp_path) -> Path:
    """The file in the hands of somebody else."""
    taken = tmp_path / "copy.sqlite3"
    sqlite(original[0], f"VACUUM INTO '{taken}'")
    return taken


def break_in(database: Path) -> None:
    sqlite(database, *(f"DROP TRIGGER {name}" for name in TRIGGERS))


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE {TABLE} SET words = 'No' WHERE sequence = 4",
        f"DELETE FROM {TABLE}",
        f"UPDATE OR REPLACE {TABLE} SET sequence = 5 WHERE sequence = 4",
        "UPDATE subscribers_seal SET hash = ''",
        "DELETE FROM subscribers_seal",
    ],
)
def test_the_file_itself_refuses_whoever_opens_it(copy, statement):
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        sqlite(copy, statement)


def test_content_that_was_put_into_a_copy_is_found_at_its_numbers(copy):
    """The words of one event, another event's pseudonym, and one row in place of another."""
    break_in(copy)
    sqlite(
        copy,
        f"UPDATE {TABLE} SET words = 'No' WHERE sequence = 4",
        f"UPDATE {TABLE} SET pseudonym = (SELECT pseudonym FROM {TABLE} WHERE sequence = 1) WHERE sequence = 6",
        f"DELETE FROM {TABLE} WHERE sequence = 8",
    )
    told = manage(copy, "verify_consent_log")
    assert told.returncode == 1
    assert told.stdout.splitlines() == [
        *(f"La difesa «{name}» della base di dati manca, o è spenta." for name in sorted(TRIGGERS)),
        "Evento 4: modificato (parole, motivo o argomenti).",
        "Evento 6: modificato (pseudonimo o impronta del messaggio).",
        "Evento 8: manca.",
        *(f"Iscritto {number}: per il registro non lo è, o non lo è più." for number in (6, 8)),
    ]
    assert "Problemi trovati: 9, in 9 eventi." in told.stderr


def test_a_whole_new_history_is_betrayed_by_the_printed_seal(original, copy):
    """Records, chain, end and stored seal agree with each other, and the triggers are back: only paper knows."""
    with closing(sqlite3.connect(copy)) as opened:
        wanted = "SELECT sql FROM sqlite_master WHERE name IN (?, ?, ?, ?)"
        triggers = [made for (made,) in opened.execute(wanted, TRIGGERS)]
    break_in(copy)
    assert manage(copy, "shell", "--verbosity=0", "-c", REWRITE).returncode == 0
    sqlite(copy, *triggers)

    told = manage(copy, "verify_consent_log", "--seal", f"10:{original[1]}")
    assert told.returncode == 1
    (only,) = told.stdout.splitlines()
    assert only.startswith("Evento 10: l'attestato conservato altrove ne ha un'altra impronta")
