# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A city with a million subscribers: how long the snapshot takes, and what the claim reads; part of `make bench`.

PostgreSQL only. In a process of its own: `python -m tests.bench.audience`.
"""

import os
import re
import time

from .measuring import figures, measure, prepare

PEOPLE = int(os.environ.get("BENCH_PEOPLE", "1000000"))
SLICE = 20
FILL = """
    INSERT INTO subscribers_subscriber (status, phone, bsuid, phone_pseudonym, bsuid_pseudonym, follows_all,
                                        subscribed_at, decided_at, undelivered)
    SELECT 'subscribed', '+39320' || lpad(n::text, 7, '0'), '', md5(n::text) || md5('x' || n), '', true,
           now(), now(), 0
    FROM generate_series(1, %s) AS n
"""


def measures(database: str, redis_url: str) -> dict[str, dict]:
    """Snapshot, then claims from the queue that it made."""
    if not database:
        return {}
    return {f"audience of {PEOPLE:,}": figures(prepare(database, "audience"), "audience")}


def snapshot_and_claim() -> dict:
    """Seconds of the snapshot; milliseconds of a claim, and the rows of the queue that it looked at."""
    from django.db import connection
    from django.utils import timezone

    from broadcasts import audience
    from broadcasts.models import Campaign, Delivery
    from broadcasts.sending import claiming
    from subscribers.models import Topic

    with connection.cursor() as cursor:
        cursor.execute(FILL, [PEOPLE])
        cursor.execute("ANALYZE")
    campaign = Campaign.objects.create(title="Misura", body="x", status="sending")
    campaign.topics.add(Topic.objects.first())
    began = time.monotonic()
    count = audience.snapshot(campaign)
    snapshot = time.monotonic() - began
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    began = time.monotonic()
    for _ in range(50):
        claiming.claim(campaign, SLICE, timezone.now())
    claim = (time.monotonic() - began) / 50
    queue = Delivery.objects.due(timezone.now()).to_willing().filter(campaign=campaign).order_by("pk")[:SLICE]
    plan = queue.explain(analyze=True)
    looked_at = max(int(rows) for rows in re.findall(r"broadcasts_delivery .*?actual .*?rows=(\d+)", plan))
    return {
        "people": count,
        "snapshot s": round(snapshot, 1),
        f"claim of {SLICE} ms": round(claim * 1000, 1),
        "deliveries read by it": looked_at,
        "index": "delivery_queue" if "delivery_queue" in plan else "primary key",
    }


if __name__ == "__main__":
    measure(snapshot_and_claim)
