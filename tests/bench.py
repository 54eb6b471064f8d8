# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What `make bench` runs: how fast the door, the sending and the register are, everything on this machine.

Site, worker and simulator share the processors with the measuring itself: the figures are a floor. Uses PostgreSQL
and Redis where they answer (TEST_DATABASE_URL, TEST_REDIS_URL), SQLite and the folder broker otherwise, or where
both are set to nothing. `python -m tests.bench sending` measures one part only.
"""

import json
import os
import sys
import time

from . import (
    bench_audience,
    bench_beside,
    bench_door,
    bench_evidence,
    bench_home,
    bench_lanes,
    bench_lists,
    bench_register,
    bench_sending,
    bench_storm,
    bench_switchboard,
    bench_table,
    bench_traffic,
    bench_words,
)
from .journeys.stack import BASE
from .run import DATABASE, postgresql_problem, redis_problem

REDIS = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/14")
"""Not the one of the tests: measuring empties it."""
PARTS = {
    "door": lambda database, redis: {"door, 32 connections": bench_door.door(database, redis)},
    "traffic": bench_traffic.measures,
    "words": bench_words.measures,
    "storm": bench_storm.measures,
    "beside": bench_beside.measures,
    "switchboard": bench_switchboard.measures,
    "sending": bench_sending.measures,
    "audience": bench_audience.measures,
    "evidence": bench_evidence.measures,
    "home": bench_home.measures,
    "lanes": bench_lanes.measures,
    "register": bench_register.measures,
    "lists": bench_lists.measures,
}


def main(wanted: list[str]) -> int:
    """Measure, print a table, keep the figures in var/bench.json."""
    embedded = not (DATABASE and REDIS) or postgresql_problem() or redis_problem()
    database, redis_url = ("", "") if embedded else (DATABASE, REDIS)
    figures, seconds = {}, {}
    load = os.getloadavg()[0]
    for name in wanted or PARTS:
        began = time.monotonic()
        figures |= PARTS[name](database, redis_url)
        seconds[name] = round(time.monotonic() - began)
    rows = bench_table.rows(figures)
    keep({"database": "postgres" if database else "sqlite", "load before": load, "seconds": seconds}, rows)
    print("\n".join(bench_table.lines(rows)))  # noqa: T201
    print(f"{database.split(':')[0] or 'sqlite'}, load before {load:.2f}, {sum(seconds.values())} s in all")  # noqa: T201
    return 0


def keep(about: dict, rows: list[dict]) -> None:
    """The rows as JSON, and under which circumstances they came to be."""
    target = BASE / "var" / "bench.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(about | {"figures": rows}, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
