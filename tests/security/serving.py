"""A web server as production starts it, in processes of its own, and what it writes to its log."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from tests.journeys.stack import BASE, a_free_port
from tests.patience import until, visit
from tests.processes import end, environment, python, web_server

NOWHERE = "http://127.0.0.1:9"
KEY = {"CONSENT_HASH_KEY": "hash-key-of-a-test-0123456789-abcdefgh"}
"""As long as production asks for; the demo's is shorter."""


class Server:
    """An application that answers at `url`; `log` is the file that it writes to."""

    def __init__(self, application: str, folder: Path, **overrides: str):
        self.port = a_free_port()
        self.url, self.log = f"http://127.0.0.1:{self.port}", folder / f"{self.port}.log"
        (folder / "static").mkdir(exist_ok=True)
        self.environment = os.environ | environment(self.url, NOWHERE, folder) | KEY
        self.environment |= {
            "DJANGO_SETTINGS_MODULE": "cascina_whatsapp.settings",
            "DJANGO_DEBUG": "false",
            **overrides,
        }
        command = [*python("granian"), *web_server(self.port, application)]
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                command, cwd=BASE, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )

    def wait_until_it_answers(self, path: str = "/healthz") -> None:
        """Fails with the log when it doesn't."""
        until(lambda: self._answers(path), self.log.read_text)

    def _answers(self, path: str) -> bool:
        assert self.process.poll() is None, self.log.read_text()
        try:
            visit(self.url + path)
        except requests.RequestException:
            return False
        return True


@contextmanager
def serving(application: str, folder: Path, **overrides: str) -> Iterator[Server]:
    """The application, until the block ends."""
    server = Server(application, folder, **overrides)
    try:
        server.wait_until_it_answers()
        yield server
    finally:
        server.process.terminate()
        end(server.process)


def migrate(folder: Path) -> None:
    """The embedded database of such servers, with its tables."""
    values = os.environ | environment(NOWHERE, NOWHERE, folder) | KEY
    command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    subprocess.run(
        command, cwd=BASE, env=values | {"DJANGO_SETTINGS_MODULE": "cascina_whatsapp.settings"}, check=True
    )


def is_running(process: int) -> bool:
    """Neither gone nor waiting to be buried."""
    try:
        return "State:\tZ" not in Path(f"/proc/{process}/status").read_text()
    except FileNotFoundError:
        return False
