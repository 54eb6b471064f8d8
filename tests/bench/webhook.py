# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How many signed posts the webhook view stores and answers in a second, as production starts it, on this machine.

The process that posts must cost little, since it shares the processors: prepared bytes over kept connections, a
process for every sixteen of them. Run alone: `python -m tests.bench webhook`.
"""

import json
import os
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from itertools import chain

import requests

from cascina_whatsapp.cloud_api.signature import sign
from cascina_whatsapp.management.processes import end, environment, python, webhook_server
from tests.journeys.stack import BASE, a_free_port, fresh_database

from .connections import Connections
from .measuring import HASH_KEY, NOWHERE, manage, new_folder

SECONDS, CONNECTIONS, PER_PROCESS = 8, 32, 16
WARM_UP = 1.5  # seconds in which the server's threads open their connections to the database


def measures(database: str, redis_url: str) -> dict[str, dict]:
    """Receipts of one message each, as Meta posts most of them, over CONNECTIONS connections at once."""
    with receiver(database, redis_url) as (port, secret):
        request = prepared(receipt(), secret)
        post_on(port, request, WARM_UP, PER_PROCESS)
        processes = CONNECTIONS // PER_PROCESS
        with ProcessPoolExecutor(processes) as pool:
            posting = [pool.submit(post_on, port, request, SECONDS, PER_PROCESS) for _ in range(processes)]
            shares = [future.result() for future in posting]
    times = sorted(chain.from_iterable(took for took, _ in shares))
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
def receiver(database: str, redis: str) -> Iterator[tuple[int, str]]:
    """The webhook's process as production runs it: its port, and the secret that Meta signs with."""
    folder, port = new_folder(), a_free_port()
    address = f"http://127.0.0.1:{port}"
    values = environment(address, NOWHERE, folder) | {
        "DJANGO_DEBUG": "false",
        "CONSENT_HASH_KEY": HASH_KEY,
        "DATABASE_URL": fresh_database(database, "cascina_bench_webhook"),
        "REDIS_URL": redis,
    }
    variables = os.environ | values
    manage(variables, "migrate")
    with (folder / "webhook.log").open("w") as log:
        command = [*python("granian"), *webhook_server(port)]
        server = subprocess.Popen(
            command, cwd=BASE, env=variables, stdout=log, stderr=log, start_new_session=True
        )
    try:
        wait_for(f"{address}/healthz")
        yield port, values["WHATSAPP_APP_SECRET"]
    finally:
        server.terminate()
        end(server)


def wait_for(url: str) -> None:
    """Until somebody answers there."""
    for _ in range(1200):
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
        {"object": "whatsapp_business_account", "entry": [{"id": "102290129340398", "changes": [change]}]}
    ).encode()
