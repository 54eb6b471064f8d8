# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What leaves for a Sentry: what failed and where. No number, no word of anybody's, whoever put it where."""

import json
import logging

from cascina_whatsapp.operations.metrics.error_reports import ErrorReports, event_of, without_words
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


def test_a_report_arrives_and_quotes_nobody():
    with listening() as (port, bodies):
        reports = ErrorReports(f"http://key@127.0.0.1:{port}/1")
        reports.handle(record_of("delivery %s to %s: %s", 55, NUMBER, WORDS, error=failing(NUMBER, WORDS)))
        reports.close()
        (body,) = bodies
    event = json.loads(body.splitlines()[2])

    assert event["message"] == "delivery 55 to •: •"
    assert [one["type"] for one in event["exception"]["values"]] == ["KeyError", "ValueError"]
    assert event["exception"]["values"][1]["stacktrace"]["frames"][-1]["function"] == "failing"
    for secret in (NUMBER, NUMBER[3:], "Anna", "lavoro"):
        assert secret.encode() not in body


def test_the_sentence_keeps_its_whole_numbers():
    assert without_words(record_of("%d of %s: code %s", 3, "wamid.HBgM", 131026)) == "3 of •: code 131026"
    assert without_words(record_of("after %.1f s", "x")) == "after %.1f s"
    assert (
        without_words(record_of(f"somebody wrote a sentence with {NUMBER}"))
        == "somebody wrote a sentence with •"
    )


def test_an_error_without_a_cause_that_is_to_be_told():
    try:
        try:
            raise KeyError(WORDS)
        except KeyError:
            raise LookupError from None
    except LookupError as error:
        told = event_of(record_of("failed", error=error))

    assert [one["type"] for one in told["exception"]["values"]] == ["LookupError"]


def test_what_the_library_says_of_itself_is_not_reported():
    with listening() as (port, bodies):
        reports = ErrorReports(f"http://key@127.0.0.1:{port}/1")
        record = record_of("queue full")
        record.name = "sentry_sdk.errors"
        reports.handle(record)
        reports.close()
        assert bodies == []
