"""A storm of signed messages, each from somebody else, and people who leave meanwhile; a large post, and somebody
who leaves behind it, or in the midst of it; part of `make bench`.

As in production: the site stores, the worker reads. They share the processors with the process that posts. PostgreSQL
only.
STORM=100000 makes it as large as that; left to itself the storm is small, since `make bench` has other things to do.
"""

import json
import os
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

import psycopg

from subscribers.rules.phone import of_phone
from tests.journeys.citizens import Phones
from tests.patience import PROCESS

from .connections import Connections
from .measuring import HASH_KEY, scaled
from .sending import PREPARE
from .traffic import CONNECTIONS, as_production
from .webhook import prepared

MESSAGES = scaled(int(os.environ.get("STORM", "3000")))
WORDS = ("Buongiorno", "a che ora aprite?", "c'è una buca in via Roma", "grazie", "Iscrizione al nido", "👍")
WORDS += ("Iscrizione",)
LEAVERS = 5
"""People who leave, one after the other, while the storm comes in and while it is worked through."""
JOINED = "SELECT count(*) FROM subscribers_subscriber WHERE status = 'subscribed'"
STILL_THERE = (
    "SELECT count(*) FROM subscribers_subscriber WHERE phone_pseudonym = %s AND status = 'subscribed'"
)
ANSWERED = "SELECT count(*) FROM subscribers_reply WHERE sent_at IS NOT NULL"
CROWD = scaled(1000)
"""Messages of the one person who can't stop."""
LARGE = scaled(1000)
"""People who join in one post, Meta's largest."""


def measures(database: str, redis_url: str) -> dict[str, dict]:
    """How fast the webhook view takes them, how soon the others are heard, how long until all is read."""
    if not database:
        return {}
    with as_production(database, redis_url) as stack:
        open_windows = {"faults": False, "latency_ms": [100, 400], "statuses": False, "window_hours": 1e6}
        Phones(stack).post("settings", **open_windows)  # its phones have not seen what is posted here
        stack.manage("shell", "--verbosity=0", "--command", PREPARE.format(people=LEAVERS * 2 + 3))
        secret = stack.environment["WHATSAPP_APP_SECRET"]
        with psycopg.connect(stack.environment["DATABASE_URL"], autocommit=True) as rows:
            crowd = crowded(stack.port, secret, rows)
            large = large_post(stack.port, secret, rows)
            storm = stormed(stack.port, secret, rows)
    return {
        "storm": {"messages": MESSAGES} | storm,
        f"{LARGE:,} join in one post": large,
        f"one person's {CROWD:,} messages": crowd,
    }


def stormed(port: int, secret: str, rows: psycopg.Connection) -> dict:
    """Everybody writes at once."""
    before, began = count(rows, JOINED), time.monotonic()
    with storming(port, secret, MESSAGES) as storm:
        until(lambda: waiting(rows) > 20 * CONNECTIONS or storm.done())
        waits = [leave(port, secret, rows, number) for number in range(LEAVERS)]
    stored = time.monotonic() - began
    backlog = waiting(rows)
    waits += (
        [leave(port, secret, rows, LEAVERS + number) for number in range(LEAVERS)] if backlog > 500 else []
    )
    until(lambda: not waiting(rows))
    read = time.monotonic() - began
    joined = count(rows, JOINED)
    join = sum(WORDS[number % len(WORDS)] == "Iscrizione" for number in range(MESSAGES))
    assert joined == before + join - len(waits), (
        f"{before} people, {join} joined, {len(waits)} left: {joined}"
    )
    return {
        "stored/s": round(MESSAGES / stored),
        "delivered again": storm.result(),
        "waiting when all were stored": backlog,
        "left after s, slowest": round(max(waits), 2),
        "all read after s": round(read, 1),
        "read/s": round(MESSAGES / read),
        "joined": joined,
        "answers that had left by then": count(rows, ANSWERED),
    }


def crowded(port: int, secret: str, rows: psycopg.Connection) -> dict:
    """One person writes and writes; another writes once, right after."""
    before = answers(rows)
    send(port, [message(secret, 7_000_000, number) for number in range(CROWD)])
    waited = leave(port, secret, rows, LEAVERS * 2)
    until(lambda: not waiting(rows))
    written = answers(rows) - before - 1
    assert written, "who can't stop was never answered"
    return {"answers": written, "another one left after s": round(waited, 2)}


def large_post(port: int, secret: str, rows: psycopg.Connection) -> dict:
    """So many join at once, and one of those prepared leaves among them; another leaves right after."""
    before = count(rows, JOINED)
    among, after = LEAVERS * 2 + 1, LEAVERS * 2 + 2
    joining = [said(8_000_000 + number, number, "Iscrizione") for number in range(LARGE - 1)]
    began = time.monotonic()
    send(port, [posted(secret, [*joining, said(among, 0, "Cancellazione")])])
    waited = leave(port, secret, rows, after)
    until(lambda: has_left(rows, among))
    among_waited = time.monotonic() - began
    until(lambda: not waiting(rows))
    joined = count(rows, JOINED) - before + 2
    assert joined == LARGE - 1, f"{joined} of {LARGE - 1} have joined"
    return {
        "another one left after s": round(waited, 2),
        "one among them left after s, at most": round(among_waited, 2),
        "all read after s": round(time.monotonic() - began, 1),
        "joined": joined,
    }


@contextmanager
def storming(port: int, secret: str, many: int) -> Iterator[Future]:
    """The storm, from another process; at the end all is stored, and its result is how much was delivered again."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        yield pool.submit(storm, port, secret, many)


def storm(port: int, secret: str, many: int) -> int:
    """Each message of another person."""
    return send(port, (message(secret, 1_000_000 + number, number) for number in range(many)))


def send(port: int, posts: Iterable[bytes]) -> int:
    """Over CONNECTIONS connections, each posting again as soon as it is answered; how many were delivered again."""
    posts = iter(posts)
    with Connections(port, CONNECTIONS) as connections:
        while True:
            while connections.is_free and (post := next(posts, None)):
                connections.post(post)
            if not connections.in_flight:
                return connections.delivered_again
            for _ in connections.answers(timeout=1):
                pass


def leave(port: int, secret: str, rows: psycopg.Connection, number: int) -> float:
    """Seconds from the word of one of those prepared until nothing is sent to them any more."""
    assert not has_left(rows, number)
    began = time.monotonic()
    send(port, [message(secret, number, 0, "Cancellazione")])
    until(lambda: has_left(rows, number))
    return time.monotonic() - began


def has_left(rows: psycopg.Connection, number: int) -> bool:
    """Whether this one of those prepared is sent nothing any more."""
    return not count(rows, STILL_THERE, [of_phone(f"+39320{number:07}", HASH_KEY)])


def message(secret: str, person: int, number: int, words: str = "") -> bytes:
    """The bytes of a post in which somebody writes."""
    return posted(secret, [said(person, number, words)])


def said(person: int, number: int, words: str = "") -> dict:
    """What Meta tells when somebody writes."""
    name = f"39320{person:07}"
    item = {
        "from": name,
        "from_user_id": f"IT.{person}",
        "id": f"wamid.{person}.{number}.{words}",
        "timestamp": str(int(time.time())),
        "type": "text",
        "text": {"body": words or WORDS[number % len(WORDS)]},
    }
    metadata = {"display_phone_number": "39335385843", "phone_number_id": "106540352242922"}
    contacts = [{"wa_id": name, "user_id": f"IT.{person}", "profile": {"name": "x"}}]
    value = {"messaging_product": "whatsapp", "metadata": metadata, "contacts": contacts, "messages": [item]}
    return {"field": "messages", "value": value}


def posted(secret: str, changes: list[dict]) -> bytes:
    """The bytes of a post that tells all this."""
    entry = [{"id": "102290129340398", "changes": changes}]
    return prepared(json.dumps({"object": "whatsapp_business_account", "entry": entry}).encode(), secret)


def waiting(rows: psycopg.Connection) -> int:
    """Posts that are stored and not yet routed."""
    return count(rows, "SELECT count(*) FROM webhook_webhookpost")


def answers(rows: psycopg.Connection) -> int:
    """Answers written so far."""
    return count(rows, "SELECT count(*) FROM subscribers_reply")


def count(rows: psycopg.Connection, question: str, values: list | None = None) -> int:
    """The one number of a query."""
    return rows.execute(question, values).fetchone()[0]


def until(done: Callable[[], bool]) -> None:
    """Look again and again."""
    deadline = time.monotonic() + PROCESS
    while not done():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.02)
