"""Starts the child, gives it the file, takes what it answers, and ends it once its clock has run out."""

import json
import logging
import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import BoundedSemaphore
from time import monotonic
from typing import Any

from . import child

log = logging.getLogger(__name__)
ROOT, CHILD = Path(__file__).resolve().parents[3], Path(child.__file__)
MOST_SECONDS = 20
"""The seconds of clock of each of two tries. A file is judged by the processor's seconds (child.MOST_PROCESSOR)."""
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
    """The error that a file took more memory or processor time than a file may, or broke what reads it."""


class Busy(Exception):
    """The error that there is no place for this file now, or that the machine had no time for it twice."""


def read(reader: Reader, content: bytes, *, way: str = "") -> Answer:
    """Run `reader` on the content in a process of its own. Raises TooComplex, Busy.

    `way`: child.AT_ONCE for what we wrote ourselves; FROM_OUTSIDE unless it says otherwise.
    Also of an answer nothing is trusted but its form: facts as JSON, and bytes.
    """
    way = way or FROM_OUTSIDE
    with _place():
        try:
            answer, ended = _ask(reader, content, way)
        except TimeoutError:  # where all are busy, whoever steps aside is never served
            answer, ended = _once_more(reader, content, child.IN_TURN if way == child.ASIDE else way)
    if answer is None:
        log.warning("a file was too complex for %s: the child ended with %d", reader.__name__, ended)
        raise TooComplex
    return _taken_apart(*answer, reader.__name__)


def _once_more(reader: Reader, content: bytes, way: str) -> tuple[tuple[bytes, bytes] | None, int]:
    try:
        return _ask(reader, content, way)
    except TimeoutError:
        log.warning("the machine had no time for a file: %s", reader.__name__)
        raise Busy from None


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


def _ask(reader: Reader, content: bytes, way: str) -> tuple[tuple[bytes, bytes] | None, int]:
    """Run the child; return its answer, None where it gave no whole one, and how it ended (a signal: < 0).

    Raises TimeoutError where its clock ran out.
    """
    process = _started(reader, way)
    try:
        answer = _exchange(process, content, monotonic() + MOST_SECONDS)
    except (EOFError, BrokenPipeError):
        answer = None
    finally:
        _end(process)
    return answer, process.returncode


def _exchange(process: "subprocess.Popen[bytes]", content: bytes, deadline: float) -> tuple[bytes, bytes]:
    """Write everything to the child, then read its answer: it answers only once it has all.

    No longer than until `deadline`, whoever holds the other end. Raises TimeoutError, EOFError, BrokenPipeError.
    """
    if process.stdin is None or process.stdout is None:
        raise TypeError("the child is started with pipes")
    with process.stdout as output:
        with process.stdin as taken:
            _write(taken.fileno(), content, deadline)
        facts, made = child.LENGTHS.unpack(_read(output.fileno(), child.LENGTHS.size, deadline))
        if facts + made > MOST_ANSWERED:
            raise EOFError
        return _read(output.fileno(), facts, deadline), _read(output.fileno(), made, deadline)


def _write(pipe: int, content: bytes, deadline: float) -> None:
    os.set_blocking(pipe, False)
    rest = memoryview(content)
    while rest:
        _await(pipe, select.POLLOUT, deadline)
        rest = rest[os.write(pipe, rest) :]


def _read(pipe: int, length: int, deadline: float) -> bytes:
    read = bytearray()
    while len(read) < length:
        _await(pipe, select.POLLIN, deadline)
        piece = os.read(pipe, length - len(read))
        if not piece:
            raise EOFError
        read += piece
    return bytes(read)


def _await(pipe: int, event: int, deadline: float) -> None:
    """Wait until a pipe can be read or written. Raises TimeoutError at the deadline, a moment of time.monotonic."""
    waiting = select.poll()
    waiting.register(pipe, event)
    if not waiting.poll(max(0.0, deadline - monotonic()) * 1000):
        raise TimeoutError


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
    """Kill the child and whatever it may have started, also once it has ended by itself.

    It is waited for only afterwards: until then its number, which is its group's, is nobody else's.
    """
    with suppress(PermissionError):  # what macOS says of a group in which nobody lives
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _taken_apart(told: bytes, made: bytes, reader: str) -> Answer:
    try:
        facts = json.loads(told)
    except ValueError:
        facts = None
    if not isinstance(facts, dict) or child.FAILED in facts:
        log.warning("a file broke %s: %s", reader, str((facts or {}).get(child.FAILED))[:80])
        raise TooComplex
    return facts, made
