"""What `make test`, `make sweep`, `make installed` and `make chaos` run, on PostgreSQL and Redis and embedded.

Without these servers all is embedded. What failed stands at the end, after it was run once more alone
(`tests.run_queue`), and what was left out and why. With REQUIRE_ALL set (as .ci/run and .ci/night do), leaving
out is failing.
"""

import argparse
import os
import sys
from dataclasses import replace

import psycopg
import redis

from tests.chromium import NO_CHROMIUM, find_chromium
from tests.environments import of_the_journeys
from tests.run_queue import Run, follow, judge

DATABASE = os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")
ORDINARY = "(main or not sweep) and not installed and not chaos"
TEST, SWEEP, INSTALLED, CHAOS = "test", "sweep", "installed", "chaos"
"""The kinds of runs; the latter three are markers, too."""
JOURNEYS, OTHERS = ["tests/journeys"], ["--ignore=tests/journeys"]
MAIN_STORIES = [f"tests/journeys/test_{story}.py" for story in ("broadcast", "conversation", "crash")]
"""Joining, leaving, a broadcast with all that may happen to it, a machine that dies: on both databases."""
UPGRADING, BACKING_UP = ["tests/upgrading"], ["tests/backing_up"]
WATCHING = "tests/journeys/test_watching.py"
"""Beat and worker apart: the embedded mode has one process for both."""
SERVERS_DIE = ["tests/journeys/test_rate_under_kills.py", "tests/journeys/test_away.py"]
"""Two workers, of which one lives; a database that is away: the embedded mode has neither."""
BROWSER, LOOKS = ["tests/browser"], ["tests/browser/test_accessibility.py"]
BROADCASTS = ["tests/broadcasts"]
SUBSCRIBERS = ["tests/subscribers", "tests/privacy"]
"""With their rights. No run of `make test` is much longer than the others: all cores have work to the end."""
ALL_PAGES, ATTACKS = ["tests/architecture"], "tests/security/test_*.py"
"""Every page as every group, every choice of every list; what an attacker tries. LOOKS: every page in a browser."""
DIALECTS = [
    "tests/broadcasts/elections",
    "tests/broadcasts/reporting/test_daily_limit.py",
    "tests/broadcasts/sending",
    "tests/broadcasts/content/test_audience.py",
    "tests/security/encryption",
    "tests/security/trail",
    "tests/subscribers/consent",
    "tests/subscribers/register",
    "tests/whatsapp/webhook",
]
"""Of the rooms that write SQL, locks or triggers of their own: SQLite's dialect stands beside PostgreSQL's there.
Whoever waits for `make test` is not made to wait for both: `make pythons` takes SQLite for them."""
PROPERTIES = ["-m", f"hypothesis and {ORDINARY}", "--hypothesis-profile=thorough"]
"""Ordinary tests that hold for whatever is made up: with ten times as many examples."""
WITH, WITHOUT = "--database=with", "--database=without"
"""What has no database behaves the same with every one: once is enough."""
EMBEDDED: dict[str, dict[str, list[str]]] = {
    TEST: {"main journeys": ["-m", ORDINARY, *MAIN_STORIES]},
    SWEEP: {
        "journeys": ["-m", "not chaos", *JOURNEYS, f"--ignore={WATCHING}"],
        "looks": ["-m", SWEEP, *LOOKS],
        "browser": ["-m", SWEEP, *BROWSER, f"--ignore={LOOKS[0]}"],
        "others": [
            "-m",
            SWEEP,
            *OTHERS,
            *(f"--ignore={room}" for room in [*BROWSER, *ALL_PAGES, *BACKING_UP]),
            f"--ignore-glob={ATTACKS}",
        ],
        "properties": PROPERTIES,
    },
    INSTALLED: {},
    CHAOS: {"journeys": ["-m", CHAOS, *JOURNEYS, *(f"--ignore={story}" for story in SERVERS_DIE)]},
}
"""For each kind of tests the runs of the embedded mode: name → what pytest is told."""
ON_SERVERS = {
    TEST: {
        "journeys": ["-m", ORDINARY, *JOURNEYS],
        "broadcasts": ["-m", ORDINARY, *BROADCASTS],
        "others": [
            "-m",
            ORDINARY,
            *OTHERS,
            *(f"--ignore={room}" for room in [*BROADCASTS, *SUBSCRIBERS]),
        ],
        "subscribers": ["-m", ORDINARY, *SUBSCRIBERS],
    },
    SWEEP: {
        "journeys": ["-m", SWEEP, *JOURNEYS],
        "pages": ["-m", SWEEP, *ALL_PAGES, "tests/security"],
        "upgrading": ["-m", SWEEP, *UPGRADING, *BACKING_UP],
    },
    INSTALLED: {INSTALLED: ["-m", INSTALLED, "tests/installing"]},
    CHAOS: {"journeys": ["-m", CHAOS, *JOURNEYS]},
}
"""And those on PostgreSQL and Redis. Where there are none, these are made embedded, too."""
REDIS = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379")


def main() -> int:
    """Run what can be run; 0 only if it all passed, and nothing was left out that had to be there."""
    parser = argparse.ArgumentParser(description="Runs the tests.")
    parser.add_argument("which", nargs="?", default=TEST, choices=EMBEDDED, help="the kind")
    parser.add_argument(
        "only", nargs="*", metavar="run", help="the names of the runs to make; without one, all"
    )
    asked = parser.parse_args()
    left_out = missing()
    has_servers = "PostgreSQL" not in left_out and "Redis" not in left_out
    runs = named(asked.only, all_runs(asked.which, has_servers=has_servers))
    if any("journeys" in run.name for run in runs):
        os.environ.update(of_the_journeys())
    outcomes = follow(runs)
    for name, outcome in outcomes.items():
        print(f"── {name} ──\n{outcome.closing}", flush=True)  # noqa: T201
    told = judge(runs, outcomes) + [f"LEFT OUT: {name}: {why}" for name, why in left_out.items()]
    for line in told:
        print(line)  # noqa: T201
    is_red = any(line.startswith("FAILED") for line in told)
    return int(is_red or bool(left_out and os.environ.get("REQUIRE_ALL")))


def all_runs(which: str, *, has_servers: bool) -> list[Run]:
    """The runs of this kind, in the order in which they begin: on servers first, the longest first."""
    embedded = EMBEDDED[which] if has_servers else ON_SERVERS[which] | EMBEDDED[which]
    on_servers = ON_SERVERS[which] if has_servers else {}
    runs = [
        *(
            Run(f"PostgreSQL and Redis: {name}", chosen, DATABASE, REDIS)
            for name, chosen in on_servers.items()
        ),
        *(Run(f"SQLite, embedded: {name}", chosen) for name, chosen in embedded.items()),
    ]
    return [replace(run, waits=run.name.endswith(": journeys")) for run in runs]


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


def named(only: list[str], runs: list[Run]) -> list[Run]:
    """The runs with these names, on every database; all runs if `only` is empty. SystemExit for an unknown name."""
    short = {run.name: run.name.rpartition(": ")[2] for run in runs}
    if unknown := set(only) - set(short.values()):
        names = ", ".join(sorted(set(short.values())))
        sys.exit(f"no such run: {', '.join(sorted(unknown))}; there are: {names}")
    return [run for run in runs if not only or short[run.name] in only]


if __name__ == "__main__":
    sys.exit(main())
