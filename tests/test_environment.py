# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The environment is read with types, and what it can't mean is refused rather than guessed."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from cascina_whatsapp.environment import Environment

NOWHERE = Path("/nonexistent/.env")
NAME = "CASCINA_TEST"


@pytest.fixture
def env(monkeypatch):
    """A process whose environment has only what the test puts there."""

    def with_value(value: str | None, name: str = NAME) -> Environment:
        if value is None:
            monkeypatch.delenv(name, raising=False)
        else:
            monkeypatch.setenv(name, value)
        return Environment(NOWHERE)

    return with_value


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (None, "default"),
        ("", "default"),
        ("   ", "default"),
        (" blanks ", "blanks"),
        ("àèì", "àèì"),
        ("$ecret", "$ecret"),
        ("a$b", "a$b"),
        (r"\$x", r"\$x"),
    ],
)
def test_texts(value, read: str, env):
    assert env(value).text(NAME, "default") == read


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (None, None),
        ("", None),
        *[(word, True) for word in ("true", "True", "1", "yes", "on", " ON ")],
        *[(word, False) for word in ("false", "FALSE", "0", "no", "off")],
    ],
)
@pytest.mark.parametrize("default", [True, False])
def test_flags(value, read, default: bool, env):
    assert env(value).flag(NAME, default=default) is (default if read is None else read)


@pytest.mark.parametrize("value", ["yes please", "si", "2", "tru", "-", "None"])
def test_a_flag_that_is_neither_is_refused(value: str, env):
    with pytest.raises(ImproperlyConfigured, match=f"{NAME} must be true or false"):
        env(value).flag(NAME, default=False)


@pytest.mark.parametrize(("value", "read"), [(None, 80), ("", 80), ("0", 0), ("1000", 1000), (" 7 ", 7)])
def test_whole_numbers(value, read: int, env):
    assert env(value).whole(NAME, default=80) == read


@pytest.mark.parametrize(
    ("value", "least"), [("-1", 0), ("0", 1), ("1.5", 0), ("many", 0), ("1e3", 0), ("²", 0)]
)
def test_what_is_no_such_number_is_refused(value: str, least: int, env):
    with pytest.raises(ImproperlyConfigured, match=f"{NAME} must be a whole number, {least} or more"):
        env(value).whole(NAME, default=80, least=least)


@pytest.mark.parametrize(
    ("value", "read"),
    [(None, []), ("", []), (",", []), ("a", ["a"]), ("a,b", ["a", "b"]), (" a , ,b, ", ["a", "b"])],
)
def test_lists(value, read: list, env):
    assert env(value).words(NAME) == read
    assert env(value).secrets(NAME) == read


def test_a_list_may_have_a_default(env):
    assert env(None).words(NAME, "localhost,127.0.0.1") == ["localhost", "127.0.0.1"]


def test_a_secret_comes_from_the_environment_or_from_a_file(env, tmp_path):
    file = tmp_path / "secret"
    file.write_text(" in the file \n", encoding="utf-8")

    assert env("in the environment").secret(NAME) == "in the environment"
    env(str(file), f"{NAME}_FILE")
    assert env("in the environment").secret(NAME) == "in the file"
    file.write_text("new,old\n", encoding="utf-8")
    assert env(None).secrets(NAME) == ["new", "old"]


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"], ids=["no such file", "no text"])
def test_a_secret_that_can_not_be_read_is_named_and_not_shown(content, env, tmp_path):
    file = tmp_path / "secret"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(ImproperlyConfigured, match=f"{NAME}_FILE can't be read"):
        env(str(file), f"{NAME}_FILE").secret(NAME)


@pytest.mark.parametrize(
    ("value", "engine", "name"),
    [
        (None, "django.db.backends.sqlite3", "/var/fallback.sqlite3"),
        ("", "django.db.backends.sqlite3", "/var/fallback.sqlite3"),
        ("postgres://u:p@db:5432/cascina", "django.db.backends.postgresql", "cascina"),
    ],
)
def test_databases(value, engine: str, name: str, env):
    found = env(value).database(NAME, fallback=Path("/var/fallback.sqlite3"))

    assert (found["ENGINE"], found["NAME"]) == (engine, name)


def test_the_process_wins_over_the_file(monkeypatch, tmp_path):
    file = tmp_path / ".env"
    file.write_text("CASCINA_ONE=file\nCASCINA_TWO=file\n", encoding="utf-8")
    monkeypatch.setenv("CASCINA_ONE", "process")
    monkeypatch.setenv("CASCINA_TWO", "")  # so that it is put back afterwards
    monkeypatch.delenv("CASCINA_TWO")
    env = Environment(file)

    assert (env.text("CASCINA_ONE"), env.text("CASCINA_TWO")) == ("process", "file")
