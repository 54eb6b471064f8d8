"""Whoever wrote it: no number, no message id and no BSUID reaches a log."""

import logging
import sys

import pytest
from django.conf import settings

from cascina_whatsapp.security.logs import OneLineAMinute, ScrubPersonalData, scrub


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("to +393200000101 now", "to • now"),
        ("+39 320 000 0101", "•"),
        ("+39 320-000.0101", "•"),
        ("+39335385843", "•"),
        ("393200000101", "•"),
        ("39335385843,393200000101", "•,•"),
        ("Key (phone)=(+393200000101) already exists", "Key (phone)=(•) already exists"),
        ("wamid.HBgMMzkzMjAwMDAwMTAxFQIAERgS==", "•"),
        ("'wamid.HBgM+a/b_c-d=='", "'•'"),
        ("bsuid IT.13490000000000101 of", "bsuid • of"),
        ("parent IT.ENT.13490000000000101", "parent •"),
        (
            "exceeded with url: /v1/traces?key=a-word&n=1 (Caused by",
            "exceeded with url: /v1/traces• (Caused by",
        ),
        ("'https://example.org/x?token=a%2Fb'", "'https://example.org/x•'"),
        ("340,123,4567", "•"),
        ("+39,340,123,4567;Anna", "•;Anna"),
        ("340,12,34,567", "•"),
        ("chiama 050 719 111 o 0587/719111", "chiama • o •"),
        ("050-719111", "•"),
        ("KzM5MzIwMDAwMDEwMQ==", "•"),
        ("to=MzIwMDAwMDEwMQ", "to=•"),
        ("{'a': 'eyJwaG9uZSI6ICIrMzkzMjAwMDAwMTAxIn0='}", "{'a': '•'}"),
    ],
)
def test_what_names_a_person_is_taken_out(text: str, clean: str):
    assert scrub(text) == clean


@pytest.mark.parametrize(
    "text",
    [
        "delivery 123456 of campaign 12: RecipientUnreachable, code 131026",
        "120 deliveries were in flight when a process died",
        "2026-11-24 17:26:06,772 INFO",
        "127.0.0.1:8000 v26.0 HTTP 429",
        "3fa85f64-5717-4562-b3fc-2c963f66afa6",
        "cascina:delivery:123456789:1",
        "avviso_testo_v1 APPROVED",
        "Celery 5.7.0, IT.Cascina",
        "was it sent? retries=2",
        "aperto 08.30-13.00, chiuso 01/02/2026",
        "rows 340,123 of 1,200,345",
        "broadcasts.launching.starting of /admin/messaggi/12/modifica/",
        "YXZ2aXNvX3Rlc3RvX3Yx",
        "0 of 12 345 678",
        "",
    ],
)
def test_what_names_nobody_stays(text: str):
    assert scrub(text) == text


def record(message: str, *args, **extra) -> logging.LogRecord:
    made = logging.LogRecord("name", logging.ERROR, "file.py", 1, message, args, extra.get("exc_info"))
    assert ScrubPersonalData().filter(made)
    return made


@pytest.mark.parametrize("sign", ["\n", "\r\n", "\x1b[2J", "\u2028", "\x85"])
def test_nobody_writes_a_second_line(sign: str):
    message = record("host %s", f"a{sign}2026-06-08 INFO all is well").getMessage()
    assert message.isprintable()
    assert "all is well" in message


def test_arguments_and_tracebacks_are_looked_at_too():
    assert record("sent to %s, %d times", "+393200000101", 2).getMessage() == "sent to •, 2 times"
    try:
        raise ValueError("no such number: +393200000101")
    except ValueError:
        shown = logging.Formatter().format(record("failed", exc_info=sys.exc_info()))
    assert "no such number: •" in shown
    assert "3200000101" not in shown


def test_the_handler_of_every_log_has_the_filter():
    handlers = settings.LOGGING["handlers"].values()

    assert all("scrub" in handler["filters"] for handler in handlers)
    assert settings.LOGGING["filters"]["scrub"]["()"] == "cascina_whatsapp.security.logs.ScrubPersonalData"


@pytest.mark.parametrize(
    ("written", "logged"),
    [
        (
            "violates check constraint\nDETAIL:  Failing row contains (2026-06-08, Ho scritto\n(io).\nBasta).\n",
            "violates check constraint\nDETAIL:  Failing row contains (•).\n",
        ),
        (
            "DETAIL:  Failing row contains (1, basta).\n\nThe above exception was the direct cause",
            "DETAIL:  Failing row contains (•).\n\nThe above exception was the direct cause",
        ),
        (
            "DETAIL:  Key (name, place)=(Anna (1), Cascina) already exists.",
            "DETAIL:  Key (name, place)=(•) already exists.",
        ),
        (
            "DETAIL:  Key (name)=(2026-06-08) is still referenced from table t.",
            "DETAIL:  Key (name)=(•) is still referenced from table t.",
        ),
    ],
)
def test_no_row_that_the_database_quotes(written: str, logged: str):
    assert scrub(written) == logged


def test_a_broker_that_is_away_is_one_line_a_minute(caplog):
    """Beat tries a dozen times a second, with a traceback of a hundred lines each."""
    seconds = (second for second in range(130) for _ in range(3))
    one_a_minute, beat = OneLineAMinute(lambda: next(seconds)), logging.getLogger("a broker")
    beat.addFilter(one_a_minute)
    for _ in range(130):
        for task in ("broadcasts.send", "webhook.listen"):
            try:
                raise ConnectionRefusedError(111, "refused")
            except OSError as problem:
                beat.exception("Message Error: %s\n%s", f"{task}: {problem}", "a stack")
        beat.error("beat pidbox: %s", "gone")
    beat.removeFilter(one_a_minute)
    assert sorted(caplog.messages) == sorted(
        ["Message Error: broadcasts.send: [Errno 111] refused", "beat pidbox: gone"] * 3
    )
    assert {record.exc_info for record in caplog.records} == {None}


@pytest.mark.parametrize("name", ["celery.beat", "celery.worker.consumer.consumer"])
def test_whoever_speaks_to_the_broker_has_that_filter(name):
    kept = settings.LOGGING["filters"][settings.LOGGING["loggers"][name]["filters"][0]]
    assert kept["()"] == f"{OneLineAMinute.__module__}.{OneLineAMinute.__name__}"
