"""A whole examination: of a real database, of one that is not there; what it costs, and that it changes nothing."""

import json
import smtplib
from datetime import UTC, datetime
from threading import Event

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from cascina_whatsapp.operations.doctor import machine_facts
from cascina_whatsapp.operations.doctor.examination import examine, judge, named
from cascina_whatsapp.operations.doctor.sources import SOURCES
from cascina_whatsapp.operations.doctor.timed_queries import Answer, NotAsked, ask, ask_together
from cascina_whatsapp.presentation.checks import Outcome, Place, Result, worst
from cascina_whatsapp.settings.configuration.problems import Kind, Problem
from cascina_whatsapp.whatsapp.cloud_api.errors import CloudApiError
from tests.patience import UNTIL

from .health import FACTS, HERE

RED, LEFT_OUT = Outcome.PROBLEM, Outcome.LEFT_OUT
QUICK = 1


def failing(**problems: Exception) -> dict[str, Result]:
    """What is found where the sources of these names fail."""
    given = {name: Answer(fact=fact) for name, fact in FACTS.items()}
    given |= {name: Answer(problem=NotAsked("")) for name in SOURCES if name not in FACTS}
    given["templates"] = Answer(fact=[])
    return named(judge(HERE, given | {name: Answer(problem=found) for name, found in problems.items()}))


@pytest.mark.django_db
def test_this_machine_is_looked_at_without_a_word_to_anybody_else(settings):
    settings.DEBUG = True  # as while developing, with short keys
    found = named(examine(farthest=Place.HERE))
    assert found["database"].outcome == found["keys"].outcome == found["triggers"].outcome == Outcome.WELL
    assert found["migrations"].outcome == found["settings"].outcome == Outcome.WELL
    assert found["worker"].outcome == RED
    assert {found[name].outcome for name in ("token", "mail", "reachable", "broker", "queues")} == {LEFT_OUT}


@pytest.mark.django_db
def test_nothing_is_written_and_little_is_asked():
    with CaptureQueriesContext(
        connection,
    ) as asked:
        examine(farthest=Place.HERE)
    words = {query["sql"].split()[0] for query in asked}
    assert words <= {"SELECT", "SET", "SAVEPOINT", "RELEASE", "PRAGMA"}
    assert len(asked) < 70


@pytest.mark.parametrize("name", [name for name, source in SOURCES.items() if source.place == Place.HERE])
def test_a_source_that_fails_is_told_without_its_words(name):
    for problem in (OperationalError("secret"), OSError("secret"), KeyError("secret")):
        found = failing(**{name: problem})
        assert RED in {result.outcome for result in found.values()}, problem
        assert not [result for result in found.values() if "secret" in result.told], problem


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("mail", smtplib.SMTPAuthenticationError(535, b"secret")),
        ("mail", TimeoutError()),
        ("broker", ConnectionError("redis://:secret@host")),
        ("queues", ConnectionError("redis://:secret@host")),
    ],
)
def test_so_is_a_server_of_ours(name, problem):
    result = failing(**{name: problem})[name]
    assert (result.outcome, "secret" in result.told) == (RED, False)


def test_without_redis_one_line_is_red():
    found = failing(broker=ConnectionError(), queues=ConnectionError())
    assert (found["broker"].outcome, found["queues"].outcome) == (RED, LEFT_OUT)


@pytest.mark.parametrize(
    ("code", "words"),
    [(100, "non conosce WHATSAPP_PHONE_NUMBER_ID"), (10, "(codice 10)"), (None, "Meta non risponde")],
)
def test_a_refusal_of_meta_s_is_told_by_its_code(code, words):
    given = {name: Answer(fact=fact) for name, fact in FACTS.items()} | {"clock": Answer(fact=0.0)}
    given |= {name: Answer(problem=CloudApiError(code=code)) for name in SOURCES if name not in given}
    assert words in named(judge(HERE, given))["registered"].told


def test_without_a_database_one_line_is_red(monkeypatch):
    """Nobody waits once for each question either."""
    tried = []

    def unreachable():
        tried.append(1)
        raise OperationalError

    monkeypatch.setitem(SOURCES, "database", type(SOURCES["database"])(unreachable))
    found = named(examine(farthest=Place.HERE))
    assert found["database"].outcome == RED
    assert tried == [1]
    assert {found[name].outcome for name in ("keys", "migrations", "worker", "seal")} == {LEFT_OUT}


def test_questions_are_asked_side_by_side_and_not_for_ever():
    never = Event()
    found = ask_together({"quick": lambda: 1, "slow": lambda: never.wait(UNTIL)}, within=QUICK)
    never.set()
    assert found["quick"].fact == 1
    assert isinstance(found["slow"].problem, TimeoutError)


def test_whatever_goes_wrong_is_an_answer():
    assert isinstance(ask(lambda: 1 / 0).problem, ZeroDivisionError)


def test_with_what_nothing_would_start_is_told_before_anything_else_is_asked(settings):
    """Django's checks may fail on such settings themselves: there may be no database to ask."""
    settings.DEBUG = False
    settings.SETTING_PROBLEMS = [
        Problem("PROOF_YEARS", "non è un numero", "Scrivi un numero", Kind.UNREADABLE),
        Problem("PROOFS_YEARS", "nessuna impostazione si chiama così", "Forse PROOF_YEARS?", Kind.MISSING),
    ]
    assert machine_facts.wrong_settings()[0] == [
        "PROOF_YEARS: non è un numero. Scrivi un numero.",
        "PROOFS_YEARS: nessuna impostazione si chiama così. Forse PROOF_YEARS?",
    ]


@pytest.fixture
def last_backup(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    path = tmp_path / "backups" / "last.json"
    path.parent.mkdir()

    def write(**told):
        path.write_text(json.dumps(told), encoding="utf-8")
        return SOURCES["backup"].ask()

    return write


def test_the_last_backup_is_read(last_backup):
    assert SOURCES["backup"].ask() is None
    found = last_backup(at="2026-11-26T02:00:00+00:00", restored_at=None, ok=True, rows=3)
    assert (found.at, found.restored_at, found.is_good) == (datetime(2026, 11, 26, 2, tzinfo=UTC), None, True)
    assert last_backup(at=None, restored_at=None, ok=True, backup_ok=True, drill_ok=True) is None
    found = last_backup(at="2026-11-26T02:00:00+00:00", ok=False, backup_ok=True, drill_ok=False)
    assert (found.is_good, found.drill_is_good) == (True, False)
    assert last_backup(at="2026-11-26T02:00:00Z", restored_at="2026-11-25T02:00:00", ok=False).restored_at


@pytest.mark.parametrize(
    ("outcomes", "whole"),
    [
        ([], LEFT_OUT),
        ([LEFT_OUT], LEFT_OUT),
        ([LEFT_OUT, Outcome.WELL], Outcome.WELL),
        ([Outcome.WELL, Outcome.WARNING], Outcome.WARNING),
        ([RED, Outcome.WARNING, Outcome.WELL], RED),
    ],
)
def test_the_worst_counts(outcomes, whole):
    assert worst(Result("", "", outcome, "", "") for outcome in outcomes) == whole
