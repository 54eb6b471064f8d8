"""What the service takes of a machine while nothing happens, and how soon a worker is ready; part of `make bench`.

Every process as its unit starts it. The log of the whole database server is counted: nobody else may use it
meanwhile. PostgreSQL only.
"""

import os
import re
import sys
import tempfile
import time
from pathlib import Path

import psycopg

from tests.installing.as_units import Installed

from .measuring import HASH_KEY, SMALL, new_folder, own_database
from .sending import Unlimited

SECONDS = 2 if SMALL else 120
SETTLED = 1 if SMALL else 40
"""Seconds after the start by which each minute's work was done once."""
DAY = 24 * 60 * 60
STARTS = 1 if SMALL else 3
IS_READY = re.compile(r"celery@\S+ ready\.")


class AsInstalled(Installed, Unlimited):
    """The service of a town hall, on a database that has its tables."""


def measures(database: str, redis_url: str) -> dict[str, dict]:
    """A service at rest; then its worker is started anew."""
    if not database:
        return {}
    folder, own = new_folder(), own_database(database)
    servers = {"DATABASE_URL": own, "REDIS_URL": redis_url, "CONSENT_HASH_KEY": HASH_KEY}
    with AsInstalled(folder, sys.executable, **servers, TMPDIR=tempfile.gettempdir()) as stack:
        time.sleep(SETTLED)
        return {
            "at rest, as installed": at_rest(stack, own),
            "a worker started anew": {"ready after s": min(ready_after(stack) for _ in range(STARTS))},
        }


def at_rest(stack: Installed, database: str) -> dict:
    """Processor, log of the database and memory, of everything but PostgreSQL and Redis."""
    with psycopg.connect(database, autocommit=True) as rows:
        spent, written, began = processor(stack), position(rows), time.monotonic()
        time.sleep(SECONDS)
        lasted = time.monotonic() - began
        spent = {name: seconds - spent[name] for name, seconds in processor(stack).items()}
        written = position(rows) - written
    found = {f"{name}, % of a core": round(seconds / lasted * 100, 1) for name, seconds in spent.items()}
    return found | {
        "% of a core": round(sum(spent.values()) / lasted * 100, 1),
        "WAL MB a day": round(written / lasted * DAY / 1e6, 1),
        "MB": round(sum(map(memory, of_all(stack)))),
        "processes": len(of_all(stack)),
    }


def position(rows: psycopg.Connection) -> int:
    """Bytes of the server's log so far."""
    return int(rows.execute("SELECT pg_current_wal_insert_lsn() - '0/0'").fetchone()[0])


def processor(stack: Installed) -> dict[str, float]:
    """Seconds that each service has used so far, with the children that have ended."""
    return {
        name: sum(map(seconds, in_session(process.pid)))
        for name, process in stack.processes.items()
        if name != "simulator"
    }


def of_all(stack: Installed) -> list[int]:
    """The processes of the service, the simulated WhatsApp aside."""
    mine = [process.pid for name, process in stack.processes.items() if name != "simulator"]
    return [one for session in mine for one in in_session(session)]


def in_session(session: int) -> list[int]:
    """The process that was started, and whatever it has started."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if fields(folder)[3] == str(session):
                found.append(int(folder.name))
        except OSError:  # it has ended meanwhile
            continue
    return found


def fields(folder: Path) -> list[str]:
    """What the kernel tells of a process, from its state on."""
    return (folder / "stat").read_text().rpartition(")")[2].split()


def seconds(pid: int) -> float:
    """The processor's seconds of a process."""
    return sum(map(int, fields(Path(f"/proc/{pid}"))[11:15])) / os.sysconf("SC_CLK_TCK")


def memory(pid: int) -> float:
    """MB of a process; of what several share its part (PSS)."""
    (pss,) = re.findall(r"^Pss: +(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    return int(pss) * 1024 / 1e6


def ready_after(stack: Installed) -> float:
    """Seconds from the start of the worker until it takes tasks."""
    stack.stop("worker")
    before, began = len(IS_READY.findall(stack.log("worker"))), time.monotonic()
    stack.start_units("worker")
    while len(IS_READY.findall(stack.log("worker"))) == before:
        time.sleep(0.02)
    return round(time.monotonic() - began, 2)
