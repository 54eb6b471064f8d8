"""Readers that try, inside the child process, what a hostile file might make a real one do.

Like the real ones they import no framework, and so nothing of the project's either.
"""

import os
import subprocess
import sys
import threading
from pathlib import Path

MEGABYTE = 1024 * 1024
Answer = tuple[dict[str, object], bytes]


def echo(content: bytes) -> Answer:
    """As a reader should: facts and bytes."""
    return {"bytes": len(content)}, content


def start_a_program(content: bytes) -> Answer:
    """It should not come to an answer."""
    return {"ran": subprocess.run(["/bin/true"], check=True).returncode}, b""


def leave_the_group(content: bytes) -> Answer:
    """It would escape from who ends the group."""
    os.setsid()
    return {"left": True}, b""


def take_memory(content: bytes) -> Answer:
    """A little more than there may be."""
    return {"took": len(bytearray(512 * MEGABYTE))}, b""


def write_a_file(content: bytes) -> Answer:
    """Nothing may be left on the disk."""
    Path(content.decode()).write_bytes(b"x" * MEGABYTE)
    return {"wrote": True}, b""


def answer_without_end(content: bytes) -> Answer:
    """More than anybody asked for."""
    return {}, b"x" * 64 * MEGABYTE


def answer_nonsense(content: bytes) -> Answer:
    """Not in the form that was agreed."""
    os.write(1, b"\xff\xff\xff\xffnonsense")
    os._exit(0)


def never_answer(content: bytes) -> Answer:
    """Costs no processor time, only a place."""
    threading.Event().wait()
    return {}, b""


def never_answer_aside(content: bytes) -> Answer:
    """As on a machine that has no time for whoever lets others go first."""
    return never_answer(content) if sys.argv[-1] == "aside" else ({}, b"")


def close_and_stay(content: bytes) -> Answer:
    """Says that it is done, and goes on."""
    os.close(1)
    threading.Event().wait()
    return {}, b""


def what_is_there(content: bytes) -> Answer:
    """What the process has of its parent's."""
    return {
        "environment": dict(os.environ),
        "frameworks": sorted(name for name in sys.modules if name.split(".")[0] in ("django", "celery")),
        "settings": [name for name in sys.modules if name.endswith("settings")],
    }, b""
