"""What leaves for a Sentry: what failed and where. No number, no word of anybody's, whoever put it where."""

import json
import logging

import pytest
import sentry_sdk

from cascina_whatsapp.operations.metrics import error_reports
from cascina_whatsapp.operations.metrics.error_reports import without_words
from tests.operations.metrics.collector import listening

NUMBER, WORDS = "+393200000101", "sono Anna, ho perso il lavoro"


def record_of(message: str, *arguments, error: BaseException | None = None) -> logging.LogRecord:
    info = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord("broadcasts.sending", logging.ERROR, __file__, 1, message, arguments, info)


def failing(number: str, words: str) -> BaseException:
    """An error that quotes a citizen, from another that does."""
    try:
        try:
            raise KeyError(number)
        except KeyError as problem:
            raise ValueError(f"{words} {number}") from problem
    except ValueError as error:
        return error


@pytest.fixture
def sentry():
    """The handler that reports to a Sentry, and the events that arrived there, as text."""
    with listening() as (port, bodies):
        yield error_reports.handler(f"http://key@127.0.0.1:{port}/1"), lambda: _arrived(bodies)
    sentry_sdk.get_global_scope().set_client(None)


def _arrived(bodies: list[bytes]) -> list[str]:
    sentry_sdk.flush()
    return [body.decode() for body in bodies]


def test_a_report_arrives_and_quotes_nobody(sentry):
    handler, arrived = sentry
    handler.handle(record_of("delivery %s to %s: %s", 55, NUMBER, WORDS, error=failing(NUMBER, WORDS)))
    (body,) = arrived()
    event = json.loads(body.splitlines()[2])

    assert event["message"] == "delivery 55 to •: •"
    assert [one["type"] for one in event["exception"]["values"]] == ["KeyError", "ValueError"]
    assert event["exception"]["values"][1]["stacktrace"]["frames"][-1]["function"] == "failing"
    assert [secret for secret in (NUMBER, NUMBER[3:], "Anna", "lavoro") if secret in body] == []


def test_what_others_tell_the_library_does_not_leave(sentry):
    """A library that the service does not know of may add to a report: whatever it adds stays here."""
    handler, arrived = sentry
    with sentry_sdk.new_scope() as scope:
        scope.set_user({"id": NUMBER, "ip_address": "192.0.2.7"})
        scope.set_tag("tag", WORDS)
        scope.set_extra("extra", WORDS)
        scope.set_context("context", {"words": WORDS})
        scope.set_transaction_name(f"/iscritti/{NUMBER}/")
        scope.add_breadcrumb(message=WORDS)
        scope.add_event_processor(lambda event, hint: event | {"request": {"data": WORDS, "url": NUMBER}})
        handler.handle(record_of("failed"))
    (body,) = arrived()

    event = json.loads(body.splitlines()[2])
    assert event.keys() <= {*error_reports.KEPT, "message", "exception"}
    assert [secret for secret in (NUMBER[3:], "Anna", "192.0.2") if secret in body] == []


def test_the_sentence_keeps_its_whole_numbers():
    assert without_words(record_of("%d of %s: code %s", 3, "wamid.HBgM", 131026)) == "3 of •: code 131026"
    assert without_words(record_of("after %.1f s", "x")) == "after %.1f s"
    assert (
        without_words(record_of(f"somebody wrote a sentence with {NUMBER}"))
        == "somebody wrote a sentence with •"
    )


@pytest.mark.parametrize(
    ("name", "level"), [("sentry_sdk.errors", logging.ERROR), ("broadcasts", logging.WARNING)]
)
def test_neither_what_the_library_says_of_itself_nor_less_than_an_error_is_reported(name, level, sentry):
    handler, arrived = sentry
    logger = logging.Logger(name)
    logger.addHandler(handler)
    logger.log(level, "queue full")
    assert arrived() == []
