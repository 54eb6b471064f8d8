# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What `make bench` runs: how fast the door, the sending and the register are, everything on this machine.

Site, worker and simulator share the processors with the measuring itself: the figures are a floor. Uses PostgreSQL
and Redis where TEST_DATABASE_URL and TEST_REDIS_URL name them, SQLite and the folder broker otherwise.
`python -m tests.bench sending` measures one part only.
"""

import json
import os
import sys

from . import bench_audience, bench_door, bench_lanes, bench_register, bench_sending, bench_traffic
from .journeys.stack import BASE

DATABASE, REDIS = os.environ.get("TEST_DATABASE_URL", ""), os.environ.get("TEST_REDIS_URL", "")
PARTS = {
    "door": lambda database, redis: {"door, 32 connections": bench_door.door(database, redis)},
    "traffic": bench_traffic.measures,
    "sending": bench_sending.measures,
    "audience": bench_audience.measures,
    "lanes": bench_lanes.measures,
    "register": bench_register.measures,
}


def main(wanted: list[str]) -> int:
    """Measure, print a table, keep the figures in var/bench.json."""
    figures = {}
    for name in wanted or PARTS:
        figures |= PARTS[name](DATABASE, REDIS)
    target = BASE / "var" / "bench.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps({"database": DATABASE.split(":")[0] or "sqlite", **figures}, indent=2))
    for name, values in figures.items():
        shown = ", ".join(f"{key} {value}" for key, value in values.items())
        print(f"{name:<42} {shown}")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
