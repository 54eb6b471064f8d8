"""The service as systemd's units start it, in a folder of a test: nothing of a trial."""

from pathlib import Path

from tests.check import PRODUCTION
from tests.journeys.stack import Stack
from tests.ports import a_free_port
from tests.processes import environment

from .programs import BASE, SYSTEM_PATH
from .test_units import PLACE, command

OF_PRODUCTION = {
    "DJANGO_DEBUG": "false",
    "CONSENT_HASH_KEY": PRODUCTION["CONSENT_HASH_KEY"],
    "SECOND_FACTOR_REQUIRED": "false",
    "LAUNCH_GRACE_SECONDS": "0",
}
"""Beside what the demo gives, EMBEDDED_MODE among it, without which no service lies in a folder of a test; the second
factor and the wait before a broadcast have stories of their own."""


class Installed(Stack):
    """The service of a town hall: its four processes apart, by the interpreter `python`, and nothing of a trial."""

    def __init__(self, folder: Path, python: str, **servers: str):
        super().__init__(folder)
        self.python, webhook = python, a_free_port()
        self.ports = {"8000": str(self.port), "8002": str(webhook)}
        self.receiver = f"http://127.0.0.1:{webhook}"
        demo = environment(self.site, self.simulator, folder, receiver=self.receiver)
        # Nothing of this process's own is among it.
        self.environment = {"PATH": SYSTEM_PATH} | demo | OF_PRODUCTION | servers

    def program(self, module: str) -> list[str]:
        return [self.python, "-m", module]

    def start_site(self) -> None:
        self.manage("collectstatic", "--no-input", "--verbosity=0")
        self.start_units("web", "webhook")
        self.until(
            lambda: self._answers(f"{self.site}/healthz") and self._answers(f"{self.receiver}/healthz")
        )

    def start_worker(self) -> None:
        self.start_units("worker", "beat")

    def start_units(self, *services: str) -> None:
        """Has services run as their units start them."""
        for service in services:
            words = (self.ports.get(word, word) for word in command(service))
            programs = (word.replace(f"{PLACE}/.venv/bin", str(Path(self.python).parent)) for word in words)
            self._spawn(service, *(word.replace(PLACE, str(BASE)) for word in programs))
