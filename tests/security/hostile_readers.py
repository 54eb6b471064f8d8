"""A reader that somebody has taken over, and what they try from inside the child process.

Like the real ones it imports no framework, and so nothing of the project's either.
"""

import ctypes
import json
import os
import resource
import signal
import socket
import threading
from collections.abc import Callable

Answer = tuple[dict[str, object], bytes]
DONE = "done"
"""The answer where nobody refused."""
PTRACE_ATTACH = 16
NUMBERS = {
    "x86_64": {"tkill": 200, "tgkill": 234, "rt_sigqueueinfo": 129, "io_uring_setup": 425, "bpf": 321},
    "aarch64": {"tkill": 130, "tgkill": 131, "rt_sigqueueinfo": 138, "io_uring_setup": 425, "bpf": 280},
}[os.uname().machine]
"""The numbers of calls that Python has no function for (asm/unistd.h)."""


def attempt(content: bytes) -> Answer:
    """Try one thing of ATTEMPTS, JSON: {"what": its name, "at": a path or a process}; which error it met, or DONE."""
    wanted = json.loads(content)
    try:
        ATTEMPTS[wanted["what"]](wanted["at"])
    except OSError as refusal:
        return {"met": refusal.errno}, b""
    except RuntimeError as refusal:  # what Python says of a thread that can't be started
        return {"met": str(refusal)}, b""
    return {"met": DONE}, b""


def read_file(path: str) -> None:
    """The first bytes, as far as there are any."""
    with open(path, "rb", buffering=0) as file:
        file.read(10)


def write_into(path: str) -> None:
    """What is there is opened, not cut off."""
    os.close(os.open(path, os.O_RDWR))


def empty(path: str) -> None:
    """An attachment of nothing."""
    os.close(os.open(path, os.O_RDONLY | os.O_TRUNC))


def create(path: str) -> None:
    """A new file beside."""
    os.close(os.open(path + ".new", os.O_RDONLY | os.O_CREAT))


def fork(_: object) -> None:
    """Whoever is born ends at once."""
    if not os.fork():
        os._exit(0)


def called(name: str, *values: int) -> None:
    """Call the kernel by number; OSError with what it answers."""
    kernel = ctypes.CDLL(None, use_errno=True)
    if kernel.syscall(*(ctypes.c_long(value) for value in (NUMBERS[name], *values))) < 0:
        raise OSError(ctypes.get_errno(), "refused")


def attach(process: int) -> None:
    """Become another's debugger; let go at once, for the sake of who runs the tests."""
    kernel = ctypes.CDLL(None, use_errno=True)
    if kernel.ptrace(PTRACE_ATTACH, process, None, None) < 0:
        raise OSError(ctypes.get_errno(), "refused")


def many_threads(_: object) -> None:
    """As many as there are to be had; they end with the process."""
    for _ in range(32):
        threading.Thread(target=threading.Event().wait, daemon=True).start()


ATTEMPTS: dict[str, Callable] = {
    "read": read_file,
    "list": os.listdir,
    "write": write_into,
    "empty": empty,
    "create": create,
    "delete": os.unlink,
    "rename": lambda path: os.rename(path, path + ".old"),
    "link": lambda path: os.link(path, path + ".link"),
    "make a folder": lambda path: os.mkdir(path + ".folder"),
    "close to others": lambda path: os.chmod(path, 0o600),
    "give away": lambda path: os.chown(path, 1, 1),
    "change its times": os.utime,
    "go there": lambda path: os.chdir(os.path.dirname(path)),
    "ask by kill": lambda process: os.kill(process, 0),
    "kill": lambda process: os.kill(process, signal.SIGCONT),
    "kill a thread": lambda process: called("tkill", process, 0),
    "kill a thread of a group": lambda process: called("tgkill", process, process, 0),
    "queue a signal": lambda process: called("rt_sigqueueinfo", process, 0, 0),
    "hold a process": lambda process: os.close(os.pidfd_open(process)),
    "limit a process": lambda process: resource.prlimit(
        process, resource.RLIMIT_CORE, resource.prlimit(process, resource.RLIMIT_CORE)
    ),
    "slow down a process": lambda process: os.setpriority(
        os.PRIO_PROCESS, process, os.getpriority(os.PRIO_PROCESS, process)
    ),
    "move a process": lambda process: os.sched_setaffinity(process, os.sched_getaffinity(process)),
    "attach": attach,
    "fork": fork,
    "thread": many_threads,
    "leave the session": lambda _: os.setsid(),
    "leave the group": lambda _: os.setpgid(0, os.getppid()),
    "run": lambda path: os.execv("/bin/true", ["/bin/true"]),  # noqa: S606 - a program of no consequence
    "connect": lambda _: socket.socket(socket.AF_INET, socket.SOCK_STREAM),
    "connect by IPv6": lambda _: socket.socket(socket.AF_INET6, socket.SOCK_STREAM),
    "connect on this machine": lambda _: socket.socket(socket.AF_UNIX, socket.SOCK_STREAM),
    "connect to the kernel": lambda _: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW),
    "a pair of sockets": lambda _: socket.socketpair(),
    "ring": lambda _: called("io_uring_setup", 1, 0),
    "program the kernel": lambda _: called("bpf", 0, 0, 0),
    "a file of memory": lambda _: os.close(os.memfd_create("x")),
}
"""The name of what is tried → how, with a path or the number of a process."""
