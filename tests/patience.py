"""Waiting for what has to be so, however busy the machine is.

No test proves anything by a time: a limit only ends what would wait for ever, and costs nothing as long as it isn't
reached. At import this needs the standard library alone, since what runs on an installed machine uses it too.
"""

import os
import subprocess
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import requests

T = TypeVar("T")
PATIENCE = float(os.environ.get("PATIENCE", "1"))
"""What every limit is multiplied by: more for a machine that is slower than the two processors of the gate."""
UNTIL = 120 * PATIENCE
"""Seconds after which something that has to become so never will."""
EXPECT = 30 * PATIENCE
"""Seconds that a page in the browser has to come into a state."""
PAGE = 60 * PATIENCE
"""Seconds for one step in the browser: to open a page, to press a button."""
PROCESS = 300 * PATIENCE
"""Seconds for a whole process, and for an answer over HTTP."""
BETWEEN = 0.1
"""Seconds between two looks."""


def until(happens: Callable[[], T], told: Callable[[], object] = lambda: "") -> T:
    """Wait until it is so; what it returned. AssertionError, with what there is to be `told`, when it never will."""
    deadline = time.monotonic() + UNTIL
    while not (outcome := happens()):
        assert time.monotonic() < deadline, f"it did not happen. {told()}"
        time.sleep(BETWEEN)
    return outcome


def run(command: Sequence[str], *, limit: float = PROCESS, **options: Any) -> subprocess.CompletedProcess:
    """What `subprocess.run` gives; after `limit` seconds the process is killed."""
    return subprocess.run(command, timeout=limit, **options)


def ended(process: subprocess.Popen) -> tuple:
    """What the process has written to its output and to its errors, once it has ended."""
    return process.communicate(timeout=PROCESS)


def client() -> "requests.Session":
    """A session that waits for every answer as long as PROCESS, unless it is told otherwise."""
    import requests

    class Client(requests.Session):
        def request(self, *wanted: Any, **options: Any) -> requests.Response:
            return super().request(*wanted, **{"timeout": PROCESS} | options)

    return Client()


def visit(url: str, method: str = "GET", **options: Any) -> "requests.Response":
    """One answer, over a connection of its own; options are those of `requests`."""
    with client() as visitor:
        return visitor.request(method, url, **options)


def files_may_take_long() -> None:
    """Let a file be read at once, for as long as a process may run, and whoever waits for a reader wait as long.

    A reader that let all others go first, as it does for a site, would get hardly anything of a processor beside
    other tests, and its seconds would run out in the middle of an honest file. The limit of its processor
    time stays, and stops the hostile ones. An operator has no use for a setting, and the room that reads takes none.
    """
    from cascina_whatsapp.security.untrusted_files import child, reading

    reading.MOST_SECONDS = reading.PATIENCE = PROCESS
    reading.FROM_OUTSIDE = child.AT_ONCE
