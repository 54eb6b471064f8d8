# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How many signed posts the door stores and answers in a second, as production starts it, on this machine.

Whoever knocks must cost little, since it shares the processors: prepared bytes over kept connections, a process
for every sixteen of them. Run alone: `python -m tests.bench.door`, with TEST_DATABASE_URL for PostgreSQL.
"""

import json
import os
import selectors
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

import requests

from cascina_whatsapp.cloud_api.signature import sign
from cascina_whatsapp.management.processes import end, environment, python, web_server
from tests.journeys.stack import BASE, a_free_port, fresh_database

SECONDS, CONNECTIONS, PER_PROCESS = 8, 32, 16
WARM_UP = 1.5  # seconds in which the server's threads open their connections to the database


def door(database: str, redis: str) -> dict:
    """Receipts of one message each, as Meta posts most of them, over CONNECTIONS connections at once."""
    with site(database, redis) as (port, secret):
        request = prepared(receipt(), secret)
        knock(port, request, WARM_UP, PER_PROCESS)
        processes = CONNECTIONS // PER_PROCESS
        with ProcessPoolExecutor(processes) as pool:
            knocking = [pool.submit(knock, port, request, SECONDS, PER_PROCESS) for _ in range(processes)]
            times = sorted(chain.from_iterable(future.result() for future in knocking))
    return {
        "posts/s": round(len(times) / SECONDS),
        "median ms": round(times[len(times) // 2] * 1000, 1),
        "p99 ms": round(times[len(times) * 99 // 100] * 1000, 1),
    }


def knock(port: int, request: bytes, seconds: float, connections: int) -> list[float]:
    """One process's share: each connection posts again as soon as it is answered; how long each answer took."""
    took: list[float] = []
    began: dict[socket.socket, float] = {}
    with selectors.DefaultSelector() as answers:
        for _ in range(connections):
            line = socket.create_connection(("127.0.0.1", port))
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            answers.register(line, selectors.EVENT_READ)
            began[line] = time.perf_counter()
            line.sendall(request)
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            for key, _ in answers.select(timeout=1):
                answer = key.fileobj.recv(4096)
                assert answer.startswith(b"HTTP/1.1 200"), answer[:200]
                now = time.perf_counter()
                took.append(now - began[key.fileobj])
                began[key.fileobj] = now
                key.fileobj.sendall(request)
        for line in began:
            line.close()
    return took


@contextmanager
def site(database: str, redis: str) -> Iterator[tuple[int, str]]:
    """The site as production runs it: its port, and the secret that Meta signs with."""
    folder, port = Path(tempfile.mkdtemp(prefix="cascina-door-")), a_free_port()
    address = f"http://127.0.0.1:{port}"
    values = environment(address, "http://127.0.0.1:9", folder) | {
        "DJANGO_DEBUG": "false",
        "DATABASE_URL": fresh_database(database, "cascina_bench_door"),
        "REDIS_URL": redis,
    }
    (folder / "static").mkdir()
    surroundings = os.environ | values
    subprocess.run(
        [*python(), "manage.py", "migrate", "--verbosity=0"], cwd=BASE, env=surroundings, check=True
    )
    with (folder / "site.log").open("w") as log:
        command = [*python("granian"), *web_server(port)]
        server = subprocess.Popen(
            command, cwd=BASE, env=surroundings, stdout=log, stderr=log, start_new_session=True
        )
    try:
        wait_for(f"{address}/healthz")
        yield port, values["WHATSAPP_APP_SECRET"]
    finally:
        server.terminate()
        end(server)


def wait_for(url: str) -> None:
    """Until the site answers."""
    for _ in range(300):
        try:
            requests.get(url, timeout=2).raise_for_status()
        except requests.ConnectionError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(url)


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
        {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [change]}]}
    ).encode()


if __name__ == "__main__":
    figures = door(os.environ.get("TEST_DATABASE_URL", ""), os.environ.get("TEST_REDIS_URL", ""))
    sys.stdout.write(f"{json.dumps(figures)}\n")
