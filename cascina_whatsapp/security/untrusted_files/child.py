# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The child process: gives up what it could do harm with, then runs one reader on the bytes of its standard input.

A script, started by its path as `python -I child.py PARENT ROOT MODULE FUNCTION WAY`: it imports nothing of ours but
the reader, so that Django, its settings and the secrets in them are never there. What it answers is JSON and bytes,
which whoever asked can take apart without trusting them.
"""

import ctypes
import errno
import json
import os
import platform
import resource
import signal
import struct
import sys
import traceback
from contextlib import suppress
from importlib import import_module

MEGABYTE = 1024 * 1024
MOST_MEMORY = 512 * MEGABYTE
"""Bytes of address space: a picture of 50 million pixels takes 200 MB, twice while it is turned."""
MOST_PROCESSOR = 10
"""Seconds of processor time. An honest PDF of 16 MB takes one."""
MOST_FILES = 64
NICENESS = 5
"""Added to the site's own: pages go first; a tenth of a busy processor is still enough for a clerk's file."""
AUTOGROUP, SESSION_NICENESS = "/proc/self/autogroup", 15
"""The file and the priority of the child's session: where Linux groups processes by it (sched(7)), it is new."""
ASIDE, AT_ONCE = "aside", "at-once"
"""The two ways to start the child: for a file from outside, or for what we wrote and somebody waits for."""
LENGTHS = struct.Struct(">II")
"""The beginning of an answer: how many bytes the JSON has, and how many what was made."""
FAILED = "failed"
"""The answer of a reader that broke: the error's type and where it was raised, without its words."""

# linux/prctl.h, linux/seccomp.h, linux/bpf_common.h, linux/audit.h
PR_SET_PDEATHSIG, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 1, 22, 38
SECCOMP_MODE_FILTER = 2
LOAD_WORD, JUMP_IF_EQUAL, JUMP_IF_AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
ALLOW, REFUSE, KILL = 0x7FFF_0000, 0x0005_0000 | errno.EPERM, 0x8000_0000
NUMBER_AT, ARCHITECTURE_AT = 0, 4
"""The places of both in `struct seccomp_data`."""
OTHER_NUMBERS = 0x4000_0000
"""x86_64: the same calls once more for another ABI (x32)."""

# Machine → its audit name, and the numbers of what is refused there (asm/unistd.h). io_uring makes sockets too; the
# others would reach into another process, leave this one's group, or start a program.
REFUSED = {
    "x86_64": (
        0xC000_003E,
        {
            "socket": 41,
            "socketpair": 53,
            "execve": 59,
            "kill": 62,
            "ptrace": 101,
            "setpgid": 109,
            "setsid": 112,
            "process_vm_readv": 310,
            "process_vm_writev": 311,
            "execveat": 322,
            "io_uring_setup": 425,
            "pidfd_open": 434,
        },
    ),
    "aarch64": (
        0xC000_00B7,
        {
            "socket": 198,
            "socketpair": 199,
            "execve": 221,
            "kill": 129,
            "ptrace": 117,
            "setpgid": 154,
            "setsid": 157,
            "process_vm_readv": 270,
            "process_vm_writev": 271,
            "execveat": 281,
            "io_uring_setup": 425,
            "pidfd_open": 434,
        },
    ),
}


class NotConfined(Exception):
    """The kernel did not take a limit: nothing is read."""


def refuses_network() -> bool:
    """Tell whether a child on this machine can be kept from the network: on Linux, for processors we know."""
    return sys.platform == "linux" and platform.machine() in REFUSED


def main(parent: str, root: str, module: str, function: str, way: str) -> int:
    """Confine this process, read, answer: LENGTHS, the JSON, then the bytes.

    `way`: ASIDE lets the site's own processes go first.
    """
    if way == ASIDE:
        step_aside()
    confine(int(parent))
    sys.path.insert(0, root)
    read = getattr(import_module(module), function)
    try:
        facts, content = read(sys.stdin.buffer.read())
    except Exception as problem:  # noqa: BLE001 - whatever a hostile file provokes is told in the same way
        facts, content = {FAILED: f"{type(problem).__name__} {place(problem)}"}, b""
    head = json.dumps(facts).encode()
    sys.stdout.buffer.write(LENGTHS.pack(len(head), len(content)) + head + content)
    sys.stdout.buffer.flush()
    return 0


def place(problem: BaseException) -> str:
    """Return where a problem was raised, as "module.py:12"; "" without a traceback."""
    frames = traceback.extract_tb(problem.__traceback__)
    return f"{os.path.basename(frames[-1].filename)}:{frames[-1].lineno}" if frames else ""


def step_aside() -> None:
    """Leave the processor to others that want it."""
    os.nice(NICENESS)
    with suppress(OSError), open(AUTOGROUP, "w", encoding="ascii") as session:  # not on every kernel
        session.write(str(SESSION_NICENESS))


def confine(parent: int) -> None:
    """Die with `parent`; bounded memory, processor time and files; no network. Raises NotConfined or OSError."""
    limit(resource.RLIMIT_CORE, 0)
    limit(resource.RLIMIT_CPU, MOST_PROCESSOR)
    limit(resource.RLIMIT_FSIZE, 0)
    limit(resource.RLIMIT_NOFILE, MOST_FILES)
    if sys.platform != "linux":
        return
    limit(resource.RLIMIT_AS, MOST_MEMORY)
    kernel = ctypes.CDLL(None, use_errno=True)
    control(kernel, PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before we asked to hear of it
        raise NotConfined("orphan")
    if refuses_network():
        refuse_calls(kernel)


def limit(what: int, most: int) -> None:
    """Limit a resource for good: not even asking again raises it."""
    resource.setrlimit(what, (most, most))


def refuse_calls(kernel: ctypes.CDLL) -> None:
    """Refuse the calls in REFUSED from now on with EPERM, in every thread and for good."""
    instructions = program(*REFUSED[platform.machine()])
    code = ctypes.create_string_buffer(b"".join(instructions))
    header = ctypes.create_string_buffer(struct.pack("HP", len(instructions), ctypes.addressof(code)))
    control(kernel, PR_SET_NO_NEW_PRIVS, 1)
    control(kernel, PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.addressof(header))


def program(architecture: int, numbers: dict[str, int]) -> list[bytes]:
    """The filter, for the kernel's virtual machine: another architecture ends the process, REFUSED is refused."""
    checks = [instruction(JUMP_IF_AT_LEAST, OTHER_NUMBERS, otherwise=1), instruction(RETURN, REFUSE)]
    for number in numbers.values():
        checks += [instruction(JUMP_IF_EQUAL, number, otherwise=1), instruction(RETURN, REFUSE)]
    return [
        instruction(LOAD_WORD, ARCHITECTURE_AT),
        instruction(JUMP_IF_EQUAL, architecture, then=1),
        instruction(RETURN, KILL),
        instruction(LOAD_WORD, NUMBER_AT),
        *checks,
        instruction(RETURN, ALLOW),
    ]


def instruction(code: int, value: int, *, then: int = 0, otherwise: int = 0) -> bytes:
    """A `struct sock_filter`: how many instructions to skip if it is so, and how many if not."""
    return struct.pack("HBBI", code, then, otherwise, value)


def control(kernel: ctypes.CDLL, what: int, *values: int) -> None:
    """prctl(2) with five arguments, as it wants them. Raises NotConfined."""
    arguments = [ctypes.c_ulong(value) for value in (*values, 0, 0, 0, 0)[:4]]
    if kernel.prctl(ctypes.c_int(what), *arguments):
        raise NotConfined(os.strerror(ctypes.get_errno()))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
