# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What `make bench` runs: how fast the webhook view, the sending and the register are, everything on this machine.

Site, worker and simulator share the processors with the measuring itself: the figures are a floor. Uses PostgreSQL
and Redis where they answer (TEST_DATABASE_URL, TEST_REDIS_URL), SQLite and the folder broker otherwise, or where
both are set to nothing. `python -m tests.bench sending` measures one part only; with TIMES=3 each part is measured
three times, and of each figure the median is told.
"""

import json
import os
import sys
import time

from tests.journeys.stack import BASE
from tests.run import DATABASE, postgresql_problem, redis_problem

from . import (
    audience,
    beside,
    encryption,
    evidence,
    home,
    lanes,
    lists,
    public_site,
    register,
    routing,
    scrape,
    sending,
    storm,
    table,
    traffic,
    webhook,
    webhook_isolation,
    words,
    year,
)

REDIS = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/14")
"""Not the one of the tests: measuring empties it."""
TIMES = int(os.environ.get("TIMES") or 1)
PARTS = {
    "webhook": webhook.measures,
    "webhook_isolation": webhook_isolation.measures,
    "traffic": traffic.measures,
    "words": words.measures,
    "storm": storm.measures,
    "beside": beside.measures,
    "routing": routing.measures,
    "sending": sending.measures,
    "encryption": encryption.measures,
    "audience": audience.measures,
    "evidence": evidence.measures,
    "home": home.measures,
    "scrape": scrape.measures,
    "lanes": lanes.measures,
    "register": register.measures,
    "lists": lists.measures,
    "public_site": public_site.measures,
}
ASKED_FOR = {"year": year.measures}
"""Parts that take so long that they are measured only by their name."""


def main(wanted: list[str]) -> int:
    """Measure, print a table, keep the figures in var/bench.json."""
    embedded = not (DATABASE and REDIS) or postgresql_problem() or redis_problem()
    database, redis_url = ("", "") if embedded else (DATABASE, REDIS)
    figures, seconds = {}, {}
    load = os.getloadavg()[0]
    for name in wanted or PARTS:
        began = time.monotonic()
        measure = (PARTS | ASKED_FOR)[name]
        figures |= table.medians([measure(database, redis_url) for _ in range(TIMES)])
        seconds[name] = round(time.monotonic() - began)
    rows = table.rows(figures)
    about = {"database": "postgres" if database else "sqlite", "load before": load, "times": TIMES}
    keep(about | {"seconds": seconds}, rows)
    print("\n".join(table.lines(rows)))  # noqa: T201
    print(f"{database.split(':')[0] or 'sqlite'}, load before {load:.2f}, {sum(seconds.values())} s in all")  # noqa: T201
    return 0


def keep(about: dict, rows: list[dict]) -> None:
    """The rows as JSON, and under which circumstances they came to be."""
    target = BASE / "var" / "bench.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(about | {"figures": rows}, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
