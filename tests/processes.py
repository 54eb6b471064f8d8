"""The processes of a service that runs on this machine alone, for the demo and for the tests' journeys."""

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

BASE = Path(__file__).resolve().parents[1]
STEPPING_ASIDE = BASE / "cascina_whatsapp" / "management" / "stepping_aside.py"
LAST_REQUESTS_SECONDS = 5
"""The seconds that a stopped web server gives the requests under way: a hostile file may take fifteen."""


def end(process: subprocess.Popen[bytes]) -> None:
    """Wait for a process that was asked to end; kill it, and the children it may have left."""
    try:
        process.wait(timeout=25)
    except subprocess.TimeoutExpired:
        process.kill()
    with contextlib.suppress(ProcessLookupError):  # they may all be gone
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


READS_THE_SIMULATED_SITE = {"SOURCES_ON_THIS_MACHINE": "true"}
"""The settings beside `environment` by which the simulator's news become drafts. Refused in production."""


def environment(site: str, simulator: str, folder: Path, *, receiver: str = "") -> dict[str, str]:
    """Build the environment of a demo: secrets are invented, database, broker and files stay in `folder`.

    `receiver`: where the webhook's own process answers; without it the site takes the posts.
    """
    values = {
        "DJANGO_DEBUG": "true",
        "EMBEDDED_MODE": "true",
        "DJANGO_SECRET_KEY": "a secret for a demonstration that nobody but this machine can reach",
        "DJANGO_ALLOWED_HOSTS": "127.0.0.1,localhost",
        "SITE_URL": site,
        "DATABASE_URL": "",
        "REDIS_URL": "",
        "VAR_DIR": str(folder),
        "MEDIA_ROOT": "",
        "WHATSAPP_API_URL": simulator,
        "WHATSAPP_PHONE_NUMBER_ID": "106540352242922",
        "WHATSAPP_BUSINESS_ACCOUNT_ID": "102290129340398",
        "WHATSAPP_APP_ID": "304050607080901",
        "WHATSAPP_ACCESS_TOKEN": "token-of-the-demo-that-opens-nothing-at-all",
        "WHATSAPP_APP_SECRET": "app-secret-of-the-demo-0123456789abcdef",
        "WHATSAPP_VERIFY_TOKEN": "verify-token-of-the-demo",
        "WHATSAPP_CHANNEL_URL": "https://whatsapp.com/channel/prova",
        "PRESS_REPLY_TO": "stampa@comune.example",
        "TELEGRAM_BOT_TOKEN": "7000000001:token-of-the-bot-of-the-demo-000",
        "TELEGRAM_CHANNEL": "@cascina_prova",
        "STANDSTILL_HOURS": "0",  # nobody is written to, however long it was off
        "CONSENT_HASH_KEY": "hash-key-of-the-demo",
        "CONSENT_HASH_KEYS_OLD": "",
        "DATA_KEYS": "data-key-of-a-demonstration-on-this-machine",
        "SIMULATOR_WEBHOOK_URL": webhook(receiver or site),
    }
    return values | {f"{name}_FILE": "" for name in values}


def python(module: str = "") -> list[str]:
    """Return the command of this very interpreter, running `module` if one is given."""
    return [sys.executable, "-m", module] if module else [sys.executable]


def site_server(port: int) -> list[str]:
    """The command that runs the site, so that Meta is answered first on a busy machine."""
    return [*python(), str(STEPPING_ASIDE), *python("granian"), *web_server(port)]


def web_server(port: int, front: str = "cascina_whatsapp.wsgi:front") -> list[str]:
    """The arguments of granian, which production has too."""
    where = ["--interface", "asginl", "--host", "127.0.0.1", "--port", str(port)]
    return [
        *where,
        "--workers-kill-timeout",
        str(LAST_REQUESTS_SECONDS),
        "--respawn-failed-workers",
        "--no-ws",
        front,
    ]


def webhook_server(port: int) -> list[str]:
    """The arguments of granian for the webhook's own process."""
    return web_server(port, "cascina_whatsapp.webhook_wsgi:front")


def webhook(receiver: str) -> str:
    """Return the address at which the simulator tells what happens."""
    return f"{receiver}/webhooks/whatsapp/"


def simulator(port: int, receiver: str) -> list[str]:
    """The arguments of the simulator."""
    return ["-m", "tests.box.simulator", "--port", str(port), "--webhook-url", webhook(receiver)]


def worker() -> list[str]:
    """The arguments of celery: a worker that is its own beat.

    Workers know of each other through the database alone: no talk among them (gossip), nor at the start (mingle),
    that costs the broker messages and a second. Heartbeats stay: by them a dead connection is noticed.
    """
    alone = ["--without-gossip", "--without-mingle"]
    return ["-A", "cascina_whatsapp", "worker", "--beat", "--loglevel", "INFO", *alone]
