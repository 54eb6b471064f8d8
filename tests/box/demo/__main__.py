"""`python -m tests.box.demo`: the whole service with invented data, on this machine alone, until Ctrl-C.

It always uses a database and a broker of its own, in var/demo, whatever `.env` says.
"""

import argparse
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from contextlib import AbstractContextManager
from itertools import count
from pathlib import Path

import requests

from cascina_whatsapp.presentation import progress
from tests.processes import (
    READS_THE_SIMULATED_SITE,
    end,
    environment,
    python,
    simulator,
    site_server,
    webhook_server,
    worker,
)

from .database import Running, forget, held
from .people import PASSWORD, STAFF, SUBSCRIBERS

BASE = Path(__file__).resolve().parents[3]
FOLDER = BASE / "var" / "demo"
PORTS = {"DEMO_PORT": 8000, "SIMULATOR_PORT": 8001, "WEBHOOK_PORT": 8002}
"""The name in the environment by which another port is chosen, and the port without."""
START_SECONDS = 180
"""The seconds that a process may take to answer, on a slow machine, before we say that it doesn't."""
IN_USE = "La prova è in corso: fermala con Ctrl-C nella finestra in cui l'hai avviata, poi riprova."
FORGOTTEN = "I dati di prova sono cancellati: «make demo» li rifà."
PREPARE = "from tests.box.demo.data import prepare; print(prepare())"


class Failed(Exception):
    """The error with which the demo ends; str() is the Italian sentence to show."""


def main(arguments: list[str] | None = None, folder: Path = FOLDER) -> None:
    """Run until stopped, or remove what a demo has left behind. Raises Failed."""
    parser = argparse.ArgumentParser(prog="demo", description="Il servizio di prova, con dati inventati.")
    parser.add_argument("--reset", action="store_true", help="cancella i dati di prova, e non avvia nulla")
    try:
        if parser.parse_args(arguments).reset:
            print(FORGOTTEN if forget(folder) else "Non c'erano dati di prova.")
            return
        ports = {name: int(os.environ.get(name, port)) for name, port in PORTS.items()}
        refuse_taken(ports)
        demo = Demo(folder, *ports.values())
        with held(folder):
            run_until_stopped(demo)
    except Running:
        raise Failed(IN_USE) from None


def run_until_stopped(demo: "Demo") -> None:
    """Prepare, start every process, print where to look, and stop them all together."""
    for number in (signal.SIGINT, signal.SIGTERM):  # SIGINT too: a shell's background jobs ignore it
        signal.signal(number, signal.default_int_handler)
    try:
        with step("Preparo i dati inventati (su un computer lento ci vuole qualche minuto)"):
            told = demo.manage("shell", "--verbosity=0", "--command", PREPARE)
        demo.start()
        print(welcome(demo, told.strip()), flush=True)  # at once, also to a file or a pipe
        demo.wait()
    except KeyboardInterrupt:
        print("\nChiudo tutto.")
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):  # a second one, from make or an impatient hand
            signal.signal(number, signal.SIG_IGN)
        demo.stop()


def step(label: str) -> AbstractContextManager[None]:
    """One step, shown where the demo says everything else."""
    return progress.step(label, out=sys.stdout)


class Demo:
    """The processes of the demo and the environment that they share."""

    def __init__(self, folder: Path, port: int, simulator_port: int, webhook_port: int) -> None:
        self.site, self.simulator = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{simulator_port}"
        self.receiver = f"http://127.0.0.1:{webhook_port}"
        self.folder = folder
        self.folder.mkdir(parents=True, exist_ok=True)
        self.port, self.simulator_port, self.webhook_port = port, simulator_port, webhook_port
        self.environment = os.environ | environment(
            self.site, self.simulator, self.folder, receiver=self.receiver
        )
        self.environment |= READS_THE_SIMULATED_SITE
        self.environment["DATA_KEYS"] = kept_key(self.folder / "data-key")
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def manage(self, *arguments: str) -> str:
        """Run a command of manage.py to its end; return what it prints. What it logs stands in a file.

        Raises Failed if it fails, with its last words.
        """
        command, log = [*python(), "manage.py", *arguments], self._log("preparazione")
        with log.open("w") as file:
            done = subprocess.run(
                command,
                cwd=BASE,
                env=self.environment,
                stdout=subprocess.PIPE,
                stderr=file,
                text=True,
                check=False,
            )
        if done.returncode:
            last = log.read_text().strip().rpartition("\n")[2]
            raise Failed(f"«manage.py {arguments[0]}» non è riuscito: {last} (tutto in {log})")
        return done.stdout

    def start(self) -> None:
        """Start everything; return when the site answers and the worker has given a sign of life."""
        with step("Avvio il WhatsApp simulato, il sito e il programma che invia"):
            self._spawn("simulatore", *python(), *simulator(self.simulator_port, self.receiver))
            self._spawn("webhook", *python("granian"), *webhook_server(self.webhook_port))
            self._spawn("sito", *site_server(self.port))
            self._spawn("invio", *python("celery"), *worker())
            self._until_answers("simulatore", f"{self.simulator}/simulator/health")
            self._until_answers("webhook", f"{self.receiver}/healthz")
        with step("Faccio approvare i testi fissi dei messaggi al WhatsApp simulato"):
            self.manage("whatsapp_templates", "--submit")
        with step("Aspetto che il programma che invia sia pronto"):
            self._until_answers("invio", f"{self.site}/readyz")

    def wait(self) -> None:
        """Wait until a process ends by itself. Raises Failed, naming it and its log."""
        while True:
            for name, process in self.processes.items():
                if process.poll() is not None:
                    raise Failed(f"Il processo «{name}» si è fermato. Vedi {self._log(name)}")
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
                command, cwd=BASE, env=self.environment, stdout=log, stderr=log, start_new_session=True
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
        raise Failed(f"Il processo «{name}» non risponde. Vedi {self._log(name)}")


def kept_key(file: Path) -> str:
    """The demo's own key, made once and kept beside its database: without it nobody reads that any more."""
    if not file.is_file():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(32))
    return file.read_text()


def refuse_taken(ports: dict[str, int]) -> None:
    """Raise Failed if something listens on one of these ports already, with a way to choose free ones."""
    taken = [str(port) for port in ports.values() if is_taken(port)]
    if not taken:
        return
    which = f"La porta {taken[0]} è occupata"
    if len(taken) > 1:
        which = f"Le porte {', '.join(taken[:-1])} e {taken[-1]} sono occupate"
    others = next(
        found for step in count(100, 100) if not any(map(is_taken, (found := _moved(ports, step)).values()))
    )
    choice = " ".join(f"{name}={port}" for name, port in others.items())
    raise Failed(f"{which}: forse la prova è già avviata. Per avviarne un'altra: {choice} make demo")


def _moved(ports: dict[str, int], step: int) -> dict[str, int]:
    return {name: port + step for name, port in ports.items()}


def is_taken(port: int) -> bool:
    """Tell whether something listens on this port of this machine."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def welcome(demo: Demo, hours: str) -> str:
    """Write what to open, who to be there, and when what is approved leaves (`hours`)."""
    accounts = "\n".join(f"    {name:<11} {group}" for name, (group, *_) in STAFF.items())
    return f"""
  Tutto pronto: {SUBSCRIBERS} iscritti inventati, un messaggio in ogni stato.

  Redazione:            {demo.site}/admin/
{accounts}
    password            {PASSWORD}
  Telefono di prova:    {demo.simulator}/
  Canale Telegram:      {demo.simulator}/telegram/
  Sito del Comune:      {demo.simulator}/comune/
  File di log:          {demo.folder}/*.log

  Prova così: dal telefono scrivi «Iscrizione»; nella redazione scrivi un messaggio come
  «redazione», avvialo come «approva» e guardalo arrivare; poi scrivi «Cancellazione».
  {hours}

  Ctrl-C ferma tutto.
"""


if __name__ == "__main__":
    try:
        main()
    except Failed as problem:
        sys.exit(str(problem))
