"""PostgreSQL's own log is no second register of citizens: the deploy check says where it would become one."""

import glob
import secrets
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from cascina_whatsapp.settings.database_logging import SILENT, database_writes_nothing_down, talkative

pytestmark = pytest.mark.django_db
AS_INSTALLED = {
    "log_min_error_statement": "error",
    "log_error_verbosity": "default",
    "log_min_duration_statement": "-1",
    "log_min_duration_sample": "-1",
    "log_transaction_sample_rate": "0",
    "log_statement": "none",
    "log_parameter_max_length_on_error": "0",
}
"""PostgreSQL 15 to 17."""
QUIET = AS_INSTALLED | {"log_min_error_statement": "panic", "log_error_verbosity": "terse"}
TALKATIVE = [
    ("log_min_error_statement", "error"),
    ("log_min_error_statement", "fatal"),
    ("log_error_verbosity", "verbose"),
    ("log_min_duration_statement", "0"),
    ("log_min_duration_statement", "250"),
    ("log_min_duration_sample", "10"),
    ("log_transaction_sample_rate", "0.01"),
    ("log_statement", "all"),
    ("log_statement", "mod"),
    ("log_parameter_max_length_on_error", "-1"),
]


@pytest.mark.parametrize(("name", "value"), TALKATIVE)
def test_what_writes_values_down_is_named(name: str, value: str):
    (sentence,) = talkative(QUIET | {name: value})
    assert sentence.startswith(f"PostgreSQL, {name} = {value}: ")


def test_what_is_on_as_installed_is_turned_off_by_the_installation():
    named = [sentence.split()[1] for sentence in talkative(AS_INSTALLED)]
    assert named == ["log_min_error_statement", "log_error_verbosity"]
    text = (settings.BASE_DIR / "deploy" / "postgresql" / "silence.sql").read_text(encoding="utf-8")
    for name in named:
        assert f"ALTER ROLE cascina SET {name} = '{QUIET[name]}'" in text
    assert talkative(QUIET) == []


def test_a_server_is_asked_itself_and_sqlite_has_no_log():
    if connection.vendor == "sqlite":
        assert database_writes_nothing_down(None) == []
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_settings")
        assert SILENT.keys() <= {name for (name,) in cursor.fetchall()}
        for name, value in QUIET.items():
            cursor.execute(f"SET LOCAL {name} = '{value}'")
        assert database_writes_nothing_down(None) == []
        cursor.execute("SET LOCAL log_min_error_statement = 'error'")
    (warning,) = database_writes_nothing_down(None)
    assert warning.id == "cascina.W110"
    assert "log_min_error_statement = error" in warning.msg


# ── The log itself ────────────────────────────────────────────────────────────────────────────────────────

NUMBER = f"+39320{secrets.randbelow(10**7):07}"
"""Of nobody, and of this run alone: others may use the same server."""
TABLE, TWICE = "CREATE TEMPORARY TABLE names (name text UNIQUE)", "INSERT INTO names VALUES (%s), (%s)"
"""«duplicate key value violates unique constraint», and in the details the key."""


@pytest.fixture
def log_of_the_server(committed_db) -> Path:
    """A file of the server's own log; where it can't be read, there is nothing to hold the settings against."""
    if connection.vendor != "postgresql":
        return Path()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_logfile()")
        (named,) = cursor.fetchone()
    found = [named] if named else glob.glob("/var/log/postgresql/postgresql-*.log")
    return max((Path(path) for path in found), key=lambda path: path.stat().st_mtime, default=Path())


def written_down(log: Path, values: dict[str, str]) -> str:
    """What the server adds to its log while statements with a number fail, with these settings."""
    before = log.stat().st_size
    with connection.cursor() as cursor:
        for name, value in values.items():
            cursor.execute(f"SET {name} = '{value}'")
        with suppress(DatabaseError), transaction.atomic():
            cursor.execute(TABLE)
            cursor.execute(TWICE, [NUMBER, NUMBER])
        for name in values:
            cursor.execute(f"RESET {name}")
    with log.open("rb") as file:
        file.seek(before)
        return file.read().decode(errors="replace")


def test_the_server_writes_a_number_down_as_installed_and_not_as_the_document_has_it(log_of_the_server):
    if not log_of_the_server.is_file():  # SQLite, or a server elsewhere: its settings are asked above
        return
    assert NUMBER in written_down(log_of_the_server, AS_INSTALLED)
    silent = written_down(log_of_the_server, QUIET)
    assert "duplicate key" in silent  # it failed, and the log says so
    assert NUMBER not in silent
