"""The whole service as real processes: site, Celery worker with beat, simulated WhatsApp, on a real database.

Nothing here reaches inside: citizens use the simulator's phone, clerks the admin, both over HTTP. The rows are
read, now and then, through a database connection of the tests' own.
"""

import contextlib
import os
import random
import signal
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg
from psycopg import sql
from requests import ConnectionError as Unreachable

from tests.environments import service
from tests.patience import client, until
from tests.ports import a_free_port
from tests.processes import READS_THE_SIMULATED_SITE, end, environment, worker

BASE = Path(__file__).resolve().parents[2]


def shift_to_tuesday_morning() -> float:
    """Seconds to add to the clock: it is Tuesday 10 November 2026, 10:00 in Cascina, an ordinary working day."""
    start = datetime(2026, 11, 10, 10, 0, tzinfo=ZoneInfo("Europe/Rome"))
    return start.timestamp() - time.time()


class Stack:
    """One running service. Use it as a context manager.

    `code`: the folder of the program that the next process runs, where it is not this one.
    """

    def __init__(
        self,
        folder: Path,
        *,
        database_url: str = "",
        redis_url: str = "",
        code: Path = BASE,
        **overrides: str,
    ):
        port, simulator_port = a_free_port(), a_free_port()
        self.site, self.simulator = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{simulator_port}"
        self.folder, self.port, self.simulator_port = folder, port, simulator_port
        self.code = code
        self.shift = shift_to_tuesday_morning()
        self.worker_is_ahead = timedelta()
        self.environment = os.environ | environment(self.site, self.simulator, folder)
        self.environment |= READS_THE_SIMULATED_SITE | {
            "DJANGO_SETTINGS_MODULE": "cascina_whatsapp.settings",
            "JOURNEY_SHIFT": str(self.shift),
            "PYTHONPATH": service("SERVICE_PATH"),
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "LAUNCH_GRACE_SECONDS": "0",  # the stories are about what comes after it
            **overrides,
        }
        self.processes: dict[str, subprocess.Popen] = {}
        self.http = client()
        self.when_ended = self._fail
        """Called with the name of a process that has ended by itself, while something is waited for."""

    def __enter__(self) -> "Stack":
        try:
            self._start()
        except BaseException:
            self.__exit__()  # what had started already must not stay behind
            raise
        return self

    def _start(self) -> None:
        self.manage("migrate", "--verbosity=0")
        self.start_simulator()
        self.start_site()
        self.start_worker()
        self.manage("whatsapp_templates", "--submit")
        self.until(lambda: self._answers(f"{self.site}/readyz"))

    def __exit__(self, *problem) -> None:
        for name in list(self.processes):
            self.stop(name)
        self.http.close()

    def now(self) -> datetime:
        """The time in the journey, UTC."""
        return datetime.now(UTC) + timedelta(seconds=self.shift)

    def start_simulator(self) -> None:
        self._spawn("simulator", *self.program("tests.box.simulator"), "--port", str(self.simulator_port))
        self.until(lambda: self._answers(f"{self.simulator}/simulator/health"))

    def start_site(self) -> None:
        interface, name = ("asginl", "front") if self.code == BASE else ("wsgi", "application")
        arguments = ["--interface", interface, "--host", "127.0.0.1", "--port", str(self.port), "--no-ws"]
        self._spawn(
            "site", service("SERVICE_PYTHON"), "-m", "granian", *arguments, f"tests.journeys.wsgi:{name}"
        )
        self.until(lambda: self._answers(f"{self.site}/healthz"))

    def start_worker(self, *, later: timedelta = timedelta()) -> None:
        """`later`: so much time has passed for the worker, and for commands, since it was there last."""
        self.worker_is_ahead += later
        self.start_celery("worker", *worker())

    def start_celery(self, name: str, *arguments: str) -> None:
        """A process of Celery, at the worker's time."""
        self._spawn(name, *self.program("celery"), *arguments, **self._workers_clock())

    def program(self, module: str) -> list[str]:
        """The command that runs `module`, at the journey's time."""
        return [service("SERVICE_PYTHON"), "-m", "tests.journeys.shifted", module]

    def stop(self, name: str) -> int:
        """Ask a process to end, and wait for it; with which code it ended."""
        process = self.processes.pop(name)
        process.terminate()
        end(process)
        return process.returncode

    def kill(self, name: str) -> None:
        """A crash: the process and its children are gone at once."""
        process = self.processes.pop(name)
        with contextlib.suppress(ProcessLookupError):  # it has ended by itself
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def kill_a_child(self, name: str, chosen_by: random.Random) -> None:
        """One of the process's own children is gone; the process itself must cope."""
        if children := children_of(self.processes[name].pid):
            os.kill(chosen_by.choice(children), signal.SIGKILL)

    def manage(self, *arguments: str) -> str:
        """Run a command of manage.py, at the worker's time; what it printed."""
        finished = subprocess.run(
            [*self.program("manage"), *arguments],
            env=self.environment | self._workers_clock(),
            cwd=self.code,
            check=False,
            capture_output=True,
            text=True,
        )
        assert finished.returncode == 0, finished.stderr[-2000:]
        return finished.stdout

    def log(self, name: str) -> str:
        """What a process has written so far."""
        return (self.folder / f"{name}.log").read_text(encoding="utf-8", errors="replace")

    def until(self, happens: Callable[[], object]) -> object:
        """Wait for something to be so; what it returned. Fails, showing the logs, when it never is.

        And at once when a process has ended by itself, unless `when_ended` knows better.
        """

        def looked() -> object:
            for name in [name for name, process in self.processes.items() if process.poll() is not None]:
                self.when_ended(name)
            return happens()

        return until(looked, lambda: "\n".join(self.log(name)[-1500:] for name in self.processes))

    def _fail(self, name: str) -> None:
        raise AssertionError(f"{name} has ended by itself\n{self.log(name)[-3000:]}")

    def _workers_clock(self) -> dict[str, str]:
        return {"JOURNEY_SHIFT": str(self.shift + self.worker_is_ahead.total_seconds())}

    def _answers(self, url: str) -> bool:
        try:
            return self.http.get(url).ok
        except Unreachable:
            return False

    def _spawn(self, name: str, *command: str, **environment: str) -> None:
        with (self.folder / f"{name}.log").open("a") as log:
            self.processes[name] = subprocess.Popen(
                command,
                env=self.environment | environment,
                cwd=self.code,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )


def children_of(parent: int) -> list[int]:
    """The numbers of a process's children, oldest first."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it has ended meanwhile
            _, _, after_the_name = stat.read_text().rpartition(")")
            if int(after_the_name.split()[1]) == parent:
                found.append(int(stat.parent.name))
    return sorted(found)


def fresh_database(url: str, name: str) -> str:
    """On PostgreSQL an empty database `name`, beside the one that `url` names; "" stays "" (SQLite in a file)."""
    if not url:
        return ""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return f"{url.rsplit('/', 1)[0]}/{name}"
