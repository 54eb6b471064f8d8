"""What `make bench` runs: how fast the webhook view, the sending and the register are, everything on this machine.

Site, worker and simulator share the processors with the measuring itself: the figures are a floor. Uses PostgreSQL
and Redis where they answer (TEST_DATABASE_URL, TEST_REDIS_URL), SQLite and the folder broker otherwise, or where
both are set to nothing. `python -m tests.bench sending` measures one part only; with TIMES=3 each part is measured
three times, and of each figure the median is told. `--small` measures every part with some two hundred people: it
shows that each of them works, and judges no figure. Fails where a part fails.
"""

import argparse
import json
import os
import sys
from pathlib import Path

from tests.journeys.stack import BASE
from tests.patience import PROCESS
from tests.places import taken
from tests.run import DATABASE, REDIS, postgresql_problem, redis_problem

from .measuring import VARIABLE, migrate
from .part import TIMES
from .running import be_interruptible, report

PARTS = (
    "webhook",
    "webhook_isolation",
    "traffic",
    "words",
    "storm",
    "beside",
    "routing",
    "sending",
    "encryption",
    "audience",
    "evidence",
    "home",
    "scrape",
    "lanes",
    "register",
    "lists",
    "public_site",
    "idle",
)
ASKED_FOR = ("year",)
"""Parts that take so long that they are measured only by their name, or when all is small."""
LIMIT, SMALL_LIMIT = 12 * PROCESS, 2 * PROCESS
"""Seconds after which a part is killed each time that it is measured, many times what the longest takes."""


def main() -> int:
    """Measure, print the table of each part as it ends, keep the figures in var/bench.json (small ones beside it)."""
    parser = argparse.ArgumentParser(description="Measures how fast it is.")
    parser.add_argument("parts", nargs="*", metavar="part", help="the names of parts; without one, all")
    parser.add_argument("--small", action="store_true", help="with few people, judging no figure")
    asked = parser.parse_args()
    if unknown := set(asked.parts) - {*PARTS, *ASKED_FOR}:
        parser.error(f"no such part: {', '.join(sorted(unknown))}; there are: {', '.join(PARTS + ASKED_FOR)}")
    if asked.small:
        os.environ[VARIABLE] = "true"  # for the processes of the parts
    names = asked.parts or (PARTS + ASKED_FOR if asked.small else PARTS)
    be_interruptible()
    lacking = "they are set to nothing"
    if DATABASE and REDIS:
        lacking = postgresql_problem() or redis_problem()
    database, redis_url = ("", "") if lacking else (DATABASE, REDIS)
    kind, load = "postgres" if database else "sqlite", os.getloadavg()[0]
    about = {"database": kind, "load before": load, "times": TIMES, "small": asked.small}
    target = BASE / "var" / ("bench-small.json" if asked.small else "bench.json")
    limit = TIMES * (SMALL_LIMIT if asked.small else LIMIT)
    with taken(database, redis_url) as place:
        os.environ |= place
        migrate(database)
        command = [sys.executable, "-m", "tests.bench.part"]
        parts = {name: [*command, name, database, place["TEST_REDIS_URL"]] for name in names}
        status = report(parts, limit, judged=not asked.small, keep=lambda found: keep(target, about | found))
    print(f"{kind}, load before {load:.2f}")  # noqa: T201
    if lacking:
        print(f"LEFT OUT: what needs PostgreSQL or Redis: {lacking}")  # noqa: T201
    return status or int(bool(lacking and os.environ.get("REQUIRE_ALL")))


def keep(target: Path, found: dict) -> None:
    """The rows as JSON, and under which circumstances they came to be."""
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    sys.exit(main())
