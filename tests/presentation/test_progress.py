"""Whoever waits for a long command sees how far it is: a bar on a terminal, lines in a file or a pipe."""

import fcntl
import os
import pty
import re
import select
import struct
import sys
import termios
from functools import partial
from io import StringIO

import pytest
from django.core.management import call_command

from cascina_whatsapp.presentation import progress
from tests.builders import subscribe_crowd
from tests.patience import until

SILENCE = 2
"""Seconds without a word that nobody has to bear."""
ROWS, COLUMNS = 24, 100


def read_all(descriptor: int) -> str:
    """What was written to the other end, which is closed."""
    said = b""
    try:
        while chunk := os.read(descriptor, 65536):
            said += chunk
    except OSError:  # how Linux tells that nobody holds the terminal any more
        pass
    os.close(descriptor)
    return said.decode()


@pytest.fixture
def errors_go(monkeypatch):
    """Lets the errors' stream of what is called lead into a terminal, or a pipe; returns what arrived there."""

    def into(ends: tuple[int, int], call) -> str:
        theirs, ours = ends
        with os.fdopen(ours, "w") as stream:
            monkeypatch.setattr(sys, "stderr", stream)
            call()
        return read_all(theirs)

    return into


def a_terminal() -> tuple[int, int]:
    ends = pty.openpty()
    fcntl.ioctl(ends[1], termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    return ends


def verify() -> None:
    call_command("verify_consent_log")


@pytest.mark.django_db
def test_on_a_terminal_a_verification_draws_a_bar(errors_go, capsys):
    subscribe_crowd(12)
    said = errors_go(a_terminal(), verify)
    assert re.search(r"\rVerifico il registro: +0 % \| +\| 0 di 12, 00:00", said)
    assert re.search(r"\rVerifico il registro: 100 % \|█+\| 12 di 12, 00:0\d", said)
    assert max(map(len, re.split(r"[\r\n]+", said))) <= COLUMNS
    assert capsys.readouterr().out.startswith("Il registro è integro: 12 eventi verificati.\n")


@pytest.mark.django_db
def test_in_a_pipe_it_writes_lines_with_seconds_and_draws_nothing(errors_go):
    subscribe_crowd(12)
    lines = errors_go(os.pipe(), verify).splitlines()
    assert lines[0] == "Verifico il registro…"
    assert re.fullmatch(r"Verifico il registro: 12 di 12, fatto in \d+,\d s", lines[1])
    assert lines[2] == "Verifico le tracce…"
    assert not [line for line in lines if "\r" in line or "|" in line]


@pytest.mark.parametrize("ends", [a_terminal, os.pipe], ids=["terminal", "pipe"])
def test_a_step_that_counts_nothing_shows_its_seconds_all_the_same(ends, errors_go, monkeypatch):
    assert progress.REDRAWN < progress.EVERY < SILENCE
    monkeypatch.setattr(progress.Bar, "every", 0.01)
    monkeypatch.setattr(progress.Lines, "every", 0.01)

    theirs, ours = ends()
    said = b""

    def is_shown_again() -> bool:
        nonlocal said
        if select.select([theirs], [], [], 0)[0]:
            said += os.read(theirs, 65536)
        shown = re.findall(r"Preparo la base di dati(…|:) (\d\d:\d\d|\d+,\d s)", said.decode(errors="ignore"))
        return len(shown) >= 2

    def one_long_thing():
        with progress.step("Preparo la base di dati"):
            until(is_shown_again, lambda: said)

    errors_go((theirs, ours), one_long_thing)


def _is_said(line: re.Pattern, said: StringIO) -> bool:
    return bool(line.search(said.getvalue()))


def test_what_is_counted_is_done_when_the_next_is_asked_for(monkeypatch):
    monkeypatch.setattr(progress.Lines, "every", 0.01)
    said = StringIO()
    for number in progress.counted(range(3), "Invento gli iscritti", said):
        line = re.compile(rf"\nInvento gli iscritti: {number} di 3, \d")
        until(partial(_is_said, line, said), said.getvalue)
    assert re.search(r"\nInvento gli iscritti: 3 di 3, fatto in \d+,\d s\n$", said.getvalue())


def test_a_step_that_fails_is_not_said_to_be_done(errors_go):
    def fail():
        with pytest.raises(KeyError), progress.step("Elimino i dati scaduti", total=2):
            raise KeyError

    said = errors_go(os.pipe(), fail)
    assert re.search(r"Elimino i dati scaduti: 0 di 2, interrotto in \d+,\d s\n$", said)
