"""Runs each part of the bench by itself, and tells what it measured as it ends; nothing of it stays.

A part is a command that prints its figures as JSON. It gets a folder of its own as TMPDIR, in which all its temporary
files are, and by which its processes are found, whatever group or session they are in.
"""

import json
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.journeys.stack import BASE

from . import table

LAST_LINES = 60
"""Of what a part that failed said."""
NOTHING = "nothing measured: this part needs PostgreSQL"


@dataclass(frozen=True)
class Outcome:
    """What a part measured; or why it failed: the last lines that it said."""

    figures: dict[str, dict]
    problem: str = ""


def be_interruptible() -> None:
    """Stop at SIGINT and SIGTERM, leaving nothing behind, also where a shell has started us in the background.

    Shells let such processes ignore SIGINT.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)


def report(
    parts: Mapping[str, list[str]], limit: float, *, judged: bool = True, keep: Callable[[dict], None]
) -> int:
    """Run the parts one after the other, each for `limit` seconds at most, and print the table of each as it ends.

    `keep` is handed all that is known by then. The exit status: 0 only if none failed.
    """
    seconds: dict[str, int] = {}
    failed: dict[str, str] = {}
    rows: list[dict[str, Any]] = []
    for name, command in parts.items():
        began = time.monotonic()
        outcome = run(command, limit)
        seconds[name] = round(time.monotonic() - began)
        found = table.rows(outcome.figures, judged=judged)
        rows += found
        if outcome.problem:
            failed[name] = outcome.problem
        keep({"seconds": seconds, "failed": failed, "figures": rows})
        told = table.lines(found) if found else [f"FAILED: {outcome.problem}" if outcome.problem else NOTHING]
        print(f"── {name}, {seconds[name]} s ──", *told, "", sep="\n", flush=True)  # noqa: T201
    if failed:
        print(f"FAILED: {', '.join(failed)}", flush=True)  # noqa: T201
    return int(bool(failed))


def run(command: list[str], limit: float) -> Outcome:
    """Run one part. When it has ended, or is killed after `limit` seconds, its processes and its files are gone."""
    with tempfile.TemporaryDirectory(prefix="cascina-bench-") as folder:
        printed, said = Path(folder) / "printed", Path(folder) / "said"
        with printed.open("wb") as figures, said.open("wb") as problems:
            try:
                process = subprocess.Popen(
                    command,
                    cwd=BASE,
                    env=os.environ | {"TMPDIR": folder},
                    stdout=figures,
                    stderr=problems,
                    start_new_session=True,  # whoever interrupts the bench does not interrupt it: it is killed
                )
                ending = f"exit status {process.wait(limit)}"
            except subprocess.TimeoutExpired:
                ending = f"killed, since it had not ended after {limit:g} s"
            finally:
                kill_all(folder)
        status = process.wait()
        lines = said.read_text(errors="replace").splitlines()[-LAST_LINES:]
        if status == 0:
            with suppress(ValueError):
                return Outcome(json.loads(printed.read_text()))
            lines.append("it printed no figures")
        return Outcome({}, "\n".join([*lines, ending]))


def kill_all(folder: str) -> None:
    """Kill every process that has `folder` as TMPDIR, until there is none."""
    while found := processes_of(folder):
        for number in found:
            with suppress(ProcessLookupError):  # it has ended meanwhile
                os.kill(number, signal.SIGKILL)
        time.sleep(0.02)


def processes_of(folder: str) -> list[int]:
    """The numbers of the processes that were started with `folder` as TMPDIR, and of their children."""
    mark, found = f"TMPDIR={folder}".encode(), []
    for variables in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):  # it has ended, or is somebody else's
            if mark in variables.read_bytes().split(b"\0"):
                found.append(int(variables.parent.name))
    return found
