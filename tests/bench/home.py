"""How long the home page takes in a large town: 100,000 subscribers, a million deliveries; part of `make bench`.

PostgreSQL only. In a process of its own: `python -m tests.bench.home`.
"""

import statistics
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from .audience import FILL
from .measuring import broadcast, figures, lasting, measure, prepare, scaled

PEOPLE = scaled(100_000)
BROADCASTS, EACH = 20, PEOPLE // 2
"""The last one is on its way, half done; the others are over, one a day."""
LOADS = scaled(40, small=5)
HOME, ASKS = "/admin/", "/admin/adesso/?pagina=/admin/"
DAILY_LIMIT = 100_000
SPREAD = """
    UPDATE subscribers_subscriber SET subscribed_at = now() - random() * interval '300 days';
    UPDATE subscribers_subscriber SET status = 'left', phone = '', left_at = now() - random() * interval '30 days'
    WHERE id % 50 = 0;
"""
BROADCAST = """
    INSERT INTO broadcasts_delivery (campaign_id, subscriber_id, status, attempts, needs_template, outside_window,
                                     wamid, reason, claimed_at, accepted_at, sent_at, delivered_at, read_at)
    SELECT %(campaign)s, id,
           CASE WHEN %(running)s AND id %% 2 = 0 THEN 'queued'
                ELSE (ARRAY['read', 'read', 'delivered', 'failed'])[1 + (id %% 4)] END,
           1, false, true, '', '', %(at)s, %(at)s, %(at)s, %(at)s, %(at)s
    FROM subscribers_subscriber ORDER BY id LIMIT %(each)s
"""


def measures(database: str, redis_url: str) -> dict[str, dict]:
    """The whole page, and the question of one that is open."""
    if not database:
        return {}
    return figures(prepare(database, static_files=True), "home")


def fill() -> None:
    """People who joined and left over the months, broadcasts of the last days, Meta's word on the number."""
    from django.db import connection
    from django.utils import timezone

    from broadcasts.models import NumberStatus

    now = timezone.now()
    NumberStatus.objects.create(tier="TIER_100K", daily_limit=DAILY_LIMIT, quality="GREEN", checked_at=now)
    with connection.cursor() as cursor:
        cursor.execute(FILL, [PEOPLE])
        cursor.execute(SPREAD)
        for number in range(BROADCASTS):
            running, at = number == BROADCASTS - 1, now - timedelta(days=BROADCASTS - 1 - number, minutes=5)
            campaign = broadcast(
                title=f"Misura {number}",
                status="sending" if running else "sent",
                started_at=at,
                finished_at=None if running else at,
            )
            cursor.execute(BROADCAST, {"campaign": campaign.pk, "running": running, "at": at, "each": EACH})
        cursor.execute("VACUUM ANALYZE")


def home() -> dict[str, dict]:
    """Milliseconds of the median load, of the slowest in twenty, and of the median one for which nothing is kept;
    queries of one load; what the counting takes."""
    from django.contrib.auth.models import User
    from django.core.cache import cache
    from django.db import connection
    from django.test import Client
    from django.utils import timezone

    from broadcasts.reporting import progress_counts

    long_ago = timezone.now() - timedelta(days=400)
    _, counted = lasting(lambda: progress_counts.refresh_over(timezone.now(), over_since=long_ago))
    desk = Client(headers={"host": "localhost"})
    desk.force_login(User.objects.create(username="boss", is_staff=True, is_superuser=True))
    desk.get(HOME, secure=True)  # what Django remembers from the first time on
    asked: list[str] = []
    with connection.execute_wrapper(partial(note, asked)):
        cache.clear()
        load(desk)
    loads = sorted(load(desk) for _ in range(LOADS))
    bare = sorted(load(desk, before=cache.clear) for _ in range(LOADS))
    town = {
        "p50 ms": round(statistics.median(loads)),
        "p95 ms": round(loads[int(LOADS * 0.95)]),
        "nothing kept, p50 ms": round(statistics.median(bare)),
        "queries": len(asked),
    }
    return {
        f"home, {PEOPLE:,} subscribers, {BROADCASTS * EACH:,} deliveries": town,
        "home, open": still(desk),
        "counting all broadcasts anew": {"s": round(counted, 2)},
    }


def still(desk) -> dict[str, float]:
    """Milliseconds in which an open page is told that nothing moved, the database's with them; what 20 pages take."""
    from cascina_whatsapp.staff_site.living import OFTEN, SELDOM

    tag = desk.get(ASKS, secure=True)["ETag"]
    answers = [
        lasting(lambda: desk.get(ASKS, secure=True, headers={"If-None-Match": tag})) for _ in range(LOADS)
    ]
    assert {answer.status_code for answer, _ in answers} == {304}
    each = statistics.median(lasted for _, lasted in answers)
    shares = {f"% of a core, 20 pages every {s} s": round(100 * 20 * each / s, 1) for s in (OFTEN, SELDOM)}
    return {"nothing moved, p50 ms": round(each * 1000, 1), **shares}


def filled_home() -> dict[str, dict]:
    """The figures, once the town is there."""
    fill()
    return home()


def note(asked: list[str], execute: Callable, sql: str, *arguments):
    """One query more."""
    asked.append(sql)
    return execute(sql, *arguments)


def load(desk, before: Callable = lambda: None) -> float:
    """Milliseconds of one load of the page, once `before` was done; what is on its way is on it."""
    before()
    page, lasted = lasting(lambda: desk.get(HOME, secure=True))
    assert page.status_code == 200, page.status_code
    assert f"Misura {BROADCASTS - 1}" in page.text, page.text
    return lasted * 1000


if __name__ == "__main__":
    measure(filled_home)
