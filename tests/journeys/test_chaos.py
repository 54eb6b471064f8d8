# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Everything that can die dies, at random instants of a broadcast to thousands, while the telephone network stumbles.

Whoever is on the list holds one message in the end, by the ledger of the simulated WhatsApp, or the service lists
them with the reason why not. The seed is the test's name: the same seed does the same things at the same instants.
"""

import json
import os
import random
import re
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from .citizens import Phones, worst_second
from .recovering import RECOVER
from .servers import OwnPostgres, OwnRedis
from .stack import Stack, a_free_port

pytestmark = pytest.mark.chaos
ON_SERVERS = bool(os.environ.get("TEST_DATABASE_URL"))
PEOPLE, RATE, SEEDS = (5000, 250, range(3)) if ON_SERVERS else (1500, 100, range(2))
ODD = {"9001": 20, "9003": 20, "9004": 20, "9005": 60, "9006": 10, "9008": 20}
"""Number endings that misbehave (see the simulator) and how many of them there are: 9005 loses the answer."""
LEAVERS = 12
"""People who write "Cancellazione" in the middle of each broadcast."""
LATER = timedelta(minutes=20)
"""Long enough for silence to be evidence (durations.SILENCE)."""
HOUSE = {"WHATSAPP_SENDERS": "8", "WORKER_PROCESSES": "5"}
BEAT = ("-A", "cascina_whatsapp", "beat", "--pidfile=")
WORKER = ("-A", "cascina_whatsapp", "worker", "--without-mingle", "--without-gossip")
ROME = ZoneInfo("Europe/Rome")

MOVE_IN = """
from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone
from subscribers.rules import pseudonym
from subscribers.models import Subscriber
now = timezone.now()
Subscriber.objects.bulk_create([
    Subscriber(status="subscribed", phone=phone, subscribed_at=now, decided_at=now,
               phone_pseudonym=pseudonym.of_phone(phone, settings.CONSENT_HASH_KEY))
    for phone in {phones}
], batch_size=500)
User.objects.create(username="boss")
"""
LAUNCH = """
from datetime import time
from django.contrib.auth.models import User
from django.utils import timezone
from broadcasts import launching
from broadcasts.models import Campaign, OfficeHours
from subscribers.models import Topic
OfficeHours.objects.all().delete()
for weekday in OfficeHours.Weekday:
    for opens, closes in {hours}:
        OfficeHours.objects.create(
            weekday=weekday, opens=time.fromisoformat(opens), closes=time.fromisoformat(closes)
        )
campaign = Campaign.objects.create(
    title={title!r}, body="Prova.", link="https://www.comune.cascina.pi.it/"
)
campaign.topics.add(Topic.objects.first())
launching.launch(campaign=campaign, by=User.objects.get(username="boss"), now=timezone.now())
"""
LOOK = """
import json
from django.utils import timezone
from broadcasts.models import Campaign, Delivery
from cascina_whatsapp.webhook.models import WebhookPost
campaign = Campaign.objects.get(title={title!r})
rows = Delivery.objects.filter(campaign=campaign).values_list("pk", "status", "reason")
posts = WebhookPost.objects.count()
due = Delivery.objects.filter(campaign=campaign).due(timezone.now()).count()
print("LOOK " + json.dumps(dict(status=campaign.status, rows=list(rows), posts=posts, due=due)))
"""


@pytest.fixture
def ordinary_day():
    """These journeys have a town, and days, of their own."""


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """The service as it is installed for thousands: two workers, a beat, database and broker of its own."""
    folder = tmp_path_factory.mktemp("chaos")
    with ExitStack() as servers:
        database = servers.enter_context(OwnPostgres(a_free_port())) if ON_SERVERS else None
        broker = servers.enter_context(OwnRedis(a_free_port())) if ON_SERVERS else None
        urls = {"database_url": database.url, "redis_url": broker.url} if ON_SERVERS else {}
        stack = Stack(folder, **urls, **HOUSE, WHATSAPP_MESSAGES_PER_SECOND=str(RATE))
        with stack:
            yield House(stack, database, broker)


@pytest.mark.parametrize("seed", SEEDS)
def test_everybody_gets_one_message_whatever_dies(house, seed):
    """A dozen deaths, lost answers, receipts reversed and repeated, a closing time, people who leave."""
    story = Story(house, seed)
    story.happens()
    story.settles()
    story.is_judged()


class House:
    """The running service, and everything in it that can be killed."""

    def __init__(self, stack: Stack, database: OwnPostgres | None, broker: OwnRedis | None):
        self.stack, self.database, self.broker = stack, database, broker
        self.phones = Phones(stack)
        self.workers = ("worker", "second") if broker else ("worker",)
        everybody = [f"+39320{number:03}{ending}" for ending, many in ODD.items() for number in range(many)]
        everybody += [f"+39321{number:06}0" for number in range(PEOPLE - len(everybody))]
        random.Random(PEOPLE).shuffle(everybody)  # twenty failures in a row would stop a broadcast
        self.phones.post("settings", messaging_limit="TIER_UNLIMITED")
        self.tell("from broadcasts.tasks import synchronise_templates; synchronise_templates()")
        self.tell(MOVE_IN, phones=everybody)
        stack.stop("worker")  # it has a beat of its own
        self.open()

    def tell(self, program: str, **values: object) -> str:
        """Run a program inside the service; what it printed."""
        return self.stack.manage("shell", "--verbosity=0", "--command", program.format(**values))

    def open(self, *, later: timedelta = timedelta()) -> None:
        """Beat and workers start; `later`: so much time has passed for them."""
        self.stack.worker_is_ahead += later
        self.stack.start_celery("beat", *BEAT)
        for name in self.workers:
            self.stack.start_celery(name, *WORKER, "-n", f"{name}@cascina")

    def close(self) -> None:
        """They finish what they are doing, and end."""
        for name in ("beat", *self.workers):
            self.stack.stop(name)

    def deaths(self, chance: random.Random) -> list[Callable[[], None]]:
        """All that can happen to this house, some of it twice, in random order."""
        every = [self._site, self._beat]
        for name in self.workers:
            every += [lambda name=name: self._worker(name), lambda name=name: self._child(name, chance)]
        if self.database:
            every += [self._database, self._redis]
        every *= 1 if self.database else 2
        chance.shuffle(every)
        return every

    def _worker(self, name: str) -> None:
        self.stack.kill(name)
        self.stack.start_celery(name, *WORKER, "-n", f"{name}@cascina")

    def _child(self, name: str, chance: random.Random) -> None:
        self.stack.kill_a_child(name, chance)

    def _beat(self) -> None:
        self.stack.kill("beat")
        self.stack.start_celery("beat", *BEAT)

    def _site(self) -> None:
        self.stack.kill("site")
        self.stack.start_site()

    def _database(self) -> None:
        self.database.crash()
        self.database.start()

    def _redis(self) -> None:
        self.broker.crash()
        self.broker.start()


class Story:
    """One broadcast, what happens during it, and the judgement."""

    def __init__(self, house: House, seed: int):
        self.house, self.stack, self.phones = house, house.stack, house.phones
        self.chance = random.Random(seed)
        self.title = f"Caos {seed}"
        first = seed * LEAVERS
        self.leavers = [f"+39321{PEOPLE - 1000 + number:06}0" for number in range(first, first + LEAVERS)]
        self.before = self.phones.get("counts")["accepted"]

    def happens(self) -> None:
        """Launch, and for as long as it would last let one thing after the other die, and people leave."""
        order = self.chance.choice(["reversed", "shuffled"])
        self.phones.post("settings", status_order=order, repeat=2, latency_ms=[5, 60])
        self._launch()
        self.stack.until(lambda: self.phones.get("counts")["accepted"] > self.before, 60)
        deaths = self.house.deaths(self.chance)
        leaving = iter(self.leavers)
        pause = PEOPLE / RATE / len(deaths)
        for happen in deaths:
            time.sleep(self.chance.uniform(0.2, 1.0) * pause)
            for citizen in (next(leaving, None), next(leaving, None)):
                if citizen:
                    self.phones.say(citizen, "Cancellazione")
            happen()

    def settles(self) -> None:
        """All is sent, and all that WhatsApp had to tell is read; silence settles the rest, twenty minutes later.

        What stumbles then has another twenty minutes.
        """
        self._calms_down(150)
        for _ in range(4):
            self.house.close()
            self.house.open(later=LATER)
            self.stack.manage(*RECOVER)  # the minute's tick, without the minute
            self._calms_down(90)
            self.stack.manage(*RECOVER)
            if self._look()["status"] == "sent":
                return
        raise AssertionError(f"it does not end: {self._in_short()}")

    def is_judged(self) -> None:
        """By the ledger, row by row."""
        lines = self.phones.accepted()[self.before :]
        mine = [line for line in lines if f"*{self.title}*" in line["text"]]
        self._one_each(mine)
        self._none_while_closed(mine)
        self._none_after_leaving(lines, mine)
        worst = worst_second([line["at"] for line in mine])
        assert worst <= RATE * 1.25, f"{worst} in one second"

    def _one_each(self, mine: list[dict]) -> None:
        arrived = [line for line in mine if line["status"] != "failed"]
        per_person = Counter(line["to"] or line["recipient"] for line in arrived)
        twice = [line for line in mine if per_person[line["to"] or line["recipient"]] > 1]
        assert twice == [], "somebody got it twice"
        holders = Counter(int(re.match(r"cascina:delivery:(\d+):", line["reference"])[1]) for line in arrived)
        rows = self._look()["rows"]
        assert len(rows) >= PEOPLE - LEAVERS * len(SEEDS)
        wrong = [row for row in rows if not is_right(row, holders[row[0]])]
        assert wrong == [], "somebody was forgotten, or is listed wrongly"
        assert not set(holders) - {number for number, _, _ in rows}

    def _none_while_closed(self, mine: list[dict]) -> None:
        closes, opens = self.closed
        late = [line for line in mine if closes.timestamp() + 2 < line["at"] < opens.timestamp()]
        assert late == [], "something left while the office was closed"

    def _none_after_leaving(self, lines: list[dict], mine: list[dict]) -> None:
        for citizen in self.leavers:
            told = [line["at"] for line in lines if line["to"] == citizen and ":reply:" in line["reference"]]
            got = [line["at"] for line in mine if line["to"] == citizen]
            assert not told or not got or max(got) <= min(told), "a message after the confirmation"

    def _launch(self) -> None:
        ahead = self.stack.worker_is_ahead
        length = PEOPLE / RATE
        closes = self.stack.now() + timedelta(seconds=5 + length * self.chance.uniform(0.3, 0.7))
        self.closed = closes.replace(microsecond=0), closes.replace(microsecond=0) + timedelta(seconds=5)
        shut, open_again = (f"{(moment + ahead).astimezone(ROME):%H:%M:%S}" for moment in self.closed)
        hours = [("00:00", shut), (open_again, "23:59:59")]
        self.house.tell(LAUNCH, title=self.title, hours=hours)

    def _look(self) -> dict:
        printed = self.house.tell(LOOK, title=self.title)
        return json.loads(next(line for line in printed.splitlines() if line.startswith("LOOK "))[5:])

    def _calms_down(self, seconds: float) -> None:
        try:
            self.stack.until(self._is_calm, seconds)
        except AssertionError as problem:
            raise AssertionError(f"it does not calm down: {self._in_short()}") from problem

    def _is_calm(self) -> bool:
        """Nothing is due, nothing waits to be told or to be read."""
        if self.phones.get("counts")["untold"]:
            return False
        seen = self._look()
        return not seen["posts"] and not seen["due"]

    def _in_short(self) -> str:
        seen = self._look()
        untold = self.phones.get("counts")["untold"]
        statuses = dict(Counter(status for _, status, _ in seen["rows"]))
        return f"{seen['status']}, {statuses}, due {seen['due']}, posts {seen['posts']}, untold {untold}"


def is_right(row: tuple[int, str, str], holds: int) -> bool:
    """Whether the row tells what the ledger knows."""
    _, status, reason = row
    if status in ("accepted", "sent", "delivered", "read"):
        return holds == 1
    return status in ("failed", "skipped") and holds == 0 and bool(reason)
