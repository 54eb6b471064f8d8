# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What `make test`, `make sweep` and `make chaos` run: embedded, and on PostgreSQL and Redis where there are any.

Each run tells how far it is; what failed stands at the end, and what was left out and why. With REQUIRE_ALL set
(as .ci/run does), leaving out is failing.
"""

import argparse
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import redis

from tests.chromium import NO_CHROMIUM, find_chromium

BASE = Path(__file__).resolve().parents[1]
DATABASE = os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")
ORDINARY = "not sweep and not chaos"
SWEEP, CHAOS = "sweep", "chaos"
JOURNEYS, OTHERS = ["tests/journeys"], ["--ignore=tests/journeys"]
UPGRADING, BROWSER, BROADCASTS = ["tests/upgrading"], ["tests/browser"], ["tests/broadcasts"]
PAGES = ["tests/architecture", "tests/security"]
"""Every page as every group, every choice of every list."""
DIALECTS = [
    "tests/broadcasts/limits",
    "tests/broadcasts/sending",
    "tests/broadcasts/test_audience.py",
    "tests/encryption",
    "tests/subscribers/consent",
    "tests/subscribers/register",
    "tests/trail",
    "tests/webhook",
]
"""Of the rooms that write SQL, locks or triggers of their own: SQLite's dialect stands beside PostgreSQL's there."""
PROPERTIES = ["-m", f"hypothesis and {ORDINARY}", "--hypothesis-profile=thorough"]
"""Ordinary tests that hold for whatever is made up: with ten times as many examples."""
WITH, WITHOUT = "--database=with", "--database=without"
"""What has no database behaves the same with every one: once is enough."""
EMBEDDED = {
    ORDINARY: {"no database": ["-m", ORDINARY, *OTHERS, WITHOUT]},
    SWEEP: {
        "journeys": ["-m", "not chaos", *JOURNEYS],
        "browser": ["-m", SWEEP, *BROWSER],
        "all others": ["-m", SWEEP, *OTHERS, *(f"--ignore={room}" for room in [*BROWSER, *PAGES])],
        "properties": PROPERTIES,
        "both dialects": ["-m", ORDINARY, *DIALECTS, WITH],
    },
    CHAOS: {"journeys": ["-m", CHAOS, *JOURNEYS]},
}
"""For each kind of tests the runs of the embedded mode: name → what pytest is told."""
ON_SERVERS = {
    ORDINARY: {
        "journeys": ["-m", ORDINARY, *JOURNEYS],
        "broadcasts": ["-m", ORDINARY, *BROADCASTS, WITH],
        "all others": ["-m", ORDINARY, *OTHERS, f"--ignore={BROADCASTS[0]}", WITH],
    },
    SWEEP: {
        "journeys": ["-m", SWEEP, *JOURNEYS],
        "pages": ["-m", SWEEP, *PAGES],
        "upgrading": ["-m", SWEEP, *UPGRADING],
    },
    CHAOS: {"journeys": ["-m", CHAOS, *JOURNEYS]},
}
"""And those on PostgreSQL and Redis. Where there are none, the ordinary ones of these are made in the embedded mode.

The sweep makes those of DIALECTS once more, on SQLite: whoever waits for `make test` between two changes is not made
to wait for both databases. Without a server all of them are made on SQLite, by `make test` itself.
"""
PROGRESS = ["-p", "tests.progress", "-o", "console_output_style=classic"]
"""Lines while it runs: the dots of pytest tell nothing before a row of them is full."""
CLOSING = re.compile(r"=+ .+ =+$|(no tests|\d+ \w+).* in \d")
"""The first line of what pytest says at the end: failures, warnings, reasons, and how many passed in which time."""
REDIS = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/15")


def main() -> int:
    """Run what can be run; 0 only if it all passed, and nothing was left out that had to be there."""
    parser = argparse.ArgumentParser(description="Runs the tests.")
    parser.add_argument("which", nargs="?", default=ORDINARY, choices=EMBEDDED, help="a marker")
    which = parser.parse_args().which
    left_out = missing()
    has_servers = "PostgreSQL" not in left_out and "Redis" not in left_out
    embedded = EMBEDDED[which] if has_servers else ON_SERVERS[which] | EMBEDDED[which]
    # Side by side: they wait more than they work, and each has a database, a broker and ports of its own.
    runs = side_by_side("SQLite, embedded", embedded, {"TEST_DATABASE_URL": "", "TEST_REDIS_URL": ""})
    if has_servers:
        servers = {"TEST_DATABASE_URL": DATABASE, "TEST_REDIS_URL": REDIS}
        runs |= side_by_side("PostgreSQL and Redis", ON_SERVERS[which], servers)
    for name, closing in follow(runs).items():
        print(f"── {name} ──\n{''.join(closing)}", flush=True)  # noqa: T201
    failed = [name for name, run in runs.items() if run.returncode != 0]
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


def side_by_side(
    where: str, runs: dict[str, list[str]], environment: dict[str, str]
) -> dict[str, subprocess.Popen]:
    """All runs begin at once, each with a database of its own."""
    return {
        f"{where}: {name}": start(
            selection, environment | {"TEST_DATABASE_NAME": f"test_{name.replace(' ', '_')}"}
        )
        for name, selection in runs.items()
    }


def start(selection: list[str], environment: dict[str, str]) -> subprocess.Popen:
    """One run of the suite, which tells in lines how far it is."""
    after_the_journeys = [] if JOURNEYS[0] in selection else ["nice"]  # which have to keep times
    command = [*after_the_journeys, sys.executable, "-m", "pytest", "-q", *PROGRESS, *selection]
    return subprocess.Popen(
        command,
        cwd=BASE,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def follow(runs: dict[str, subprocess.Popen]) -> dict[str, list[str]]:
    """Print what each run says as it says it, until all have ended; the closing lines of each."""
    with ThreadPoolExecutor(len(runs)) as threads:
        closings = {name: threads.submit(listen, name, run) for name, run in runs.items()}
    return {name: closing.result() for name, closing in closings.items()}


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
