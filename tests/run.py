# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What `make test`, `make sweep` and `make chaos` run: on PostgreSQL and Redis where there are any, and embedded.

Each run tells how far it is; what failed stands at the end, and what was left out and why. With REQUIRE_ALL set
(as .ci/run and .ci/night do), leaving out is failing.
"""

import argparse
import os
import re
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psycopg
import redis

from tests import migrated
from tests.chromium import NO_CHROMIUM, find_chromium

BASE = Path(__file__).resolve().parents[1]
DATABASE = os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")
ORDINARY = "not sweep and not chaos"
SWEEP, CHAOS = "sweep", "chaos"
JOURNEYS, OTHERS = ["tests/journeys"], ["--ignore=tests/journeys"]
UPGRADING, BACKING_UP = ["tests/upgrading"], ["tests/backing_up"]
WATCHING = "tests/journeys/test_watching.py"
"""Beat and worker apart: the embedded mode has one process for both."""
SERVERS_DIE = ["tests/journeys/test_rate_under_kills.py", "tests/journeys/test_away.py"]
"""Two workers, of which one lives; a database that is away: the embedded mode has neither."""
BROWSER, LOOKS = ["tests/browser"], ["tests/browser/test_accessibility.py"]
BROADCASTS = ["tests/broadcasts"]
SUBSCRIBERS = ["tests/subscribers", "tests/privacy"]
"""With their rights. Each run of `make test` is about as long as the others: two cores have work to the end."""
PAGES = ["tests/architecture", "tests/security"]
"""Every page as every group, every choice of every list. LOOKS: every page in a browser, in each look."""
DIALECTS = [
    "tests/broadcasts/elections",
    "tests/broadcasts/limits",
    "tests/broadcasts/sending",
    "tests/broadcasts/test_audience.py",
    "tests/elections",
    "tests/encryption",
    "tests/subscribers/consent",
    "tests/subscribers/register",
    "tests/trail",
    "tests/webhook",
]
"""Of the rooms that write SQL, locks or triggers of their own: SQLite's dialect stands beside PostgreSQL's there.
Whoever waits for `make test` is not made to wait for both: `make pythons` takes SQLite for them."""
PROPERTIES = ["-m", f"hypothesis and {ORDINARY}", "--hypothesis-profile=thorough"]
"""Ordinary tests that hold for whatever is made up: with ten times as many examples."""
WITH, WITHOUT = "--database=with", "--database=without"
"""What has no database behaves the same with every one: once is enough."""
EMBEDDED: dict[str, dict[str, list[str]]] = {
    ORDINARY: {},
    SWEEP: {
        "journeys": ["-m", "not chaos", *JOURNEYS, f"--ignore={WATCHING}"],
        "looks": ["-m", SWEEP, *LOOKS],
        "browser": ["-m", SWEEP, *BROWSER, f"--ignore={LOOKS[0]}"],
        "others": [
            "-m",
            SWEEP,
            *OTHERS,
            *(f"--ignore={room}" for room in [*BROWSER, *PAGES, *BACKING_UP]),
        ],
        "properties": PROPERTIES,
    },
    CHAOS: {"journeys": ["-m", CHAOS, *JOURNEYS, *(f"--ignore={story}" for story in SERVERS_DIE)]},
}
"""For each kind of tests the runs of the embedded mode: name → what pytest is told."""
ON_SERVERS = {
    ORDINARY: {
        "journeys": ["-m", ORDINARY, *JOURNEYS],
        "broadcasts": ["-m", ORDINARY, *BROADCASTS],
        "subscribers": ["-m", ORDINARY, *SUBSCRIBERS],
        "others": [
            "-m",
            ORDINARY,
            *OTHERS,
            *(f"--ignore={room}" for room in [*BROADCASTS, *SUBSCRIBERS]),
        ],
    },
    SWEEP: {
        "journeys": ["-m", SWEEP, *JOURNEYS],
        "pages": ["-m", SWEEP, *PAGES],
        "upgrading": ["-m", SWEEP, *UPGRADING, *BACKING_UP],
    },
    CHAOS: {"journeys": ["-m", CHAOS, *JOURNEYS]},
}
"""And those on PostgreSQL and Redis. Where there are none, these are made embedded, too."""
NO_SERVERS = {"TEST_DATABASE_URL": "", "TEST_REDIS_URL": ""}
"""The embedded mode: SQLite, and a folder as the broker."""
PROGRESS = ["-p", "tests.progress", "-o", "console_output_style=classic"]
"""Lines while it runs: the dots of pytest tell nothing before a row of them is full."""
CLOSING = re.compile(r"=+ .+ =+$|(no tests|\d+ \w+).* in \d")
"""The first line of what pytest says at the end: failures, warnings, reasons, and how many passed in which time."""
REDIS = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/15")
AT_ONCE = (os.cpu_count() or 1) + 2
"""Runs at work at a time: some wait. Were there more, each would be so slow that clocks of the service run out."""


@dataclass(frozen=True)
class Outcome:
    """How a run ended: whether everything passed, and the lines with which pytest closed."""

    passed: bool
    closing: list[str]


def main() -> int:
    """Run what can be run; 0 only if it all passed, and nothing was left out that had to be there."""
    parser = argparse.ArgumentParser(description="Runs the tests.")
    parser.add_argument("which", nargs="?", default=ORDINARY, choices=EMBEDDED, help="a marker")
    parser.add_argument(
        "only", nargs="*", metavar="run", help="the names of the runs to make; without one, all"
    )
    asked = parser.parse_args()
    which = asked.which
    left_out = missing()
    has_servers = "PostgreSQL" not in left_out and "Redis" not in left_out
    embedded = EMBEDDED[which] if has_servers else ON_SERVERS[which] | EMBEDDED[which]
    with ExitStack() as shared:
        files = NO_SERVERS | shared.enter_context(migrated.shared(""))
        runs = side_by_side("SQLite, embedded", embedded, files)
        if has_servers:
            servers = {"TEST_DATABASE_URL": DATABASE, "TEST_REDIS_URL": REDIS}
            servers |= shared.enter_context(migrated.shared(DATABASE))
            runs |= side_by_side("PostgreSQL and Redis", ON_SERVERS[which], servers)
        outcomes = follow(named(asked.only, runs))
    for name, outcome in outcomes.items():
        print(f"── {name} ──\n{''.join(outcome.closing)}", flush=True)  # noqa: T201
    failed = [name for name, outcome in outcomes.items() if not outcome.passed]
    for name, why in left_out.items():
        print(f"LEFT OUT: {name}: {why}")  # noqa: T201
    if failed:
        print(f"FAILED on {' and on '.join(failed)}")  # noqa: T201
    return int(bool(failed or (left_out and os.environ.get("REQUIRE_ALL"))))


def missing() -> dict[str, str]:
    """What this machine lacks, and how to get it."""
    reasons = {
        "PostgreSQL": postgresql_problem(),
        "Redis": redis_problem(),
        "browser": "" if find_chromium() else NO_CHROMIUM,
    }
    return {name: why for name, why in reasons.items() if why}


def postgresql_problem() -> str:
    """Why PostgreSQL can't be used; "" when it can."""
    try:
        psycopg.connect(DATABASE, connect_timeout=3).close()
    except psycopg.Error:
        return "no server answers at TEST_DATABASE_URL (default: 127.0.0.1:5432, user postgres)"
    return ""


def redis_problem() -> str:
    """Why Redis can't be used; "" when it can."""
    try:
        redis.Redis.from_url(REDIS, socket_connect_timeout=3).ping()
    except redis.RedisError:
        return "no server answers at TEST_REDIS_URL (default: 127.0.0.1:6379)"
    return ""


def named(only: list[str], runs: dict[str, Callable]) -> dict[str, Callable]:
    """The runs with these names, on every database; all runs if `only` is empty. SystemExit for an unknown name."""
    names = {name.rpartition(": ")[2] for name in runs}
    if unknown := set(only) - names:
        sys.exit(f"no such run: {', '.join(sorted(unknown))}; there are: {', '.join(sorted(names))}")
    return {name: start for name, start in runs.items() if not only or name.rpartition(": ")[2] in only}


def side_by_side(
    where: str, runs: dict[str, list[str]], environment: dict[str, str]
) -> dict[str, Callable[[], subprocess.Popen]]:
    """What starts each run. They may be at work together: each has a database, a broker and ports of its own."""
    return {
        f"{where}: {name}": partial(
            start, selection, environment | {"TEST_DATABASE_NAME": f"test_{name.replace(' ', '_')}"}
        )
        for name, selection in runs.items()
    }


def start(
    selection: list[str], environment: dict[str, str], python: str = sys.executable
) -> subprocess.Popen:
    """One run of the suite by this interpreter, which tells in lines how far it is."""
    after_the_journeys = [] if JOURNEYS[0] in selection else ["nice"]  # which have to keep times
    command = [*after_the_journeys, python, "-m", "pytest", "-q", *PROGRESS, *selection]
    return subprocess.Popen(
        command,
        cwd=BASE,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def follow(runs: dict[str, Callable[[], subprocess.Popen]]) -> dict[str, Outcome]:
    """Start the runs, AT_ONCE at a time, and print what each says as it says it; how each ended.

    The journeys first: they wait more than they work, and would make everybody wait at the end.
    """
    in_turn = sorted(runs, key=lambda name: "journeys" not in name)
    with ThreadPoolExecutor(AT_ONCE) as threads:
        outcomes = {name: threads.submit(_followed, name, runs[name]) for name in in_turn}
    return {name: outcome.result() for name, outcome in outcomes.items()}


def _followed(name: str, start: Callable[[], subprocess.Popen]) -> Outcome:
    run = start()
    closing = listen(name, run)
    return Outcome(run.returncode == 0, closing)


def listen(name: str, run: subprocess.Popen) -> list[str]:
    """Print the lines of one run, each after its name, up to those with which pytest closes: these it returns."""
    closing: list[str] = []
    with run:  # until it has ended
        for line in run.stdout:
            if closing or CLOSING.match(line):
                closing.append(line)
            elif line.strip():
                sys.stdout.write(f"{name} │ {line}")
                sys.stdout.flush()
    return closing


if __name__ == "__main__":
    sys.exit(main())
