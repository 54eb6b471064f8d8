"""How many signed posts the webhook view stores and answers in a second, as production starts it, on this machine.

The process that posts must cost little, since it shares the processors: prepared bytes over kept connections, a
process for every sixteen of them. Run alone: `python -m tests.bench webhook`.
"""

import json
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path

import requests

from cascina_whatsapp.whatsapp.cloud_api.signature import sign
from tests.journeys.stack import BASE, a_free_port
from tests.patience import PROCESS, until
from tests.processes import end, python, webhook_server

from .connections import Connections
from .measuring import manage, prepare, scaled

SECONDS, CONNECTIONS, PER_PROCESS = scaled(8, small=1), 32, 16
WARM_UP = 1.5  # seconds in which the server's threads open their connections to the database
STORED = (
    "from cascina_whatsapp.whatsapp.webhook.models import WebhookPost as Post; print(Post.objects.count())"
)


def measures(database: str, redis_url: str) -> dict[str, dict]:
    """Receipts of one message each, as Meta posts most of them, over CONNECTIONS connections at once."""
    variables = prepare(database) | {"REDIS_URL": redis_url}
    with receiver(variables) as port:
        request = prepared(receipt(), variables["WHATSAPP_APP_SECRET"])
        post_on(port, request, WARM_UP, PER_PROCESS)
        processes = CONNECTIONS // PER_PROCESS
        with ProcessPoolExecutor(processes) as pool:
            posting = [pool.submit(post_on, port, request, SECONDS, PER_PROCESS) for _ in range(processes)]
            shares = [future.result() for future in posting]
    stored = int(manage(variables, "shell", "--command", STORED))
    times = sorted(chain.from_iterable(took for took, _ in shares))
    assert 0 < len(times) <= stored, f"{len(times)} posts were answered, {stored} are stored"
    figures = {
        "posts/s": round(len(times) / SECONDS),
        "median ms": round(times[len(times) // 2] * 1000, 1),
        "p99 ms": round(times[len(times) * 99 // 100] * 1000, 1),
        "delivered again": sum(again for _, again in shares),
    }
    return {f"webhook view, {CONNECTIONS} connections": figures}


def post_on(port: int, request: bytes, seconds: float, limit: int) -> tuple[list[float], int]:
    """One process's share: each connection posts again as soon as it is answered.

    Seconds of each answer; how many posts had to be delivered again.
    """
    took: list[float] = []
    until = time.perf_counter() + seconds
    with Connections(port, limit) as connections:
        while time.perf_counter() < until:
            while connections.is_free:
                connections.post(request)
            took += connections.answers(timeout=1)
    return took, connections.delivered_again


@contextmanager
def receiver(variables: dict[str, str]) -> Iterator[int]:
    """The port of the webhook's process, as production runs it."""
    port = a_free_port()
    log = Path(variables["VAR_DIR"]) / "webhook.log"
    server = started([*python("granian"), *webhook_server(port)], variables, log)
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz")
        yield port
    finally:
        server.terminate()
        end(server)


def started(command: list[str], variables: dict[str, str], log: Path) -> "subprocess.Popen[bytes]":
    """A web server, in a process group of its own."""
    with log.open("w") as written:
        return subprocess.Popen(
            command,
            cwd=BASE,
            env=variables,
            stdout=written,
            stderr=written,
            start_new_session=True,
        )


def wait_for(url: str) -> None:
    """Until somebody answers there."""

    def answers() -> bool:
        with suppress(requests.ConnectionError):
            requests.get(url, timeout=PROCESS).raise_for_status()
            return True
        return False

    until(answers)


def prepared(body: bytes, secret: str) -> bytes:
    """The bytes of one post of Meta's."""
    head = [
        "POST /webhooks/whatsapp/ HTTP/1.1",
        "Host: 127.0.0.1",
        "Content-Type: application/json",
        f"X-Hub-Signature-256: {sign(body, secret)}",
        f"Content-Length: {len(body)}",
    ]
    return "\r\n".join([*head, "", ""]).encode() + body


def receipt() -> bytes:
    """What became of one message, with all that Meta tells besides."""
    item = {
        "id": "wamid.HBgMMzkzMjAwMDAwMTAxFQIAERgSMDAwMDAwMDAwMDAwMDAwMDAA",
        "status": "delivered",
        "timestamp": "1780905600",
        "recipient_id": "393200000101",
        "recipient_user_id": "IT.13490000000000",
        "biz_opaque_callback_data": "cascina:delivery:1:1",
        "pricing": {"billable": True, "pricing_model": "PMP", "type": "regular", "category": "utility"},
    }
    return body_of(item)


def body_of(*items: dict) -> bytes:
    """The body of a post that tells these statuses."""
    metadata = {"display_phone_number": "39335385843", "phone_number_id": "106540352242922"}
    value = {"messaging_product": "whatsapp", "metadata": metadata, "statuses": items}
    change = {"field": "messages", "value": value}
    return json.dumps(
        {"object": "whatsapp_business_account", "entry": [{"id": "102290129340398", "changes": [change]}]}
    ).encode()
