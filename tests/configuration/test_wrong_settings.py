"""Wrong settings, one by one and all at once: each is named, with what to write instead and without its value."""

import csv
import re
import socket
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import global_settings

from cascina_whatsapp.settings import weaknesses
from cascina_whatsapp.settings.configuration.environment import Environment
from cascina_whatsapp.settings.configuration.problems import explain, refused

from .reading import SERVERS, problems, production, read

with Path(__file__).with_name("wrong-settings.csv").open(encoding="utf-8", newline="") as file:
    ROWS = [(row["settings"], row["what_is_wrong"], row["verdict"]) for row in csv.DictReader(file)]
ACCEPTED, WRONG, WARNED = (
    [row for row in ROWS if row[2] == verdict] for verdict in ("accepted", "refused", "warned")
)


META = "https://graph.facebook.com"
"""What a remedy says to write."""


def assignments(given: str) -> dict[str, str]:
    """`A=1 B=2 (with …)` as names and values; a value may hold blanks."""
    parts = re.split(r" (?=[A-Z_]+=)", re.sub(r" \(with .*\)$", "", given))
    return dict(part.format(**SERVERS).split("=", 1) for part in parts)


def found_for(given: str, folder: Path) -> list:
    """The problems of a production with these settings; a line that is none of NAME=value stands in `.env`."""
    if " = " not in given:
        return problems(folder, **assignments(given))
    (folder / ".env").write_text(given, encoding="utf-8")
    return Environment(folder / ".env").problems()


def culprit(given: str) -> str:
    return given.split(" = ")[0] if " = " in given else list(assignments(given))[-1]


def test_an_ordinary_production_has_no_problem_nor_a_trial_that_is_said_aloud(tmp_path):
    assert problems(tmp_path) == []
    aloud = {"DATABASE_URL": "", "REDIS_URL": "", "EMBEDDED_MODE": "true", "VAR_DIR": str(tmp_path)}
    assert problems(tmp_path, **aloud) == []


@pytest.mark.parametrize("given", [row[0] for row in WRONG], ids=[row[1] for row in WRONG])
def test_each_is_refused_by_its_name_and_no_value_is_shown(given: str, tmp_path):
    found = found_for(given, tmp_path)
    (problem,) = refused(found, developing=False)
    assert problem.name == culprit(given)
    assert problem.wrong
    assert problem.remedy
    told, typed = explain(found), {} if " = " in given else assignments(given)
    values = [value for value in typed.values() if len(value) > 3 and value not in META]
    assert [value for value in values if value in told] == []


@pytest.mark.parametrize("given", [row[0] for row in WARNED], ids=[row[1] for row in WARNED])
def test_each_is_permitted_and_told_by_its_name(given: str, tmp_path):
    found = production(tmp_path, **assignments(given))
    whole = SimpleNamespace(**vars(global_settings) | vars(found))

    assert found.SETTING_PROBLEMS == []
    assert [weak.setting for weak in weaknesses.found(whole)] == [culprit(given)]


def test_what_only_a_connection_would_show_is_not_asked_here(tmp_path, monkeypatch):
    """The port is closed: `manage.py doctor` says so. Reading settings opens no connection to anything."""

    def no_socket(*arguments, **options):
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket, "socket", no_socket)
    monkeypatch.setattr(socket, "getaddrinfo", no_socket)
    ((given, *_),) = ACCEPTED
    assert problems(tmp_path, **assignments(given)) == []


def test_all_are_told_at_once(tmp_path):
    wrong = {
        name: value
        for given, *_ in WRONG
        if " = " not in given
        for name, value in assignments(given).items()
        if name not in ("DJANGO_DEBUG", "VAR_DIR")
    }
    told = {problem.name for problem in problems(tmp_path, **wrong)}
    culprits = {culprit(given) for given, *_ in WRONG if " = " not in given} - {
        "DJANGO_DEBUG",
        "VAR_DIR",
    }
    a_later_row_is_right = {"WHATSAPP_SENDERS", "DJANGO_SECRET_KEY"}
    assert culprits - told == {"CONSENT_HASH_KEY", *a_later_row_is_right}, "the file wins"


def test_production_without_servers_is_no_trial_and_a_developer_needs_nothing(tmp_path):
    """A forgotten DATABASE_URL does not quietly become a file of SQLite."""
    found = read(tmp_path, DJANGO_DEBUG="false")
    assert found.DATABASES["default"]["ENGINE"] == "django.db.backends.dummy"
    missing = {problem.name for problem in found.SETTING_PROBLEMS}
    assert {"DATABASE_URL", "REDIS_URL", "DJANGO_SECRET_KEY", "DATA_KEYS"} <= missing
    found = read(tmp_path, DJANGO_DEBUG="true")
    assert found.DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3"
    assert refused(found.SETTING_PROBLEMS, developing=True) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [("WHATSAPP_SENDERS", "due"), ("DATABASE_URL", "postgre://u:p@h/db"), ("EMAIL_URL", "smtp.comune.it")],
)
def test_what_nobody_can_read_stops_a_developer_too(name: str, value: str, tmp_path):
    found = refused(problems(tmp_path, DJANGO_DEBUG="true", SITE_URL="", **{name: value}), developing=True)
    assert [problem.name for problem in found] == [name]
