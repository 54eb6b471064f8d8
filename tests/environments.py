"""Environments in build/, each with the libraries of one pinned list: another Python, or what a server has."""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

BASE = Path(__file__).resolve().parents[1]
PIP = [
    "-m",
    "pip",
    "install",
    "--quiet",
    "--disable-pip-version-check",
    "--require-hashes",
    "--only-binary",
    ":all:",
]
CLOCK = "time_machine"
"""The one library of the tests that a journey's processes need: it shifts their clocks (`tests.journeys.shifted`)."""
SERVICE = {"SERVICE_PYTHON": sys.executable, "SERVICE_PATH": ""}
"""The interpreter of a journey's processes and what is added to its path, unless the run says otherwise."""


def environment_of(name: str, python: str, requirements: str = "requirements-dev.txt") -> str:
    """The interpreter of the environment `name` in build/, made by `python`: with these pinned libraries alone."""
    folder = BASE / "build" / name
    inside, wanted = folder / "bin" / "python", (BASE / requirements).read_text(encoding="utf-8")
    has = folder / requirements
    if not has.exists() or has.read_text(encoding="utf-8") != wanted:
        say(f"{name}: installing the pinned libraries")
        subprocess.run([python, "-m", "venv", "--clear", str(folder)], check=True)
        subprocess.run([str(inside), *PIP, "-r", requirements], cwd=BASE, check=True)
        has.write_text(wanted, encoding="utf-8")
    return str(inside)


def of_a_server() -> str:
    """The interpreter of the environment that has what a server has: requirements.txt alone."""
    return environment_of("installed", sys.executable, "requirements.txt")


def of_the_journeys() -> dict[str, str]:
    """SERVICE for journeys whose processes have what a server has; beside it their clock, in a folder of its own."""
    folder = BASE / "build" / "clock"
    folder.mkdir(parents=True, exist_ok=True)
    for part in Path(sysconfig.get_path("platlib")).glob(f"*{CLOCK}*"):
        link = folder / part.name
        link.unlink(missing_ok=True)
        link.symlink_to(part)
    return {"SERVICE_PYTHON": of_a_server(), "SERVICE_PATH": str(folder)}


def service(name: str) -> str:
    """A value of SERVICE as this run has it."""
    return os.environ.get(name, SERVICE[name])


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201
