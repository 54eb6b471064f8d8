"""The script that runs a command at a low priority, however the kernel groups processes: the site, beside the
webhook.

A script, started by its path as `python stepping_aside.py COMMAND…`; it becomes the command, with the same pid. Where
Linux groups processes by session (sched(7), "The autogroup feature"), a nice value counts within a session alone, and
the webhook, the site and each process of PostgreSQL are sessions of their own: the session is given a priority, too.
Where systemd groups them by unit, its `CPUWeight=` does it (docs/operations.md). One core is left to
others besides: a priority says who goes on, and the kernel lets a slice of some milliseconds end before it asks.
"""

import os
import sys
import time
from contextlib import suppress

NICENESS = 10
"""A tenth of the weight of the webhook's process (sched(7)): still enough for a clerk's page on a busy machine."""
AUTOGROUP = "/proc/self/autogroup"
ATTEMPTS, BETWEEN_ATTEMPTS = 20, 0.1
"""Seconds between: what linux/kernel/sched/autogroup.c lets pass between two of them."""


def main(command: list[str]) -> None:
    """Become `command`, at a low priority and with a core less."""
    step_aside(NICENESS)
    leave_a_core()
    os.execvp(command[0], command)  # noqa: S606 - what the unit or the demo says, no shell between


def step_aside(niceness: int) -> None:
    """Lower the priority of this process, and of the session that begins with it; not of somebody else's session."""
    os.nice(niceness)
    if os.getsid(0) != os.getpid():
        with suppress(PermissionError):  # of the leader of a group: a shell has started it
            os.setsid()
    if os.getsid(0) == os.getpid():
        with suppress(OSError):  # not on every kernel
            write_niceness(os.open(AUTOGROUP, os.O_WRONLY), str(niceness).encode())


def leave_a_core() -> None:
    """Keep this process, and those it starts, off the first core that they may use, if it isn't the only one."""
    if hasattr(os, "sched_setaffinity"):  # Linux
        first, *others = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, others or [first])


def write_niceness(session: int, niceness: bytes) -> None:
    """Write to the open file `session`. The kernel takes one change in a tenth of a second from all but root."""
    for _ in range(ATTEMPTS):
        with suppress(BlockingIOError):
            os.write(session, niceness)
            return
        time.sleep(BETWEEN_ATTEMPTS)


if __name__ == "__main__":
    main(sys.argv[1:])
