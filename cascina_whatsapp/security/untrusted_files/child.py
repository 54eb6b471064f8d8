"""The child process: gives up what it could do harm with, then runs one reader on the bytes of its standard input.

A script, started by its path as `python -I child.py PARENT ROOT MODULE FUNCTION WAY`: it imports nothing of ours but
the reader, so that Django, its settings and the secrets in them are never there. What it may open and call is
restricted once the reader is imported and before a byte of the file is read: until then nobody's code but ours runs.
What it answers is JSON and bytes, which whoever asked can take apart without trusting them.
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
ASIDE, IN_TURN, AT_ONCE = "aside", "in-turn", "at-once"
"""The ways to start the child: for a file from outside, the same where that came to no end on a busy machine, or for
what we wrote and somebody waits for."""
LENGTHS = struct.Struct(">II")
"""The beginning of an answer: how many bytes the JSON has, and how many what was made."""
FAILED = "failed"
"""The answer of a reader that broke: the error's type and where it was raised, without its words."""

# linux/prctl.h, linux/seccomp.h, linux/bpf_common.h
PR_SET_PDEATHSIG, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 1, 22, 38
SECCOMP_MODE_FILTER = 2
LOAD_WORD, JUMP_IF_EQUAL, JUMP_IF_ANY_BIT, RETURN = 0x20, 0x15, 0x45, 0x06
ALLOW, REFUSE, LACKING, KILL = 0x7FFF_0000, 0x0005_0000 | errno.EPERM, 0x0005_0000 | errno.ENOSYS, 0x8000_0000
NUMBER_AT, ARCHITECTURE_AT, FIRST_ARGUMENT_AT = 0, 4, 16
"""The places in `struct seccomp_data`; an argument has eight bytes, of which the lower four come first here."""
MACHINES = {"x86_64": (0xC000_003E, 0), "aarch64": (0xC000_00B7, 1)}
"""Machine → its audit name (linux/audit.h), and its column in ALLOWED."""
ALLOWED = {
    "read": (0, 63),
    "write": (1, 64),
    "close": (3, 57),
    "fstat": (5, 80),
    "newfstatat": (262, 79),
    "statx": (332, 291),
    "lseek": (8, 62),
    "pread64": (17, 67),
    "getdents64": (217, 61),
    "readlink": (89, 78),  # readlinkat on aarch64
    "getcwd": (79, 17),
    "mmap": (9, 222),
    "mprotect": (10, 226),
    "munmap": (11, 215),
    "mremap": (25, 216),
    "madvise": (28, 233),
    "brk": (12, 214),
    "futex": (202, 98),
    "rseq": (334, 293),
    "set_robust_list": (273, 99),
    "sched_yield": (24, 124),
    "sched_getaffinity": (204, 123),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "sigaltstack": (131, 132),
    "getpid": (39, 172),
    "gettid": (186, 178),
    "getuid": (102, 174),
    "gettimeofday": (96, 169),
    "clock_gettime": (228, 113),
    "getrandom": (318, 278),
    "exit": (60, 93),
    "exit_group": (231, 94),
}
"""The calls of the kernel that readers need, and nobody else is reached by (asm/unistd.h)."""
OPENAT, CLONE, CLONE3 = (257, 56), (56, 220), (435, 435)
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
CLONE_THREAD = 0x0001_0000  # linux/sched.h

# linux/landlock.h; the numbers are the same for every processor
LANDLOCK_CREATE, LANDLOCK_ADD, LANDLOCK_RESTRICT = 444, 445, 446
GIVE_VERSION, BENEATH = 1, 1
READ_FILE, READ_FOLDER = 1 << 2, 1 << 3
FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}
"""Landlock's version → how many rights on files it knows; 16 from the fifth on."""
SYSTEM = (
    "/lib",
    "/lib64",
    "/usr/lib",
    "/usr/lib64",
    "/etc/ld.so.cache",
    "/usr/share/zoneinfo",
    "/usr/share/fonts",
    "/usr/share/X11/fonts",
    "/usr/local/share/fonts",
)
"""Where the system keeps libraries, time zones, and the fonts that PDFium draws with where a PDF brings none."""


class NotConfined(Exception):
    """The kernel did not take a limit: nothing is read."""


def refuses_network() -> bool:
    """Tell whether a child on this machine can be kept from the network: on Linux, for processors we know."""
    return sys.platform == "linux" and platform.machine() in MACHINES


def shuts_files() -> bool:
    """Tell whether a child on this machine can be kept from files: on Linux 5.13 or later, with Landlock."""
    return sys.platform == "linux" and landlock_version(ctypes.CDLL(None, use_errno=True)) > 0


def main(parent: str, root: str, module: str, function: str, way: str) -> int:
    """Confine this process, read, answer: LENGTHS, the JSON, then the bytes.

    `way`: ASIDE lets the site's own processes go first; only AT_ONCE makes threads.
    """
    if way == ASIDE:
        step_aside()
    if way != AT_ONCE:
        limit(resource.RLIMIT_NPROC, 0)  # root does not feel it; the filter below does it for all
    confine(int(parent))
    sys.path.insert(0, root)
    read = getattr(import_module(module), function)
    sys.path.remove(root)
    if sys.platform == "linux":
        restrict([os.path.join(root, module.partition(".")[0])], threads=way == AT_ONCE)
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
    """Die with `parent`; bounded memory, processor time and files. Raises NotConfined or OSError."""
    limit(resource.RLIMIT_CORE, 0)
    limit(resource.RLIMIT_CPU, MOST_PROCESSOR)
    limit(resource.RLIMIT_FSIZE, 0)
    limit(resource.RLIMIT_NOFILE, MOST_FILES)
    if sys.platform != "linux":
        return
    limit(resource.RLIMIT_AS, MOST_MEMORY)
    control(ctypes.CDLL(None, use_errno=True), PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before we asked to hear of it
        raise NotConfined("orphan")


def limit(what: int, most: int) -> None:
    """Limit a resource for good: not even asking again raises it."""
    resource.setrlimit(what, (most, most))


def restrict(folders: list[str], *, threads: bool) -> None:
    """Read code, fonts and time zones alone, of ours `folders`; call what ALLOWED says. For good; as far as the
    kernel can. Raises NotConfined.
    """
    kernel = ctypes.CDLL(None, use_errno=True)
    control(kernel, PR_SET_NO_NEW_PRIVS, 1)
    if landlock_version(kernel) > 0:
        shut_files(kernel, [*folders, *sys.path, os.path.join(sys.base_prefix, "lib"), *SYSTEM])
    if refuses_network():
        refuse_calls(kernel, threads=threads)


def landlock_version(kernel: ctypes.CDLL) -> int:
    """Return the version of Landlock; 0 or less where the kernel has none, or keeps it from us."""
    return int(kernel.syscall(*longs(LANDLOCK_CREATE, 0, 0, GIVE_VERSION)))


def shut_files(kernel: ctypes.CDLL, readable: list[str]) -> None:
    """Leave of all files those beneath `readable`, to be read; nobody outside is reached by a signal either."""
    version = landlock_version(kernel)
    rights = (1 << FILE_RIGHTS.get(version, 16)) - 1
    ports, scope = 0b11 if version >= 4 else 0, 0b11 if version >= 6 else 0
    rules = call(kernel, LANDLOCK_CREATE, struct.pack("=QQQ", rights, ports, scope), 24, 0)
    for place in filter(os.path.exists, readable):
        there = os.open(place, os.O_PATH | os.O_CLOEXEC)
        right = READ_FILE | READ_FOLDER if os.path.isdir(place) else READ_FILE
        call(kernel, LANDLOCK_ADD, rules, BENEATH, struct.pack("=Qi", right, there), 0)
        os.close(there)
    call(kernel, LANDLOCK_RESTRICT, rules, 0)
    os.close(rules)


def call(kernel: ctypes.CDLL, number: int, *values: int | bytes) -> int:
    """Call the kernel; bytes are given as their address. Raises NotConfined."""
    kept = [ctypes.create_string_buffer(value) if isinstance(value, bytes) else value for value in values]
    given = [value if isinstance(value, int) else ctypes.addressof(value) for value in kept]
    answer = int(kernel.syscall(*longs(number, *given)))
    if answer < 0:
        raise NotConfined(os.strerror(ctypes.get_errno()))
    return answer


def longs(*values: int) -> list[ctypes.c_long]:
    """Return values as wide as the C library passes on what it knows nothing of."""
    return [ctypes.c_long(value) for value in values]


def refuse_calls(kernel: ctypes.CDLL, *, threads: bool) -> None:
    """Refuse all calls but ALLOWED from now on with EPERM, in every thread and for good."""
    instructions = program(platform.machine(), threads=threads)
    code = ctypes.create_string_buffer(b"".join(instructions))
    header = ctypes.create_string_buffer(struct.pack("HP", len(instructions), ctypes.addressof(code)))
    control(kernel, PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.addressof(header))


def program(machine: str, *, threads: bool) -> list[bytes]:
    """The filter, for the kernel's virtual machine; numbers of another architecture end the process."""
    architecture, column = MACHINES[machine]
    checks = [rule for numbers in ALLOWED.values() for rule in answered(numbers[column], ALLOW)]
    checks += by_bits(OPENAT[column], 2, WRITING, has=REFUSE, lacks=ALLOW)
    if threads:  # the C library tries clone3, whose argument a filter can't read, and then clone
        checks += answered(CLONE3[column], LACKING)
        checks += by_bits(CLONE[column], 0, CLONE_THREAD, has=ALLOW, lacks=REFUSE)
    return [
        instruction(LOAD_WORD, ARCHITECTURE_AT),
        instruction(JUMP_IF_EQUAL, architecture, then=1),
        instruction(RETURN, KILL),
        instruction(LOAD_WORD, NUMBER_AT),
        *checks,
        instruction(RETURN, REFUSE),
    ]


def answered(number: int, answer: int) -> list[bytes]:
    """Answer a call in the same way whatever its arguments."""
    return [instruction(JUMP_IF_EQUAL, number, otherwise=1), instruction(RETURN, answer)]


def by_bits(number: int, argument: int, bits: int, *, has: int, lacks: int) -> list[bytes]:
    """Answer a call by whether its argument, counted from 0, has any of the bits."""
    return [
        instruction(JUMP_IF_EQUAL, number, otherwise=4),
        instruction(LOAD_WORD, FIRST_ARGUMENT_AT + 8 * argument),
        instruction(JUMP_IF_ANY_BIT, bits, otherwise=1),
        instruction(RETURN, has),
        instruction(RETURN, lacks),
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
