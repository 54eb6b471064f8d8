# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Starts the child, gives it the file, takes what it answers, and ends it once its clock has run out."""

import json
import logging
import os
import signal
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import BoundedSemaphore, Timer
from typing import Any

from . import child

log = logging.getLogger(__name__)
ROOT, CHILD = Path(__file__).resolve().parents[3], Path(child.__file__)
MOST_SECONDS = 15
"""The seconds of clock: a child with nothing to do for its processor ends too."""
FROM_OUTSIDE = child.ASIDE
"""The way to start a child for a file from outside: it lets the site's own processes go first."""
MOST_ANSWERED = 16 * child.MEGABYTE
"""Bytes. An image is 5 MB at most, the rows of a list 3."""
AT_ONCE = 2
"""Files that one process of the site has read at the same time: 2 × 512 MB at most."""
WAITING = 1
"""Requests that may wait for a place: the site has one thread more (`--blocking-threads`) for everybody else."""
PATIENCE = 5
"""Seconds that they wait; an honest file takes less than one."""
NOTHING_SECRET = {"LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "1"}
"""The child's whole environment: one heap, so that its memory is what it uses."""

Answer = tuple[dict[str, Any], bytes]
Reader = Callable[[bytes], Answer]
"""A function of a module that imports no framework: content → what goes into JSON, and bytes."""

_places, _waiting = BoundedSemaphore(AT_ONCE), BoundedSemaphore(AT_ONCE + WAITING)


class TooComplex(Exception):
    """The error that a file took more memory or time than a file may, or broke what reads it."""


class Busy(Exception):
    """The error that other files are being read: there is no place for this one now."""


def read(reader: Reader, content: bytes, *, way: str = "") -> Answer:
    """Run `reader` on the content in a process of its own. Raises TooComplex, Busy.

    `way`: child.AT_ONCE for what we wrote ourselves; FROM_OUTSIDE unless it says otherwise.
    Also of an answer nothing is trusted but its form: facts as JSON, and bytes.
    """
    with _place():
        answer, ended = _ask(reader, content, way or FROM_OUTSIDE)
    if ended != 0 or len(answer) > MOST_ANSWERED:
        log.warning("a file was too complex for %s: the child ended with %d", reader.__name__, ended)
        raise TooComplex
    return _taken_apart(answer, reader.__name__)


@contextmanager
def _place() -> Iterator[None]:
    if not _waiting.acquire(blocking=False):
        raise Busy
    try:
        if not _places.acquire(timeout=PATIENCE):
            raise Busy
        try:
            yield
        finally:
            _places.release()
    finally:
        _waiting.release()


def _ask(reader: Reader, content: bytes, way: str) -> tuple[bytes, int]:
    """Run the child; return its answer, and how it ended: 0, or the signal as a negative number."""
    process = _started(reader, way)
    clock = Timer(MOST_SECONDS, _end, [process])
    clock.start()
    try:
        answer = _exchange(process, content)
        if len(answer) > MOST_ANSWERED:
            _end(process)
        return answer, process.wait()
    finally:
        clock.cancel()
        _end(process)
        process.wait()


def _exchange(process: "subprocess.Popen[bytes]", content: bytes) -> bytes:
    """Write everything to the child, then read its answer: it answers only once it has all."""
    if process.stdin is None or process.stdout is None:
        raise TypeError("the child is started with pipes")
    with process.stdout as output:
        with suppress(BrokenPipeError), process.stdin as taken:
            taken.write(content)
        return output.read(MOST_ANSWERED + 1)


def _started(reader: Reader, way: str) -> "subprocess.Popen[bytes]":
    who = [str(os.getpid()), str(ROOT), reader.__module__, reader.__name__, way]
    return subprocess.Popen(  # noqa: S603 - our own script, by this interpreter
        [sys.executable, "-I", str(CHILD), *who],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=NOTHING_SECRET,
        cwd="/",
        start_new_session=True,  # a priority of its own, and one group to end
    )


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Kill the child and what it may have started; not once it has been waited for, since its number is free."""
    if process.poll() is None:
        with suppress(ProcessLookupError):  # waited for since the line above
            os.killpg(process.pid, signal.SIGKILL)


def _taken_apart(answer: bytes, reader: str) -> Answer:
    try:
        (length,) = struct.unpack_from(">I", answer)
        facts = json.loads(answer[4 : 4 + length])
    except (struct.error, ValueError):
        facts = None
    if not isinstance(facts, dict) or child.FAILED in facts:
        log.warning("a file broke %s: %s", reader, str((facts or {}).get(child.FAILED))[:80])
        raise TooComplex
    return facts, answer[4 + length :]
