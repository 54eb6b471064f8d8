# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`manage.py demo`: the whole service with invented data, on this machine alone, until Ctrl-C.

It always uses a database and a broker of its own, in var/demo, whatever `.env` says.
"""

import os
import secrets
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

import requests
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cascina_whatsapp.management.demo_database import NotTheDemos, discard_other_version
from cascina_whatsapp.management.processes import (
    end,
    environment,
    python,
    simulator,
    site_server,
    webhook_server,
    worker,
)

from .demo_data import PASSWORD, STAFF, SUBSCRIBERS

START_SECONDS = 60
"""How long a process may take to answer before we say that it doesn't."""


class Command(BaseCommand):
    """Prepares, starts every process, prints where to look, and stops them all together."""

    help = (
        "Avvia il servizio di prova: sito, webhook, lavoratore e simulatore di WhatsApp, con dati inventati."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=int(os.environ.get("DEMO_PORT", "8000")))
        parser.add_argument(
            "--simulator-port", type=int, default=int(os.environ.get("SIMULATOR_PORT", "8001"))
        )
        parser.add_argument("--webhook-port", type=int, default=int(os.environ.get("WEBHOOK_PORT", "8002")))

    def handle(self, *, port: int, simulator_port: int, webhook_port: int, **options: Any) -> None:
        ports = {"DEMO_PORT": port, "SIMULATOR_PORT": simulator_port, "WEBHOOK_PORT": webhook_port}
        for name, number in ports.items():
            refuse_taken(number, name)
        demo = Demo(port, simulator_port, webhook_port)
        for number in (signal.SIGINT, signal.SIGTERM):  # SIGINT too: a shell's background jobs ignore it
            signal.signal(number, signal.default_int_handler)
        try:
            self._run(demo)
        except KeyboardInterrupt:
            self.stdout.write("\nChiudo tutto.")
        finally:
            for number in (signal.SIGINT, signal.SIGTERM):  # a second one, from make or an impatient hand
                signal.signal(number, signal.SIG_IGN)
            demo.stop()

    def _run(self, demo: "Demo") -> None:
        self._discard_other_version(demo)
        self.stdout.write("Preparo la base di dati…")
        demo.manage("migrate", "--verbosity=0")
        demo.manage("demo_data")
        self.stdout.write("Avvio sito, webhook, lavoratore e simulatore…")
        demo.start()
        self.stdout.write(welcome(demo))
        demo.wait()

    def _discard_other_version(self, demo: "Demo") -> None:
        try:
            if discard_other_version(demo.folder, set(STAFF)):
                self.stdout.write(
                    "I dati di prova erano di un'altra versione del programma: li rifaccio da capo."
                )
        except NotTheDemos:
            raise CommandError(
                f"La base di dati in {demo.folder} è di un'altra versione, e non sembra quella di prova: "
                "non la tocco. Spostala altrove e riprova."
            ) from None


class Demo:
    """The processes of the demo and the environment that they share."""

    def __init__(self, port: int, simulator_port: int, webhook_port: int) -> None:
        self.site, self.simulator = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{simulator_port}"
        self.receiver = f"http://127.0.0.1:{webhook_port}"
        self.folder = settings.BASE_DIR / "var" / "demo"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.port, self.simulator_port, self.webhook_port = port, simulator_port, webhook_port
        self.environment = os.environ | environment(
            self.site, self.simulator, self.folder, receiver=self.receiver
        )
        self.environment["DATA_KEYS"] = kept_key(self.folder / "data-key")
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def manage(self, *arguments: str) -> None:
        """Run a command of manage.py to its end, showing its errors only. Raises CommandError if it fails."""
        command = [*python(), "manage.py", *arguments]
        hidden = subprocess.DEVNULL
        if subprocess.run(command, env=self.environment, stdout=hidden, check=False).returncode:
            raise CommandError(f"«manage.py {arguments[0]}» non è riuscito: vedi sopra.")

    def start(self) -> None:
        """Start everything; return when the site answers and the worker has given a sign of life."""
        self._spawn("simulatore", *python(), *simulator(self.simulator_port, self.receiver))
        self._spawn("webhook", *python("granian"), *webhook_server(self.webhook_port))
        self._spawn("sito", *site_server(self.port))
        self._spawn("lavoratore", *python("celery"), *worker())
        self._until_answers("simulatore", f"{self.simulator}/simulator/health")
        self._until_answers("webhook", f"{self.receiver}/healthz")
        self.manage("whatsapp_templates", "--submit")
        self._until_answers("lavoratore", f"{self.site}/readyz")

    def wait(self) -> None:
        """Until a process ends by itself. Raises CommandError, naming it and its log."""
        while True:
            for name, process in self.processes.items():
                if process.poll() is not None:
                    raise CommandError(f"Il processo «{name}» si è fermato. Vedi {self._log(name)}")
            time.sleep(0.5)

    def stop(self) -> None:
        """Ask every process to end, then end what is left of those that don't."""
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            end(process)

    def _spawn(self, name: str, *command: str) -> None:
        with self._log(name).open("w") as log:
            self.processes[name] = subprocess.Popen(
                command, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )

    def _log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def _until_answers(self, name: str, url: str) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if any(process.poll() is not None for process in self.processes.values()):
                break
            try:
                if requests.get(url, timeout=2).ok:
                    return
            except requests.RequestException:
                pass  # not there yet
            time.sleep(0.1)
        raise CommandError(f"Il processo «{name}» non risponde. Vedi {self._log(name)}")


def kept_key(file: Path) -> str:
    """The demo's own key, made once and kept beside its database: without it nobody reads that any more."""
    if not file.is_file():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(32))
    return file.read_text()


def refuse_taken(port: int, name: str) -> None:
    """Raise CommandError, saying how to choose another, if something listens on `port` already."""
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            raise CommandError(
                f"La porta {port} è occupata. Scegline un'altra: {name}={port + 100} make demo"
            )


def welcome(demo: Demo) -> str:
    """What to open, and who to be there."""
    accounts = "\n".join(f"    {name:<11} {group}" for name, (group, *_) in STAFF.items())
    return f"""
  Tutto pronto: {SUBSCRIBERS} iscritti inventati, un messaggio in ogni stato.

  Redazione:            {demo.site}/admin/
{accounts}
    parola d'ordine     {PASSWORD}
  Telefono di prova:    {demo.simulator}/
  Registri:             {demo.folder}/*.log

  Prova così: dal telefono scrivi «Iscrizione»; nella redazione scrivi un messaggio come
  «redazione», avvialo come «approva» e guardalo arrivare; poi scrivi «Cancellazione».
  Ctrl-C ferma tutto.
"""
