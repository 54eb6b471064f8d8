"""A PostgreSQL and a Redis that belong to one test, so that it may kill them: the shared ones serve others too."""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

import redis

from tests.patience import until

OWNER = "postgres"
"""PostgreSQL refuses to run as root: then the cluster belongs to this user."""


class OwnPostgres:
    """A cluster in a folder of its own, on a port of its own. Use it as a context manager."""

    def __init__(self, port: int):
        self.port = port
        self.url = f"postgres://{OWNER}@127.0.0.1:{port}/postgres"
        self.folder = Path(tempfile.mkdtemp(prefix="cascina-cluster-"))
        self.data = self.folder / "data"
        if os.geteuid() == 0:
            shutil.chown(self.folder, OWNER)

    def __enter__(self) -> "OwnPostgres":
        self._run("initdb", "-D", str(self.data), "-U", OWNER, "--auth=trust", "--no-sync", "-E", "UTF8")
        self.start()
        return self

    def __exit__(self, *problem) -> None:
        self.crash()
        shutil.rmtree(self.folder)

    def start(self) -> None:
        """Start, after a crash too; back when it answers. Without fsync: the server dies, not the system."""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -k {self.folder} -c fsync=off -c max_connections=200"
        log = str(self.folder / "log")
        self._run("pg_ctl", "start", "-w", "-s", "-D", str(self.data), "-l", log, "-o", f'"{options}"')

    def crash(self) -> None:
        """Gone at once: every connection is cut, and the next start recovers from the journal."""
        self._run("pg_ctl", "stop", "-s", "-m", "immediate", "-D", str(self.data))

    def _run(self, program: str, *arguments: str) -> None:
        command = " ".join([str(binary(program)), *arguments])
        as_owner = ["su", OWNER, "-s", "/bin/sh", "-c", command]
        subprocess.run(
            as_owner if os.geteuid() == 0 else ["/bin/sh", "-c", command],
            cwd="/",
            check=True,
            stdout=subprocess.DEVNULL,
        )


def binary(name: str) -> Path:
    """The program of the newest PostgreSQL installed: Debian keeps them off the path."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    return found[-1] if found else Path(shutil.which(name) or name)


class OwnRedis:
    """A server that keeps nothing: after a crash it is empty. Use it as a context manager."""

    def __init__(self, port: int):
        self.port = port
        self.url = f"redis://127.0.0.1:{port}/0"

    def __enter__(self) -> "OwnRedis":
        self.start()
        return self

    def __exit__(self, *problem) -> None:
        self.crash()

    def start(self) -> None:
        """Start, empty; back when it answers."""
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen(
            ["redis-server", *options], cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        until(self._answers, lambda: "Redis did not start")

    def crash(self) -> None:
        """Gone at once, with all that it held."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def _answers(self) -> bool:
        with redis.Redis(port=self.port) as client:
            try:
                return client.ping()
            except redis.ConnectionError:
                return False
