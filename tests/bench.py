# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What `make bench` runs: how fast the door, the sending and the register are, everything on this machine.

Site, worker and simulator share the processors with the measuring itself: the figures are a floor. Uses PostgreSQL
and Redis where TEST_DATABASE_URL and TEST_REDIS_URL name them, SQLite and the folder broker otherwise.
"""

import json
import os
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path

import requests

from cascina_whatsapp.cloud_api.signature import sign

from .bench_register import register
from .journeys.stack import BASE, Stack, fresh_database
from .journeys.town import Phones

DATABASE, REDIS = os.environ.get("TEST_DATABASE_URL", ""), os.environ.get("TEST_REDIS_URL", "")
DOOR_SECONDS, DOOR_CLIENTS = 8, 16
PREPARE = """
from datetime import time
from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone
from broadcasts import launching
from broadcasts.models import Campaign, OfficeHours
from subscribers import pseudonym
from subscribers.models import Subscriber, Topic
now = timezone.now()
OfficeHours.objects.all().delete()
for day in range(6):
    OfficeHours.objects.create(weekday=day, opens=time(0), closes=time(23, 59, 59))
phones = [f"+39320{{number:07}}" for number in range({people})]
Subscriber.objects.bulk_create([
    Subscriber(status="subscribed", phone=phone, subscribed_at=now, decided_at=now,
               phone_pseudonym=pseudonym.of_phone(phone, settings.CONSENT_HASH_KEY))
    for phone in phones
], batch_size=500)
boss = User.objects.create(username="boss")
campaign = Campaign.objects.create(title="Misura", topic=Topic.objects.first(), body="Prova di velocità.",
                                   link="https://www.comune.cascina.pi.it/")
launching.launch(campaign=campaign, by=boss, now=now)
"""


def main() -> int:
    """Measure, print a table, keep the figures in var/bench.json."""
    figures = {
        **register(DATABASE),
        "door": door(),
        "limit 80/s, answers at once": sending(people=1200, rate=80),
        "limit 80/s, answers after 100-400 ms": sending(people=1200, rate=80, latency=[100, 400]),
        "no limit, answers at once": sending(people=4000, rate=0),
        "no limit, answers after 250 ms": sending(people=4000, rate=0, latency=[250, 250]),
    }
    target = BASE / "var" / "bench.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps({"database": DATABASE.split(":")[0] or "sqlite", **figures}, indent=2))
    for name, values in figures.items():
        shown = ", ".join(f"{key} {value}" for key, value in values.items())
        print(f"{name:<40} {shown}")  # noqa: T201
    return 0


def door() -> dict:
    """Signed posts, accents included, stored and answered."""
    with running() as stack:
        body = json.dumps({"object": "whatsapp_business_account", "entry": [], "note": "città"}).encode()
        headers = {"X-Hub-Signature-256": sign(body, stack.environment["WHATSAPP_APP_SECRET"])}
        url, until = f"{stack.site}/webhooks/whatsapp/", time.monotonic() + DOOR_SECONDS

        def knock(_: int) -> list[float]:
            took, session = [], requests.Session()
            while time.monotonic() < until:
                began = time.monotonic()
                session.post(url, data=body, headers=headers, timeout=30).raise_for_status()
                took.append(time.monotonic() - began)
            return took

        with ThreadPoolExecutor(DOOR_CLIENTS) as pool:
            times = sorted(chain.from_iterable(pool.map(knock, range(DOOR_CLIENTS))))
    return {
        "posts/s": round(len(times) / DOOR_SECONDS),
        "median ms": round(times[len(times) // 2] * 1000, 1),
        "p99 ms": round(times[len(times) * 99 // 100] * 1000, 1),
    }


def sending(*, people: int, rate: int, latency: list[int] | None = None) -> dict:
    """One broadcast to `people`, judged by the simulator's log of what it accepted."""
    with running(WHATSAPP_MESSAGES_PER_SECOND=str(rate)) as stack:
        phones = Phones(stack)
        phones.post("settings", faults=False, latency_ms=latency or [0, 0])
        stack.manage("shell", "--verbosity=0", "--command", PREPARE.format(people=people))
        stack.until(lambda: phones.get("counts")["accepted"] >= people, 120)
        accepted = phones.accepted()
    moments = [line["at"] for line in accepted]
    per_phone = Counter(line["to"] for line in accepted)
    lasted = moments[-1] - moments[0]
    result = {"messages/s": round((people - 1) / lasted, 1)}
    if rate:
        result["of the limit %"] = round((people - 1) / lasted / rate * 100, 1)
        result["worst second %"] = round(worst_second(moments) / rate * 100, 1)
    return result | {"twice": sum(count > 1 for count in per_phone.values())}


def worst_second(moments: list[float]) -> int:
    """The most messages in any window of one second."""
    first, most = 0, 0
    for last, moment in enumerate(moments):
        while moments[first] <= moment - 1:
            first += 1
        most = max(most, last - first + 1)
    return most


def running(**overrides: str) -> Stack:
    """A service of its own for each measure."""
    return Stack(
        Path(tempfile.mkdtemp(prefix="cascina-bench-")),
        database_url=fresh_database(DATABASE, "cascina_bench"),
        redis_url=REDIS,
        **overrides,
    )


if __name__ == "__main__":
    sys.exit(main())
