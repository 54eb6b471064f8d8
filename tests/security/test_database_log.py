# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""PostgreSQL's own log is no second register of citizens: the deploy check says where it would become one."""

import pytest
from django.conf import settings
from django.db import connection

from cascina_whatsapp.database_logging import SILENT, database_writes_nothing_down, talkative

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


def test_as_installed_two_things_are_written_down():
    names = [sentence.split()[1] for sentence in talkative(AS_INSTALLED)]
    assert names == ["log_min_error_statement", "log_error_verbosity"]


def test_as_the_document_has_it_nothing_is():
    assert talkative(QUIET) == []


@pytest.mark.parametrize(("name", "value"), TALKATIVE)
def test_what_writes_values_down_is_named(name: str, value: str):
    (sentence,) = talkative(QUIET | {name: value})
    assert sentence.startswith(f"PostgreSQL's {name} is {value}: ")


def test_the_document_says_how_to_turn_off_what_is_on_as_installed():
    text = (settings.BASE_DIR / "docs" / "operations.md").read_text(encoding="utf-8")
    for name in ("log_min_error_statement = 'panic'", "log_error_verbosity = 'terse'"):
        assert f"ALTER ROLE cascina SET {name}" in text


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
    assert "log_min_error_statement is error" in warning.msg
