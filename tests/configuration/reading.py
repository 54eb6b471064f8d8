"""The real settings, read anew from an environment made up for a test, in this very process."""

import importlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from cascina_whatsapp.settings.configuration.problems import Problem
from tests.check import PRODUCTION

SETTINGS = "cascina_whatsapp.settings"
READ = {
    SETTINGS,
    *(
        f"{SETTINGS}.{part}"
        for part in (
            "bounds",
            "installation",
            "monitoring",
            "outlets",
            "sign_in",
            "whatsapp",
        )
    ),
}
"""The modules that read the environment when they are imported."""
BASE = Path(__file__).resolve().parents[2]
SYSTEM = ("PATH", "LANG", "HOME")
SERVERS = {
    "DATABASE_URL": "postgres://cascina:secret@db.example.org:5432/cascina?sslmode=verify-full",
    "REDIS_URL": "rediss://redis.example.org:6379/0",
    "EMBEDDED_MODE": "",
    "VAR_DIR": str(Path.home()),  # a folder of a test's own, or of a clone in /tmp, is lost at a restart
}
"""Of a production that needs no EMBEDDED_MODE; nobody connects to them, nothing is written."""


def read(folder: Path, **environment: str) -> ModuleType:
    """`cascina_whatsapp.settings` of a process that has this environment and no other; `folder` is its VAR_DIR."""
    system = {name: os.environ[name] for name in SYSTEM if name in os.environ}
    with _environment(system | {"VAR_DIR": str(folder)} | environment), _read_anew():
        return importlib.import_module(SETTINGS)


def production(folder: Path, **environment: str) -> ModuleType:
    """The settings of an ordinary production in which these are otherwise."""
    return read(folder, **PRODUCTION | SERVERS | environment)


def problems(folder: Path, **environment: str) -> list[Problem]:
    """What is wrong with such a production."""
    found: list[Problem] = production(folder, **environment).SETTING_PROBLEMS
    return found


@contextmanager
def _environment(values: dict[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.clear()
    os.environ.update(values)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@contextmanager
def _read_anew() -> Iterator[None]:
    """Without the settings that the tests run with, and with them again afterwards."""
    before = {name: sys.modules.pop(name) for name in READ}
    try:
        yield
    finally:
        sys.modules.update(before)
        sys.modules["cascina_whatsapp"].settings = before[SETTINGS]
