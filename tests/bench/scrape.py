"""What a scrape of /metrics costs in a large town, the home page's one; part of `make bench`.

PostgreSQL only. In a process of its own: `python -m tests.bench.scrape`.
"""

import statistics
from datetime import timedelta
from functools import partial

from .home import BROADCASTS, EACH, PEOPLE, fill, note
from .measuring import figures, lasting, measure, prepare, scaled, statement

SCRAPES = scaled(40, small=5)
WAITING = scaled(100_000)
"""Posts: what a storm leaves behind."""
BACKLOG = """
    INSERT INTO webhook_webhookpost (body, received_at, priority)
    SELECT '\\x00', now() - interval '3 minutes', 1 + (n %% 50 = 0)::int FROM generate_series(1, %s) AS n
"""


def measures(database: str, redis_url: str) -> dict[str, dict]:
    """Milliseconds of a scrape, and its queries."""
    return figures(prepare(database), "scrape") if database else {}


def scrape() -> dict[str, dict]:
    """The same town quiet, and with a storm's posts waiting."""
    from django.utils import timezone

    from broadcasts.reporting import progress_counts

    fill()
    progress_counts.refresh_over(timezone.now(), over_since=timezone.now() - timedelta(days=400))
    found = {f"scrape, {PEOPLE:,} subscribers, {BROADCASTS * EACH:,} deliveries": loads(waiting=0)}
    statement(BACKLOG, [WAITING])
    statement("VACUUM ANALYZE webhook_webhookpost")
    return found | {f"scrape, {WAITING:,} posts waiting": loads(waiting=WAITING)}


def loads(*, waiting: int) -> dict[str, int]:
    """The median scrape, the slowest in twenty, and how many queries one makes; so many posts wait."""
    from django.db import connection

    asked: list[str] = []
    load(waiting)  # what is remembered from the first time on
    with connection.execute_wrapper(partial(note, asked)):
        load(waiting)
    times = sorted(load(waiting) for _ in range(SCRAPES))
    return {
        "p50 ms": round(statistics.median(times)),
        "p95 ms": round(times[int(SCRAPES * 0.95)]),
        "queries": len(asked),
    }


def load(waiting: int) -> float:
    """Milliseconds of one, which tells of all deliveries, and of so many posts."""
    from django.test import Client
    from prometheus_client.parser import text_string_to_metric_families

    answer, lasted = lasting(lambda: Client(headers={"host": "localhost"}).get("/metrics"))
    assert answer.status_code == 200, answer.status_code
    told = {
        family.name: sum(sample.value for sample in family.samples)
        for family in text_string_to_metric_families(answer.text)
    }
    assert told["cascina_backlog"] == waiting, told
    assert told["cascina_deliveries"] == BROADCASTS * EACH, told
    return lasted * 1000


if __name__ == "__main__":
    measure(scrape)
