"""What strangers do to the site, seen by Meta: 64 connections at the login, sixteen PDF bombs; part of `make bench`.

Quiet and loaded stretches take turns in one run, on the same processes: the ratios compare like with like. Posts come
at their own moments, whether or not those before were answered, and are timed from the moment at which they were due.
Strangers' own work is done at a low priority and on the site's cores: outside a measurement it is done on their
machines. PostgreSQL only.
"""

import time
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Event

import requests

from cascina_whatsapp.management.stepping_aside import leave_a_core, step_aside
from tests.journeys.citizens import Clerk, hidden_fields
from tests.journeys.stack import a_free_port
from tests.patience import PROCESS
from tests.processes import end, python, site_server, webhook_server
from tests.security import bombs

from .connections import Connections
from .measuring import manage, prepare, scaled
from .webhook import prepared, receipt, started, wait_for

ROUNDS, SECONDS = scaled(10, small=1), scaled(3, small=1)
"""Of each kind; so many seconds each: the disk has slow moments of its own, and both kinds are to meet them."""
RATE, CONNECTIONS = 100, 16
"""Posts a second: the receipts of a broadcast at an ordinary number's rate."""
STRANGERS, BOMBS = scaled(64, small=2), scaled(16, small=1)
STRANGERS_NICENESS = 19
UNDER_WAY = 1.0
"""Seconds that the load has been there before it is measured."""
PASSWORD = "cascina-bench-2026"
HIRE = f"""
from django.contrib.auth.models import Group, User
user = User.objects.create_user("rita", is_staff=True)
user.set_password({PASSWORD!r})
user.save()
user.groups.add(Group.objects.get(name="Redattore"))
"""
WRITE, LOG_IN = "/admin/messaggi/aggiungi/", "/admin/entra/"


def measures(database: str, redis_url: str) -> dict[str, dict]:
    """The webhook's times, with and without."""
    if not database:
        return {}
    with both(database, redis_url) as service:
        quiet, loaded = [], []
        with Strangers(service) as strangers:
            posted(service.webhook_port, service.request)  # every thread has its connection to the database
            for _ in range(ROUNDS):
                quiet += posted(service.webhook_port, service.request)
                strangers.begin()
                time.sleep(UNDER_WAY)
                loaded += posted(service.webhook_port, service.request)
                strangers.pause()
    return {"webhook beside a bombed site": told(sorted(quiet), sorted(loaded)) | strangers.did()}


def told(quiet: list[float], loaded: list[float]) -> dict[str, float]:
    """Milliseconds, and how many times as long it took under load."""
    figures = {}
    for name, percent in (("median", 50), ("p99", 99)):
        without, with_load = (times[len(times) * percent // 100] * 1000 for times in (quiet, loaded))
        figures |= {
            f"{name} ms, quiet": round(without, 2),
            f"{name} ms": round(with_load, 2),
            f"{name}, times quiet": round(with_load / without, 2),
        }
    return figures


def posted(port: int, request: bytes) -> list[float]:
    """Seconds that each post of a stretch waited for its answer, made in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        took = pool.submit(post_at_a_rate, port, request).result()
    assert len(took) == RATE * SECONDS, f"{len(took)} posts were answered"
    return took


def post_at_a_rate(port: int, request: bytes) -> list[float]:
    """In that process: RATE posts a second, for SECONDS."""
    took: list[float] = []
    start, made = time.monotonic() + 0.1, 0
    with Connections(port, CONNECTIONS) as connections:
        while made < RATE * SECONDS or connections.in_flight:
            pause = start + made / RATE - time.monotonic() if made < RATE * SECONDS else 1.0
            if pause <= 0 and connections.is_free:
                connections.post(request, start + made / RATE)
                made += 1
            else:
                took += connections.answers(max(0.0, pause))
    return took


@dataclass
class Service:
    """The two processes, and what it takes to talk to them."""

    site: str
    webhook_port: int
    request: bytes = field(repr=False)


@contextmanager
def both(database: str, redis: str) -> Iterator[Service]:
    """Site and webhook as production runs them, and a clerk of the newsroom."""
    port, webhook_port = a_free_port(), a_free_port()
    site = f"http://127.0.0.1:{port}"
    variables = prepare(database, static_files=True) | {"SITE_URL": site, "REDIS_URL": redis}
    folder = Path(variables["VAR_DIR"])
    manage(variables, "shell", "--command", HIRE)
    running = [
        started(command, variables, folder / name)
        for name, command in (
            ("webhook.log", [*python("granian"), *webhook_server(webhook_port)]),
            ("site.log", site_server(port)),
        )
    ]
    try:
        wait_for(f"{site}/healthz")
        wait_for(f"http://127.0.0.1:{webhook_port}/healthz")
        yield Service(site, webhook_port, prepared(receipt(), variables["WHATSAPP_APP_SECRET"]))
    finally:
        for server in running:
            server.terminate()
        for server in running:
            end(server)


class Strangers:
    """Those who guess at the login, and a clerk whose account somebody has, with files. A context manager."""

    def __init__(self, service: Service):
        self.site = service.site
        self.ours, self.theirs = get_context("spawn").Pipe()
        self.guessing = get_context("spawn").Process(target=guess, args=(self.theirs, self.site), daemon=True)
        self.clerk = Clerk(service, "rita", PASSWORD)
        self.form = hidden_fields(self.clerk.open(WRITE).text)
        self.guesses, self.seconds = 0, 0.0
        self.uploads: list[Future[str]] = []
        self.hands = ThreadPoolExecutor(BOMBS)

    def __enter__(self) -> "Strangers":
        self.guessing.start()
        self.theirs.close()  # so that whoever waits for its word learns that it has ended
        return self

    def __exit__(self, *problem: object) -> None:
        self.hands.shutdown()
        self.ours.send(None)
        self.guesses = self.ours.recv()
        self.guessing.join()

    def begin(self) -> None:
        """All at once."""
        self.ours.send(True)
        self.since = time.monotonic()
        self.uploads += [self.hands.submit(self.upload) for _ in range(BOMBS)]

    def pause(self) -> None:
        """Until every file that they sent was judged; a guess that is under way ends by itself."""
        self.ours.send(False)
        self.seconds += time.monotonic() - self.since
        for upload in self.uploads:
            upload.result()

    def upload(self) -> str:
        """A message with a bomb attached; the page that came back."""
        fields = {
            "title": "Avviso",
            "kind": "document",
            "body": "x",
            "link": "https://www.comune.cascina.pi.it/",
        }
        answer = requests.post(
            self.site + WRITE,
            data=self.form | fields,
            files={"attachment": ("avviso.pdf", bombs.pdf(), "application/pdf")},
            cookies=self.clerk.browser.cookies,
            headers={"Referer": self.site + WRITE},
            timeout=PROCESS,
        )
        return answer.text

    def did(self) -> dict[str, float]:
        """How much they asked of the site."""
        pages = [upload.result() for upload in self.uploads]
        read = sum("troppo complesso" in page for page in pages)
        turned_away = sum("riprova fra poco" in page for page in pages)
        assert read, "no bomb was read"
        assert read + turned_away == len(pages) == ROUNDS * BOMBS
        assert self.guesses, "nobody guessed"
        return {
            "login pages and guesses/s": round(self.guesses / self.seconds),
            "bombs read": read,
            "bombs turned away": turned_away,
        }


def guess(orders: Connection, site: str) -> None:
    """In a process of its own: STRANGERS connections open the login and try passwords, while they are told to. At the
    end, how many pages they were answered."""
    step_aside(STRANGERS_NICENESS)
    leave_a_core()
    going, over = Event(), Event()
    counts = [0] * STRANGERS
    threads = ThreadPoolExecutor(STRANGERS)
    guessing = [threads.submit(guess_on, site, number, going, over, counts) for number in range(STRANGERS)]
    while (order := orders.recv()) is not None:
        if order:
            going.set()
        else:
            going.clear()
    over.set()
    going.set()
    for one in guessing:
        one.result()
    orders.send(sum(counts))


def guess_on(site: str, number: int, going: Event, over: Event, counts: list[int]) -> None:
    """One of them: the page, then a wrong password for one of many names."""
    with requests.Session() as browser:
        while going.wait() and not over.is_set():
            page = browser.get(site + LOG_IN, timeout=PROCESS)
            assert 'name="username"' in page.text, page.status_code
            fields = hidden_fields(page.text) | {
                "username": f"nome{number}",
                "password": f"parola {counts[number]}",
            }
            headers = {"Referer": site + LOG_IN}
            refused = browser.post(site + LOG_IN, data=fields, headers=headers, timeout=PROCESS)
            assert 'name="username"' in refused.text, refused.status_code
            counts[number] += 2
