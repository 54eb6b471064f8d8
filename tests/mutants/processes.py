"""Processes that end with what was changed in them, each with a copy of one migrated database.

How long one may take counts its own work, not the clock: the machine may have other things to do.
"""

import contextlib
import os
import pickle
import resource
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path

import django.test.utils

KILLED, SURVIVED, TOO_LONG = "killed", "survived", "too long"
NO_TESTS = 5
"""pytest's exit status where it found none."""
BROKEN = 70
"""Ours, where the mutant could not be put in."""
LONGEST = 900
"""Seconds by the clock, for what waits and does nothing."""


class TestsFail(Exception):
    """They fail on the unchanged code: then they say nothing of a changed one."""


class Template:
    """A migrated database, made once and copied for each process that runs tests."""

    def __init__(self, folder: Path) -> None:
        self.database, self.contents = folder / "template.sqlite3", folder / "contents.pickle"

    def make(self, **options) -> list:
        """As Django's `setup_databases`; keeps what it made."""
        from django.db import connection

        # With the rows for `serialized_rollback`, which tests of later targets may want.
        made = self._original(**options | {"serialized_aliases": None})
        connection.close()
        shutil.copy(connection.settings_dict["NAME"], self.database)
        self.contents.write_bytes(pickle.dumps(getattr(connection, "_test_serialized_contents", None)))
        return made

    def copy(self, **options) -> list:
        """In place of Django's `setup_databases`."""
        from django.db import connection

        mine = self.database.with_name(f"{os.getpid()}.sqlite3")
        shutil.copy(self.database, mine)
        connection.close()
        connection.settings_dict["NAME"] = str(mine)
        connection._test_serialized_contents = pickle.loads(self.contents.read_bytes())  # noqa: S301
        return []

    _original = staticmethod(django.test.utils.setup_databases)

    def install(self) -> None:
        """From now on databases for tests are made here."""
        django.test.utils.setup_databases = self.copy if self.database.exists() else self.make
        django.test.utils.teardown_databases = lambda *args, **options: None


def forked(work: Callable[[], int], *, work_at_most: float = 0) -> int | None:
    """The exit status of `work` in a process of its own; None when it took too long. What it prints is lost.

    `work_at_most`: seconds of the processor, unless it is 0. By the clock it never takes longer than LONGEST.
    """
    child = os.fork()
    if child == 0:
        status = BROKEN
        try:
            os.setpgid(0, 0)
            silence()
            if work_at_most:
                seconds = int(work_at_most) + 1
                resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.RLIM_INFINITY))
            status = work()
        finally:
            os._exit(status)
    deadline = time.monotonic() + LONGEST
    while time.monotonic() < deadline:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            code = os.waitstatus_to_exitcode(status)
            return None if code == -signal.SIGXCPU else code
        time.sleep(0.01)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


def silence() -> None:
    """Unless MUTANTS_SHOW is set, nothing is printed from here on."""
    if os.environ.get("MUTANTS_SHOW"):
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


def verdict(name: str, status: int | None) -> str:
    """Whether the tests noticed the mutant of this name. Raises TestsFail where they did not run."""
    if status == NO_TESTS:
        raise TestsFail("there are no tests")
    if status in {BROKEN, -signal.SIGKILL}:
        raise TestsFail(f"could not be tried: {name}")
    return TOO_LONG if status is None else SURVIVED if status == 0 else KILLED
