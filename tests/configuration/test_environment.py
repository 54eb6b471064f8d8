"""The environment is read with types, and what it can't mean is collected rather than guessed."""

from pathlib import Path

import pytest

from cascina_whatsapp.settings.configuration import values
from cascina_whatsapp.settings.configuration.environment import Environment

NOWHERE = Path("/nonexistent/.env")
NAME = "CASCINA_TEST"


def told(env: Environment) -> list[str]:
    return [str(problem) for problem in env.problems()]


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
    there = env(value)
    assert there.flag(NAME, default=True) is True
    assert told(there) == [f"{NAME}: non è né true né false. Scrivi true oppure false"]


@pytest.mark.parametrize(("value", "read"), [(None, 80), ("", 80), ("0", 0), ("1000", 1000), (" 7 ", 7)])
def test_whole_numbers(value, read: int, env):
    assert env(value).whole(NAME, default=80, most=1000) == read


@pytest.mark.parametrize(
    ("value", "least"),
    [("-1", 0), ("0", 1), ("1.5", 0), ("many", 0), ("1e3", 0), ("²", 0), ("601", 0), ("9" * 5000, 0)],
)
def test_what_is_no_such_number_is_refused(value: str, least: int, env):
    there = env(value)
    assert there.whole(NAME, default=80, least=least, most=600) == 80
    assert told(there) == [
        f"{NAME}: non è un numero intero da {least} a 600. Scrivi un numero, per esempio 80"
    ]


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("Double", "non è una delle scelte. Scrivi single oppure double. Forse double?"),
        ("twice", "non è una delle scelte. Scrivi single oppure double"),
    ],
)
def test_a_choice_that_there_is_not_is_refused(value: str, sentence: str, env):
    there = env(value)
    assert there.choice(NAME, ("single", "double")) == "single"
    assert told(there) == [f"{NAME}: {sentence}"]


@pytest.mark.parametrize(
    ("value", "read"),
    [(None, []), ("", []), (",", []), ("a", ["a"]), ("a,b", ["a", "b"]), (" a , ,b, ", ["a", "b"])],
)
def test_lists(value, read: list, env):
    assert env(value).words(NAME) == read
    assert env(value).secrets(NAME) == read
    assert env(value).words(NAME, "x,y") == (read or ["x", "y"] if not (value or "").strip() else read)


def test_a_secret_comes_from_the_environment_or_from_a_file(env, tmp_path):
    file = tmp_path / "secret"
    file.write_text(" in the file \n", encoding="utf-8")

    assert env("in the environment").secret(NAME) == "in the environment"
    env(str(file), f"{NAME}_FILE")
    assert env("in the environment").secret(NAME) == "in the file"
    file.write_text("\ufeffnew,old\n", encoding="utf-8")  # some editors begin a file with that sign
    assert env(None).secrets(NAME) == ["new", "old"]


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00", b" \n"], ids=["no such file", "no text", "empty"])
def test_a_secret_that_can_not_be_read_is_named_and_not_shown(content, env, tmp_path):
    file = tmp_path / "secret"
    if content is not None:
        file.write_bytes(content)
    there = env(str(file), f"{NAME}_FILE")
    assert there.secret(NAME, needed="fa qualcosa") == ""
    assert [problem.name for problem in there.problems()] == [f"{NAME}_FILE"]


FALLBACK, NO_DATABASE = Path("/var/fallback.sqlite3"), {"ENGINE": "django.db.backends.dummy"}


@pytest.mark.parametrize(
    ("value", "engine", "name"),
    [
        (None, "django.db.backends.sqlite3", str(FALLBACK)),
        ("", "django.db.backends.sqlite3", str(FALLBACK)),
        ("postgres://u:p@db:5432/cascina", "django.db.backends.postgresql", "cascina"),
        # One that nobody can read is none rather than another.
        ("postgre://u:p@h/db", NO_DATABASE["ENGINE"], None),
        ("postgres://u:p/w@h/db", NO_DATABASE["ENGINE"], None),
        ("localhost", NO_DATABASE["ENGINE"], None),
    ],
)
def test_databases(value, engine: str, name: str | None, env):
    found = env(value).database(NAME, fallback=FALLBACK)
    assert (found["ENGINE"], found.get("NAME")) == (engine, name)


def test_the_process_wins_over_the_file_of_which_no_line_is_logged(monkeypatch, tmp_path, caplog):
    """django-environ would write the whole of one that is not read, and it may be a secret."""
    file = tmp_path / ".env"
    lines = ("CASCINA_ONE=file", "CASCINA_TWO=file", "DJANGO_SECRET_KEY = not-for-the-log")
    file.write_text("\n".join(lines), encoding="utf-8")
    monkeypatch.setenv("CASCINA_ONE", "process")
    monkeypatch.setenv("CASCINA_TWO", "")  # so that it is put back afterwards
    monkeypatch.delenv("CASCINA_TWO")
    env = Environment(file)
    assert (env.text("CASCINA_ONE"), env.text("CASCINA_TWO")) == ("process", "file")
    assert "not-for-the-log" not in caplog.text


@pytest.mark.parametrize("value", [None, "sqlite:////var/cascina.sqlite3"])
def test_without_a_fallback_the_database_is_a_server(value, env):
    there = env(value)
    assert there.database(NAME, fallback=None) == NO_DATABASE
    (sentence,) = told(there)
    assert "EMBEDDED_MODE=true" in sentence


def test_what_is_missing_says_what_for_and_of_several_values_the_wrong_one_is_counted_and_not_shown(env):
    there = env(None)
    there.secret(NAME, needed="firma i moduli")
    assert told(there) == [
        f"{NAME}: manca; firma i moduli. Scrivila in .env, oppure in un file indicato da {NAME}_FILE"
    ]
    there = env("urp@example.org, nobody, rpd@example.org")
    there.words(NAME, rule=values.email)
    (sentence,) = told(there)
    assert sentence.startswith(f"{NAME}: il valore 2 di 3: non è un indirizzo e-mail. ")
