"""`make pythons`: the embedded mode on the oldest and the newest Python that we promise, where they are installed.

The one that `make test` runs on is left to it. Each other gets an environment of its own, in build/, with the same
pinned libraries; and the tests that need no database, with those of the rooms that have SQL of their own, on SQLite:
`make test` takes PostgreSQL for them. Where there is no other Python, the one that is there takes SQLite.
It says which it had.
"""

import os
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

from packaging.specifiers import SpecifierSet

from tests.environments import environment_of, say
from tests.run import DIALECTS, ORDINARY, OTHERS, WITH, WITHOUT
from tests.run_queue import BASE, Run, follow, judge

SQLITE = {"SQLite": ["-m", ORDINARY, *DIALECTS, WITH]}
SELECTIONS = {"no database": ["-m", ORDINARY, *OTHERS, WITHOUT]} | SQLITE
WHICH = "import ensurepip, sys; print('.'.join(map(str, sys.version_info[:3])))"
"""Fails where an environment can't be made: Debian has that in a package of its own (python3-venv)."""


def promised() -> tuple[str, str]:
    """The oldest and the newest minor version that pyproject.toml allows: ("3.11", "3.13")."""
    project = tomllib.loads((BASE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    allowed = SpecifierSet(project["requires-python"])
    minors = [f"3.{minor}" for minor in range(100) if f"3.{minor}" in allowed]
    return minors[0], minors[-1]


def find(version: str, folders: Iterable[str]) -> tuple[str, str] | None:
    """The first interpreter of this minor version in these folders that works: its path and full version."""
    for folder in folders:
        python = Path(folder) / f"python{version}"
        if python.exists() and (full := full_version(str(python))):
            return str(python), full
    return None


def full_version(python: str) -> str:
    """Such as 3.11.2; "" where it doesn't run, or can't make an environment."""
    done = subprocess.run([python, "-c", WHICH], capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""


def _environments(versions: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each of these versions that is installed, and the interpreter of its environment."""
    for version in versions:
        found = find(version, os.environ["PATH"].split(os.pathsep))
        if found is None:
            say(f"LEFT OUT: Python {version}: this machine has none that can make an environment")
        else:
            say(f"Python {version}: {found[1]} at {found[0]}")
            yield version, environment_of(f"python-{version}", found[0])


def main() -> int:
    """0 if all that could be run passed. A version that isn't installed is named, and is no failure."""
    own = f"{sys.version_info.major}.{sys.version_info.minor}"
    say(f"Python {own}: this is what make test runs on")
    others = dict(_environments(version for version in dict.fromkeys(promised()) if version != own))
    selections = SELECTIONS if others else SQLITE
    runs = [
        Run(f"Python {version}: {name}", selection, python=python)
        for version, python in (others or {own: sys.executable}).items()
        for name, selection in selections.items()
    ]
    outcomes = follow(runs)
    for name, outcome in outcomes.items():
        say(f"── {name} ──\n{outcome.closing}")
    told = judge(runs, outcomes)
    for line in told:
        say(line)
    return int(any(line.startswith("FAILED") for line in told))


if __name__ == "__main__":
    sys.exit(main())
