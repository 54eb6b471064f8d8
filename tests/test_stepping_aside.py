"""The site lets the webhook go first."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cascina_whatsapp.management.stepping_aside import NICENESS
from tests.processes import STEPPING_ASIDE, site_server

TELL = f"import os; print(os.getpid(), os.nice(0) - {os.nice(0)}, flush=True); input()"

TELL_CORES = "import os; print(*os.sched_getaffinity(0))"


def session_niceness(pid: int) -> str:
    """Of the process's session, as the kernel tells it ("/autogroup-83 nice 10").

    "" where the kernel has no such groups, and for a process in the first session of all: its file is empty.
    """
    told = Path(f"/proc/{pid}/autogroup")
    return told.read_text().rpartition(" ")[2].strip() if told.exists() else ""


def niceness_of_a_new_session() -> str:
    """What the kernel gives a session that asks for nothing: "0", or "" where it has no such groups."""
    told = subprocess.run(
        ["cat", "/proc/self/autogroup"],
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,
    )
    return told.stdout.rpartition(" ")[2].strip()


@pytest.mark.parametrize("is_session", [True, False])
def test_the_command_runs_in_this_very_process_at_a_low_priority_and_so_does_its_session(is_session):
    ours = session_niceness(os.getpid())
    with subprocess.Popen(
        [sys.executable, str(STEPPING_ASIDE), sys.executable, "-c", TELL],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=is_session,
    ) as process:
        pid, niceness = (int(number) for number in process.stdout.readline().split())
        theirs = session_niceness(pid)
        process.communicate("\n")
    assert (pid, niceness) == (process.pid, min(NICENESS, 19 - os.nice(0)))
    assert theirs == (str(NICENESS) if niceness_of_a_new_session() else "")
    assert session_niceness(os.getpid()) == ours


def test_it_leaves_the_first_core_to_others_if_there_is_another():
    ours = sorted(os.sched_getaffinity(0))
    assert cores_of_a_command(ours) == set(ours[1:] or ours)
    assert cores_of_a_command(ours[:1]) == set(ours[:1])
    assert sorted(os.sched_getaffinity(0)) == ours


def cores_of_a_command(allowed: list[int]) -> set[int]:
    """Those that a command has which is run in this way, where it might have had `allowed`."""
    told = subprocess.run(
        [sys.executable, str(STEPPING_ASIDE), sys.executable, "-c", TELL_CORES],
        capture_output=True,
        text=True,
        check=True,
        preexec_fn=lambda: os.sched_setaffinity(0, allowed),
    )
    return {int(core) for core in told.stdout.split()}


def test_so_runs_the_site():
    assert site_server(8000)[:2] == [sys.executable, str(STEPPING_ASIDE)]
