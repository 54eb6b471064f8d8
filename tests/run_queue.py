"""A queue of pytest runs, as many at once as there are processors; what failed is run once more, alone.

Journeys wait more than they work: they have a queue of their own, one at a time beside the others.

Each run says how far it is while it runs, and closes at the end. A test that fails again is broken. One that passes
alone is unsteady: the whole stays green and says so, up to MOST_UNSTEADY of them.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests import places

BASE = Path(__file__).resolve().parents[1]
PROGRESS = ["-p", "tests.progress", "-o", "console_output_style=classic"]
"""Lines while it runs: the dots of pytest tell nothing before a row of them is full."""
FAILED = re.compile(r"FAILED (?P<test>.+) \((setup|call|teardown)\)$")
"""What `tests.progress` prints of a test."""
CLOSING = re.compile(r"=+ .+ =+$|(no tests|\d+ \w+).* in \d")
"""The first line of what pytest says at the end: failures, warnings, reasons, and how many passed in which time."""
AT_ONCE = os.cpu_count() or 1
MOST_UNSTEADY = 3
"""More tests than these that fail and then pass alone are no accident: the whole is red."""
TESTS_FAILED = 1
"""The exit status of pytest that ran to its end, and some tests failed."""


@dataclass(frozen=True)
class Run:
    """One call of pytest: what it selects, and by which interpreter. Without `database_url` it runs embedded."""

    name: str
    selection: list[str]
    database_url: str = ""
    redis_url: str = ""
    environment: dict[str, str] = field(default_factory=dict)
    waits: bool = False
    """Whether it hardly works, and goes beside those that do."""
    python: str = sys.executable

    def of_one(self, test: str) -> "Run":
        """The same run, with this test in the place of its folders."""
        options = [part for part in self.selection if not (BASE / part).exists()]
        return replace(self, name=f"{self.name}, again", selection=[*options, test])


@dataclass(frozen=True)
class Outcome:
    """How a run ended: pytest's exit status, the ids of the tests that failed, and its closing lines."""

    status: int
    failed: tuple[str, ...]
    closing: str

    @property
    def passed(self) -> bool:
        """Whether everything passed."""
        return self.status == 0


def follow(runs: Iterable[Run]) -> dict[str, Outcome]:
    """Make the runs in this order, AT_ONCE at a time and one that waits beside them, and print what each says.

    How each ended, by its name.
    """
    with ThreadPoolExecutor(1) as beside, ThreadPoolExecutor(AT_ONCE) as threads:
        outcomes = {run.name: (beside if run.waits else threads).submit(made, run) for run in runs}
    return {name: outcome.result() for name, outcome in outcomes.items()}


def made(run: Run) -> Outcome:
    """Make one run, in a place of its own on the servers."""
    with places.taken(run.database_url, run.redis_url) as place:
        process = subprocess.Popen(
            [run.python, "-m", "pytest", "-q", *PROGRESS, *run.selection],
            cwd=BASE,
            env=os.environ | {"COLUMNS": "200"} | run.environment | place,  # or reasons would be cut off
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        return listen(run.name, process)


def listen(name: str, process: subprocess.Popen) -> Outcome:
    """Print the lines of one run, each after its name, up to those with which pytest closes, which are kept."""
    closing: list[str] = []
    failed: dict[str, None] = {}  # each once, though its teardown may fail, too
    with process:  # until it has ended
        for line in process.stdout:
            if closing or CLOSING.match(line):
                closing.append(line)
            elif line.strip():
                if found := FAILED.match(line):
                    failed[found["test"]] = None
                sys.stdout.write(f"{name} │ {line}")
                sys.stdout.flush()
    return Outcome(process.returncode, tuple(failed), "".join(closing))


def judge(runs: Iterable[Run], outcomes: dict[str, Outcome]) -> list[str]:
    """What is told of the failed tests, a line each, after each has run once more alone: FAILED or UNSTEADY.

    A run that ended otherwise, and one of too many failed tests, is FAILED as a whole: nothing is run again.
    """
    red = [(run, outcomes[run.name]) for run in runs if not outcomes[run.name].passed]
    if sum(len(outcome.failed) for _, outcome in red) > MOST_UNSTEADY:
        return [
            f"FAILED {test} ({run.name})" for run, outcome in red for test in outcome.failed or ["as a whole"]
        ]
    told = []
    for run, outcome in red:
        if outcome.status != TESTS_FAILED or not outcome.failed:
            told.append(f"FAILED {run.name}: pytest ended with {outcome.status}")
        for test in outcome.failed:
            alone = made(run.of_one(test))
            word = "UNSTEADY" if alone.passed else "FAILED"
            told.append(f"{word} {test} ({run.name}); at first: {_first_failure(test, outcome.closing)}")
    return told


def _first_failure(test: str, closing: str) -> str:
    """What pytest's summary says of this test."""
    lines = [line for line in closing.splitlines() if line.startswith((f"FAILED {test}", f"ERROR {test}"))]
    return lines[0].partition(test)[2].removeprefix(" - ") if lines else "no word"
