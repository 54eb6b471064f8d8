"""How fast broadcasts leave, judged by the simulator's log of what it accepted; part of `make bench`.

Beside it what one Celery task per recipient reaches on the same machine in the same run (`baseline`).
"""

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redis

from tests.journeys.citizens import Phones, most_within
from tests.journeys.stack import BASE, Stack

from .measuring import HASH_KEY, SMALL, new_folder, own_database, scaled

SLOW, AT_ONCE, ALWAYS = [100, 400], [0, 0], [250, 250]
"""Milliseconds after which WhatsApp answers, at least and at most."""
WITHOUT_LIMIT = "no limit, answers after 250 ms"
SENDINGS: dict[str, tuple[int, int, list[int]]] = {
    "80/s, answers after 100-400 ms": (2400, 80, SLOW),
    "250/s, answers after 100-400 ms": (7500, 250, SLOW),
    "500/s, answers after 100-400 ms": (15_000, 500, SLOW),
    "1,000/s, answers after 100-400 ms": (20_000, 1000, SLOW),
    "no limit, answers at once": (15_000, 0, AT_ONCE),
    WITHOUT_LIMIT: (12_000, 0, ALWAYS),
}
"""People, the number's messages a second (0: no limit), and when WhatsApp answers. A small run has the last one: with
a limit it measures `traffic`."""
LOOPS = 12
"""Busy processes, each in a session of its own: among these the kernel shares the processor."""
BUSY_RATE = 80
BUSY, BUSY_WITHOUT_LIMIT = "80/s beside twelve busy loops", "no limit beside twelve busy loops"
BASELINE_THREADS = 64
PREPARE = """
from datetime import time
from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone
from broadcasts import launching
from broadcasts.models import Campaign, OfficeHours
from subscribers.rules.phone import of_phone
from subscribers.models import Subscriber, Topic
now = timezone.now()
OfficeHours.objects.all().delete()
for day in range(6):
    OfficeHours.objects.create(weekday=day, opens=time(0), closes=time(23, 59, 59))
phones = [f"+39320{{number:07}}" for number in range({people})]
Subscriber.objects.bulk_create([
    Subscriber(status="subscribed", phone=phone, subscribed_at=now, decided_at=now,
               phone_pseudonym=of_phone(phone, settings.CONSENT_HASH_KEY))
    for phone in phones
], batch_size=500)
clerk, boss = (User.objects.create(username=name) for name in ("clerk", "boss"))
campaign = Campaign.objects.create(title="Misura", body="Prova di velocità.", author=clerk,
                                   link="https://www.comune.cascina.pi.it/")
campaign.topics.add(Topic.objects.first())
launching.launch(campaign=campaign, by=boss, now=now)
"""


def measures(database: str, redis_url: str) -> dict[str, dict]:
    """Everything about sending: with the number's limits, without any, and the baseline beside it."""
    found = {
        name: sending(database, redis_url, people=scaled(people), rate=rate, latency=latency)
        for name, (people, rate, latency) in SENDINGS.items()
        if name == WITHOUT_LIMIT or not SMALL
    }
    if not SMALL:
        for name, rate in ((BUSY, BUSY_RATE), (BUSY_WITHOUT_LIMIT, 0)):
            with busy(LOOPS):
                found[name] = sending(database, redis_url, people=1200, rate=rate, latency=SLOW)
        most = min(BUSY_RATE, found[BUSY_WITHOUT_LIMIT]["messages/s"])
        found[BUSY]["of what could leave %"] = round(found[BUSY]["messages/s"] / most * 100)
    if redis_url:  # a task each: not for the folder broker
        beside = baseline(database, redis_url, people=scaled(2000), latency=ALWAYS)
        ours = found[WITHOUT_LIMIT]
        found["a Celery task each, 64 threads, 250 ms"] = beside
        ours["times the baseline"] = round(ours["messages/s"] / beside["messages/s"], 1)
    return found


def sending(database: str, redis_url: str, *, people: int, rate: int, latency: list[int]) -> dict:
    """One broadcast to `people`."""
    with running(database, redis_url, WHATSAPP_MESSAGES_PER_SECOND=str(rate)) as stack:
        phones = Phones(stack)
        phones.post("settings", faults=False, latency_ms=latency)
        stack.manage("shell", "--verbosity=0", "--command", PREPARE.format(people=people))
        began = workers_seconds(stack)
        stack.until(lambda: phones.get("counts")["accepted"] >= people)
        spent, most = workers_seconds(stack) - began, workers_memory(stack)
        result = judged(phones.accepted(), people, rate)
    return result | {"CPU s per 1,000": round(spent / people * 1000, 2), "MB": most}


@contextmanager
def busy(loops: int) -> Iterator[None]:
    """A machine on which others work."""
    command = [sys.executable, "-c", "while True: pass"]
    processes = [subprocess.Popen(command, start_new_session=True) for _ in range(loops)]
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.wait()


def judged(accepted: list[dict], people: int, rate: int) -> dict:
    """By WhatsApp's own log: how fast, how evenly, and whether anybody got two."""
    moments = [line["at"] for line in accepted]
    per_phone = Counter(line["to"] for line in accepted)
    assert len(per_phone) == people, f"{len(per_phone)} of {people} people were reached"
    per_second = (people - 1) / (moments[-1] - moments[0])
    result = {"messages/s": round(per_second, 1)}
    if rate:
        result["of the limit %"] = round(per_second / rate * 100, 1)
        result["worst second %"] = round(most_within(moments, 1) / rate * 100, 1)
        result["worst ten seconds %"] = round(most_within(moments, 10) / rate / 10 * 100, 1)
    return result | {"twice": sum(count > 1 for count in per_phone.values())}


def processes(stack: Stack) -> list[int]:
    """The worker and its children."""
    worker = stack.processes["worker"].pid
    listed = subprocess.run(["pgrep", "-g", str(worker)], capture_output=True, text=True, check=False)
    return [int(pid) for pid in listed.stdout.split()]


def workers_seconds(stack: Stack) -> float:
    """CPU seconds that the workers have used so far."""
    ticks = 0
    for pid in processes(stack):
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def workers_memory(stack: Stack) -> int:
    """MB of the largest of them."""
    pages = [int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in processes(stack)]
    return round(max(pages) * os.sysconf("SC_PAGE_SIZE") / 1e6)


def baseline(database: str, redis_url: str, *, people: int, latency: list[int]) -> dict:
    """One task per recipient: read the row, call, write the row; connections kept, 64 threads."""
    with running(database, redis_url) as stack:
        phones = Phones(stack)
        phones.post("settings", faults=False, latency_ms=latency)
        stack.stop("worker")
        redis.Redis.from_url(redis_url).flushdb()
        stack.manage("shell", "--verbosity=0", "--command", PREPARE.format(people=people))
        environment = stack.environment | {"BASELINE_PEOPLE": str(people)}
        command = [sys.executable, "-m", "celery", "-A", "tests.bench.baseline", "worker", "-P", "threads"]
        worker = subprocess.Popen(
            [*command, "-c", str(BASELINE_THREADS), "-l", "error", "--without-mingle", "--without-gossip"],
            env=environment,
            cwd=BASE,
            stdout=subprocess.DEVNULL,
        )
        try:
            time.sleep(3)  # let it connect: only what follows is measured
            subprocess.run(
                [sys.executable, "-m", "tests.bench.baseline"], env=environment, cwd=BASE, check=True
            )
            stack.until(lambda: phones.get("counts")["accepted"] >= people)
        finally:
            worker.terminate()
            worker.wait()
        return judged(phones.accepted(), people, 0)


class Unlimited(Stack):
    """A service whose number may write to as many people a day as it likes."""

    def manage(self, *arguments: str) -> str:
        """What a command prints; a database of PostgreSQL is a migrated one's copy already."""
        if arguments[0] == "migrate" and self.environment["DATABASE_URL"]:
            return ""
        return super().manage(*arguments)

    def start_simulator(self) -> None:
        super().start_simulator()
        Phones(self).post("settings", messaging_limit="TIER_UNLIMITED")


def running(database: str, redis_url: str, kind: type[Unlimited] = Unlimited, **overrides: str) -> Unlimited:
    """A service of its own for each measure."""
    overrides["CONSENT_HASH_KEY"] = HASH_KEY  # with which its database was made
    return kind(new_folder(), database_url=own_database(database), redis_url=redis_url, **overrides)
