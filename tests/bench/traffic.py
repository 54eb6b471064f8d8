"""The webhook while a broadcast leaves: how soon a post is answered and its status applied; part of `make bench`.

Four posts for each message, one status each: sent, delivered, delivered once more (Meta repeats itself), read. They
come at their own moments, whether or not those before were answered, and are timed from the moment at which they
were due: a site that falls behind can't hide it. PostgreSQL only.
"""

import json
import time
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection

import psycopg
import requests

from tests.journeys.citizens import Phones
from tests.journeys.stack import Stack
from tests.patience import PROCESS
from tests.processes import python, web_server

from .connections import Connections
from .measuring import SMALL, scaled
from .sending import PREPARE, Unlimited, judged, running
from .webhook import body_of, prepared

SECONDS = scaled(20, small=2)
RATES = (80,) if SMALL else (80, 250)
"""Messages a second: the throughput of an ordinary number, and the most that this machine is asked for."""
COURSE = (("sent", 0.4), ("delivered", 0.7), ("delivered", 1.0), ("read", 1.6))
"""What becomes of each message, and how many seconds after WhatsApp took it we are told."""
CONNECTIONS = 32
LOOK_EVERY = 0.05
"""Seconds between two looks at the deliveries: a status counts as applied up to so much later than it was."""
COLUMNS = {"sent": "sent_at", "delivered": "delivered_at", "read": "read_at"}
BAR = 1.0
"""Seconds: Meta wants fewer than one post in a hundred above it, we want each status applied within it."""


class AsProduction(Unlimited):
    """A service whose processes run as in production."""

    def start_site(self) -> None:
        """With the processes and threads of production."""
        self._spawn("site", *python("granian"), *web_server(self.port, "tests.journeys.wsgi:front"))
        self.until(lambda: self._answers(f"{self.site}/healthz"))

    def _spawn(self, name: str, *command: str, **environment: str) -> None:
        environment |= {"DJANGO_DEBUG": "false", "SOURCES_ON_THIS_MACHINE": "false"}
        super()._spawn(name, *command, **environment)


as_production = partial(running, kind=AsProduction)


def measures(database: str, redis_url: str) -> dict[str, dict]:
    """At each of RATES."""
    if not database:
        return {}
    return {
        f"webhook view while {rate}/s are sent": traffic(database, redis_url, rate=rate) for rate in RATES
    }


def traffic(database: str, redis_url: str, *, rate: int) -> dict:
    """One broadcast of SECONDS at `rate`, and all that Meta tells of it meanwhile."""
    people = rate * SECONDS
    limit = {"WHATSAPP_MESSAGES_PER_SECOND": str(rate)}
    with as_production(database, redis_url, **limit) as stack:
        phones = Phones(stack)
        phones.post("settings", faults=False, latency_ms=[100, 400], statuses=False)
        stack.manage("shell", "--verbosity=0", "--command", PREPARE.format(people=people))
        ours, theirs = get_context("spawn").Pipe()
        posting = get_context("spawn").Process(target=post_when_due, args=(theirs, stack.port), daemon=True)
        posting.start()
        theirs.close()  # so that whoever waits for its word learns that it has ended
        watch = Watch(stack, ours)
        watch.until_all_is_told(people)
        ours.send(None)
        answers, again = ours.recv()
        posting.join()
        sent = judged(phones.accepted(), people, rate)
    figures = told(watch, answers) | {"delivered again": again}
    return figures | {key: sent[key] for key in ("messages/s", "of the limit %", "twice")}


class Watch:
    """Reads what WhatsApp accepted, has it told at the webhook, and looks at the deliveries until they know."""

    def __init__(self, stack: Stack, orders: Connection):
        self.stack, self.orders = stack, orders
        self.secret = stack.environment["WHATSAPP_APP_SECRET"]
        self.posts: list[tuple[float, str]] = []  # when each was due, and what it tells
        self.untold: dict[
            tuple[int, str], float
        ] = {}  # what a delivery doesn't know yet, and when that was due
        self.applied: list[float] = []
        self.accepted = 0

    def until_all_is_told(self, people: int) -> None:
        """Until everybody got the message, and every status is applied."""
        database = self.stack.environment["DATABASE_URL"]
        deadline = time.monotonic() + PROCESS
        with psycopg.connect(database, autocommit=True) as rows:
            while self.accepted < people or self.untold:
                assert time.monotonic() < deadline, (
                    f"{self.accepted} of {people} were accepted, {len(self.untold)} statuses not applied"
                )
                self.tell()
                self.look(rows)
                time.sleep(LOOK_EVERY)

    def tell(self) -> None:
        """Have a post made for each status of the messages that are new."""
        address = f"{self.stack.simulator}/simulator/accepted?after={self.accepted}&limit=1000"
        lines = [json.loads(line) for line in requests.get(address, timeout=PROCESS).text.splitlines()]
        self.accepted += len(lines)
        ago = time.monotonic() - self.stack.now().timestamp()
        posts = []
        for line in lines:
            for word, later in COURSE:
                due = line["at"] + ago + later
                self.posts.append((due, word))
                self.untold.setdefault((int(line["reference"].split(":")[2]), word), due)
                posts.append((due, prepared(status_of(line, word), self.secret)))
        if posts:
            self.orders.send(sorted(posts))

    def look(self, rows: psycopg.Connection) -> None:
        """What the deliveries know by now.

        Posts overtake each other: a delivery that is known to have arrived takes no "sent" any more, and needs none.
        """
        numbers = list({number for number, _ in self.untold})
        found = rows.execute(
            f"SELECT id, {', '.join(COLUMNS.values())} FROM broadcasts_delivery WHERE id = ANY(%s)",
            [numbers],
        ).fetchall()
        now = time.monotonic()
        for number, *moments in found:
            for place, word in enumerate(COLUMNS):
                if any(moments[place:]) and (due := self.untold.pop((number, word), None)):
                    self.applied.append(now - due)


def status_of(line: dict, word: str) -> bytes:
    """The body that tells one status of a message which WhatsApp accepted."""
    return body_of(
        {
            "id": line["wamid"],
            "status": word,
            "timestamp": str(int(line["at"])),
            "recipient_id": line["to"][1:],
            "recipient_user_id": line["recipient"],
            "biz_opaque_callback_data": line["reference"],
        }
    )


def told(watch: Watch, answers: list[float]) -> dict:
    """The figures: how many posts came while all kinds of them came, how soon they were answered and applied."""
    first = min(due for due, word in watch.posts if word == "read")
    last = max(due for due, word in watch.posts if word == "sent")
    between = sum(first <= due <= last for due, _ in watch.posts)
    answers, applied = sorted(answers), sorted(watch.applied)
    assert len(answers) == len(watch.posts)
    return {
        "posts/s that came": round(between / (last - first)),
        "median ms": round(at(answers, 50) * 1000, 1),
        "p99 ms": round(at(answers, 99) * 1000, 1),
        "over 1 s %": over(answers),
        "applied median s": round(at(applied, 50), 2),
        "applied p95 s": round(at(applied, 95), 2),
        "applied p99 s": round(at(applied, 99), 2),
        "applied last s": round(applied[-1], 2),
        "applied over 1 s %": over(applied),
    }


def at(times: list[float], percent: int) -> float:
    """The time within which so many of a hundred lie; `times` in order."""
    return times[len(times) * percent // 100]


def over(times: list[float]) -> float:
    """How many of a hundred took longer than the bar."""
    return round(sum(took > BAR for took in times) / len(times) * 100, 2)


def post_when_due(orders: Connection, port: int) -> None:
    """In a process of its own: make each post when it is due, until None comes; at the end, how many seconds each
    waited for its answer, and how many had to be delivered again."""
    with Connections(port, CONNECTIONS) as connections:
        schedule = Schedule(connections, orders)
        connections.watch(orders, schedule.take)
        while not schedule.is_done:
            schedule.took += connections.answers(schedule.pause())
            schedule.post_due()
        orders.send((schedule.took, connections.delivered_again))


class Schedule:
    """Posts that wait for their moment, or for a connection."""

    def __init__(self, connections: Connections, orders: Connection):
        self.connections, self.orders = connections, orders
        self.waiting: list[tuple[float, bytes]] = []
        self.took: list[float] = []
        self.no_more = False

    @property
    def is_done(self) -> bool:
        """Nothing is in flight, and nothing will come."""
        return self.no_more and not self.waiting and not self.connections.in_flight

    def take(self) -> None:
        """More posts; None: there will be no more."""
        posts = self.orders.recv()
        if posts is None:
            self.no_more = True
            return
        self.waiting = sorted(self.waiting + posts, reverse=True)  # the next one is the last

    def pause(self) -> float | None:
        """Seconds until the next post is due; None: only an answer or an order changes anything."""
        if not self.waiting or not self.connections.is_free:
            return None
        return max(0.0, self.waiting[-1][0] - time.monotonic())

    def post_due(self) -> None:
        """Whatever is due."""
        while self.connections.is_free and self.waiting and self.waiting[-1][0] <= time.monotonic():
            due, request = self.waiting.pop()
            self.connections.post(request, due)
