"""A town after a year: 300 broadcasts to 15,000 people, five years of the register. Pages, the claim, the night.

`python -m tests.bench year`, some minutes and 3 GB of disk; not part of `make bench`. PostgreSQL only.
"""

import subprocess
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

from . import register
from .audience import CLAIMS, SLICE, claim_ms, name_first
from .lists import BY_DAY, FILL_PEOPLE, FILL_TOPICS, IN_GROUPS, ROW, browser, timed
from .measuring import broadcast, figures, lasting, measure, prepare, scaled, statement

PEOPLE, BROADCASTS = scaled(15_000), scaled(300, small=5)
RECORDS = scaled(120_000)
"""Of the register: everybody joined, and each year 15,000 people write a word or choose anew."""
FILL_BROADCAST = """
    INSERT INTO broadcasts_delivery (campaign_id, subscriber_id, status, attempts, needs_template, outside_window,
                                     wamid, reason, error_code, claimed_at, accepted_at, sent_at,
                                     delivered_at, read_at)
    SELECT %(campaign)s, id, state, 1, false, true, repeat('w', 120),
           CASE WHEN state = 'failed' THEN 'Il numero non ha WhatsApp' ELSE '' END,
           CASE WHEN state = 'failed' THEN 131026 END, %(at)s, %(at)s, %(at)s,
           CASE WHEN state IN ('delivered', 'read') THEN %(at)s + interval '5 seconds' END,
           CASE WHEN state = 'read' THEN %(at)s + (id %% 7200) * interval '1 second' END
    FROM (SELECT id, (ARRAY['read', 'read', 'read', 'delivered', 'delivered', 'failed'])[1 + id %% 6] AS state
          FROM subscribers_subscriber ORDER BY id) AS people
"""
FILL_ZONES = """
    WITH choosing AS (UPDATE subscribers_subscriber SET all_zones = false WHERE NOT follows_all RETURNING id),
         places AS (SELECT id, row_number() OVER (ORDER BY id) AS place, count(*) OVER () AS total
                    FROM subscribers_zone)
    INSERT INTO subscribers_subscriber_zones (subscriber_id, zone_id)
    SELECT choosing.id, places.id FROM choosing JOIN places ON place = 1 + choosing.id % total
"""
"""Who chooses topics chooses a zone as well."""
OF_A_PLACE = 3
"""One message in so many is of one zone."""
PAGES = {
    "home": "/admin/",
    "messages": "/admin/messaggi/",
    "the newest message": "/admin/messaggi/{newest}/modifica/",
    "the oldest message": "/admin/messaggi/{oldest}/modifica/",
    "the month": "/admin/messaggi/riepilogo/",
    "subscribers": "/admin/iscritti/",
    "deliveries": "/admin/consegne/",
    "deliveries of the oldest message": "/admin/consegne/?campaign={oldest}",
    "the register": "/admin/registro-dei-consensi/",
}
TITLE = "Misura del"
INSTEAD = dict.fromkeys(("home", "the newest message", "the oldest message", "the month"), TITLE) | {
    "messages": IN_GROUPS,
    "subscribers": "Uno per uno",
    "the register": BY_DAY,
}
"""What a page shows that holds no rows of a list."""


def measures(database: str, redis_url: str) -> dict[str, dict]:
    """The figures of the town, and the size of its database and of a backup."""
    if not database:
        return {}
    prepared = prepare(database, static_files=True)
    return figures(prepared, "year") | {"a year: backup": backup(prepared["DATABASE_URL"])}


def year() -> dict[str, dict]:
    """Everything that must not be slower than in a new town."""
    filled = fill()
    numbers, client = filled.pop("numbers"), browser()
    pages = {
        f"a year: {name}": {"p50 ms": timed(client, page.format(**numbers), INSTEAD.get(name, ROW))}
        for name, page in PAGES.items()
    }
    return {
        "a year: filling": filled,
        **pages,
        "a year: a new broadcast": claim(),
        "a year: with zones": zones(),
        "a year: verify": register.verify(),
        "a year: retention": retention(),
    }


def fill() -> dict:
    """The town; how large a broadcast is on the disk, with its indexes."""
    from django.db import connection
    from django.utils import timezone

    from broadcasts.models import Delivery
    from subscribers.models import Topic

    now, began = timezone.now(), time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute(FILL_PEOPLE, [PEOPLE])
        names = name_first(PEOPLE)
        cursor.execute(FILL_TOPICS, [Topic.objects.first().pk])
        keys = [
            send(cursor, now - timedelta(days=365) * (BROADCASTS - n - 1) / BROADCASTS)
            for n in range(BROADCASTS)
        ]
        register.fill_to(RECORDS, names)
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("SELECT pg_total_relation_size('broadcasts_delivery')")
        [size] = cursor.fetchone()
    assert Delivery.objects.count() == PEOPLE * BROADCASTS
    return {
        "deliveries": PEOPLE * BROADCASTS,
        "MB a broadcast": round(size / BROADCASTS / 1e6, 2),
        "s": round(time.monotonic() - began),
        "numbers": {"oldest": keys[0], "newest": keys[-1]},
    }


def send(cursor, at: datetime) -> int:
    """A broadcast that was over soon after `at`, and all its deliveries; its id."""
    from broadcasts.reporting import progress_counts

    made = broadcast(
        title=f"{TITLE} {at:%d.%m.%Y}",
        status="sent",
        approved_at=at,
        started_at=at,
        finished_at=at,
    )
    cursor.execute(FILL_BROADCAST, {"campaign": made.pk, "at": at})
    progress_counts.refresh_over(at + timedelta(minutes=1), over_since=at)
    return made.pk


def claim() -> dict:
    """Snapshot and claim of one broadcast more, on top of all that were."""
    from broadcasts.content import audience

    campaign = broadcast(title="Misura di oggi")
    people, snapshot = lasting(lambda: audience.snapshot(campaign))
    assert people >= CLAIMS * SLICE
    return {
        "people": people,
        "snapshot s": round(snapshot, 2),
        f"claim of {SLICE} ms": claim_ms(campaign),
    }


def zones() -> dict:
    """The telephones that ring in the year, and their cost as templates, with zones and without them."""
    from django.utils import timezone

    from broadcasts.content.audience import audience_of
    from broadcasts.slices.costs.estimates import as_templates
    from subscribers.models import Zone

    statement(FILL_ZONES)
    campaign, places, now = broadcast(title="Misura delle zone"), list(Zone.objects.all()), timezone.now()
    campaign.keeps_to_zones = True  # its topic is one of alerts
    people = audience_of(campaign).count()
    of_one = []
    for place in places:
        campaign.chosen_zones = [place]
        of_one.append(audience_of(campaign).count())
    local = range(BROADCASTS // OF_A_PLACE)
    rings = people * (BROADCASTS - len(local)) + sum(of_one[number % len(places)] for number in local)
    assert min(of_one) < people
    return {
        "rings": rings,
        "rings without": people * BROADCASTS,
        "$": float(as_templates(campaign, rings, now).total),
        "$ without": float(as_templates(campaign, people * BROADCASTS, now).total),
    }


def retention() -> dict:
    """A night of it, with a year's deliveries to look through."""
    from django.utils import timezone

    from cascina_whatsapp.privacy import retention as nightly

    night, lasted = lasting(lambda: nightly.run(timezone.now()))
    assert night.lines, "no rule was looked at"
    assert not night.problem, night.problem
    return {"s": round(lasted, 1)}


def backup(database_url: str) -> dict:
    """What deploy/backup takes of the database before it is encrypted."""
    with tempfile.TemporaryDirectory() as folder:
        target, began = Path(folder) / "dump", time.monotonic()
        subprocess.run(["pg_dump", "--format=custom", f"--file={target}", database_url], check=True)
        return {"s": round(time.monotonic() - began, 1), "file MB": round(target.stat().st_size / 1e6)}


if __name__ == "__main__":
    measure(year)
