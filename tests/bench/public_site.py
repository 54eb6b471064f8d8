"""How many public pages a second the site answers, as production starts it, and how soon a correction is on them.

Beside it, in the same run and with as many bytes, an application that answers what is ready: the best there is.
"""

import socket
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import requests

from tests.journeys.stack import a_free_port
from tests.patience import PROCESS
from tests.processes import end, python, web_server
from tests.reading import having_read

from .measuring import broadcast, figures, measure, prepare, scaled
from .webhook import started, wait_for

SECONDS, PROCESSES, MESSAGES = scaled(6, small=1), 4, 200
NAME, BEST = "public pages, 200 messages", "the same bytes, ready"
TITLE, CORRECTED = "Via numero {} chiusa", "Corretto"


def measures(database: str, redis_url: str) -> dict[str, dict]:
    """Pages of the archive and of a message; the archive while somebody corrects a message."""
    prepared = prepare(database, static_files=True) | {"REDIS_URL": redis_url}
    figures(prepared, "public_site", "fill")
    with served(prepared, "cascina_whatsapp.wsgi:front", "/messaggi/") as port:
        address = f"http://127.0.0.1:{port}"
        archive = pages_a_second(port, "/messaggi/", TITLE.format(0))
        number = requests.get(f"{address}/messaggi/1/", timeout=PROCESS).url.removeprefix(address)
        message = pages_a_second(port, number, TITLE.format(0))
        seen_after = seconds_until_corrected(prepared, f"{address}/messaggi/")
        corrected = pages_a_second(port, "/messaggi/", CORRECTED)
        size = len(requests.get(f"{address}/messaggi/", stream=True, timeout=PROCESS).raw.read())
    ready = prepared | {"STATIC_ANSWER_BYTES": str(size)}
    with served(ready, "tests.bench.static_answer:application", "/") as port:
        best = pages_a_second(port, "/", "x" * size)
    return {
        NAME: {
            "archive/s": archive,
            "message/s": message,
            "archive/s, right after a correction": corrected,
            "a correction is seen after s": seen_after,
        },
        BEST: {"archive/s": best, "message/s": best, "archive/s, right after a correction": best},
    }


def pages_a_second(port: int, path: str, shows: str) -> int:
    """Over kept connections, each of which asks again as soon as it is answered; `shows` is on the page."""
    ask(port, path, 1)  # the processes of the site make it for the first time
    assert shows in requests.get(f"http://127.0.0.1:{port}{path}", timeout=PROCESS).text
    with ProcessPoolExecutor(PROCESSES) as pool:
        asking = [pool.submit(ask, port, path, SECONDS) for _ in range(PROCESSES)]
        return round(sum(future.result() for future in asking) / SECONDS)


def ask(port: int, path: str, seconds: float) -> int:
    """How many whole answers one connection got. AssertionError for one that is not 200."""
    lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", "Accept-Encoding: gzip", "", ""]
    request, count = "\r\n".join(lines).encode(), 0
    until = time.perf_counter() + seconds
    with socket.create_connection(("127.0.0.1", port)) as connection:
        while time.perf_counter() < until:
            connection.sendall(request)
            _read(connection)
            count += 1
    return count


def _read(connection: socket.socket) -> None:
    received = connection.recv(65536)
    while b"\r\n\r\n" not in received:
        received += connection.recv(65536)
    head, _, body = received.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200"), head[:200]
    missing = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]) - len(body)
    while missing > 0:
        missing -= len(connection.recv(65536))


def seconds_until_corrected(prepared: dict[str, str], archive: str) -> float:
    """From the approval of a correction until the archive says so, in ten answers one after the other."""
    approved_at, told = figures(prepared, "public_site", "amend")["approved at"], 0
    while told < 10:  # every process of the site answers some of them
        told = told + 1 if CORRECTED in requests.get(archive, timeout=PROCESS).text else 0
        if not told:
            time.sleep(0.1)
    return round(time.time() - approved_at, 1)


@contextmanager
def served(prepared: dict[str, str], application: str, path: str) -> Iterator[int]:
    """The port at which granian serves `application`, as production starts it."""
    port = a_free_port()
    command = [*python("granian"), *web_server(port, application)]
    server = started(command, prepared, Path(prepared["VAR_DIR"]) / "site.log")
    try:
        wait_for(f"http://127.0.0.1:{port}{path}")
        yield port
    finally:
        server.terminate()
        end(server)


def fill() -> dict:
    """Messages of the last months, and two colleagues."""
    from datetime import timedelta

    from django.contrib.auth.models import User
    from django.utils import timezone

    now = timezone.now()
    for name in ("rita", "paolo"):
        User.objects.create_superuser(name)
    for number in range(MESSAGES):
        at = now - timedelta(hours=12 * number, minutes=5)
        body = "Lunedì 15 giugno, dalle 8 alle 18, la via è chiusa per lavori. Segui le deviazioni. " * 3
        broadcast(
            title=TITLE.format(number),
            body=body,
            link="https://example.org/",
            status="sent",
            started_at=at,
            finished_at=at,
        )
    return {}


def amend() -> dict[str, float]:
    """A colleague proposes a correction of the newest message, another approves it: says when, by `time.time()`."""
    from django.contrib.auth.models import User
    from django.utils import timezone

    from broadcasts.launching.published import published
    from cascina_whatsapp.web.public_site import amending

    now = timezone.now()
    rita, paolo = User.objects.order_by("pk")
    newest = published(now)[0]
    words = amending.Words("L'ora era sbagliata.", newest.title, "La via è chiusa dalle 6.")
    proposal = amending.propose(newest, words, by=rita, now=now)
    having_read(amending.CORRECTION.approve, proposal, by=paolo, now=timezone.now())
    return {"approved at": time.time()}


if __name__ == "__main__":
    measure({"fill": fill, "amend": amend}[sys.argv[1]])
