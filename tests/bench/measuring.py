"""Measures in a process of their own, on an empty database, with the settings of production: figures as JSON.

Nothing real is reached: there is no site and no WhatsApp at the addresses of such a process.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import sql

from tests.journeys.stack import BASE, fresh_database
from tests.processes import environment

if TYPE_CHECKING:
    from broadcasts.models import Campaign

NOWHERE = "http://127.0.0.1:1"
HASH_KEY = "hash-key-of-the-bench-0123456789-abcdef"
"""As long as production asks for; the demo's is shorter."""
VARIABLE = "BENCH_SMALL"
SMALL = bool(os.environ.get(VARIABLE))
"""Whether this run only shows that everything is measured: its figures mean nothing."""


def scaled(number: int, small: int = 200) -> int:
    """`number` of whatever is measured; in a small run `small` of them."""
    return small if SMALL else number


def migrate(database: str) -> None:
    """Make the database that all measures copy, on the server of PostgreSQL that `database` names; nothing for ""."""
    if database:
        with tempfile.TemporaryDirectory(prefix="cascina-bench-") as folder:
            manage(production(fresh_database(database, _of_this_run("migrated")), Path(folder)), "migrate")


def own_database(database: str) -> str:
    """The address of an empty database with all tables, beside the one that `database` names; "" stays "": that is
    SQLite, in a file that has no tables yet."""
    if not database:
        return ""
    own, names = _of_this_run("own"), {key: sql.Identifier(_of_this_run(key)) for key in ("own", "migrated")}
    with psycopg.connect(database, autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {own} WITH (FORCE)").format(**names))
        server.execute(sql.SQL("CREATE DATABASE {own} TEMPLATE {migrated}").format(**names))
    return f"{database.rsplit('/', 1)[0]}/{own}"


def _of_this_run(name: str) -> str:
    """The name of a database in the place of this run (`tests.places`)."""
    return f"{os.environ['TEST_DATABASE_NAME']}_{name}"


def prepare(database: str, *, static_files: bool = False) -> dict[str, str]:
    """The environment of a process that measures, with a database of its own; the static files, where pages are
    opened."""
    prepared = production(own_database(database), new_folder())
    if not database:
        manage(prepared, "migrate")
    if static_files:
        manage(prepared, "collectstatic", "--no-input")
    return prepared


def production(database_url: str, folder: Path) -> dict[str, str]:
    """The settings of production, but that no second factor is asked for: who measures has no telephone."""
    return (
        os.environ
        | environment(NOWHERE, NOWHERE, folder)
        | {
            "DJANGO_SETTINGS_MODULE": "cascina_whatsapp.settings",
            "DJANGO_DEBUG": "false",
            "SECOND_FACTOR_REQUIRED": "false",
            "CONSENT_HASH_KEY": HASH_KEY,
            "DATABASE_URL": database_url,
        }
    )


def new_folder() -> Path:
    """A folder of a measured service's own, with one for static files, that the site wants to see."""
    folder = Path(tempfile.mkdtemp(prefix="cascina-bench-"))
    (folder / "static").mkdir()
    return folder


def manage(prepared: dict[str, str], *command: str) -> str:
    """What a command of manage.py prints in that environment. SystemExit when it fails, and has said why."""
    return _printed(prepared, "manage.py", *command, "--verbosity=0")


def figures(prepared: dict[str, str], part: str, *arguments: str) -> dict:
    """What `python -m tests.bench.<part> <arguments>` measures in that environment. SystemExit when it fails."""
    return json.loads(_printed(prepared, "-m", f"tests.bench.{part}", *arguments))


def _printed(prepared: dict[str, str], *command: str) -> str:
    done = subprocess.run(
        [sys.executable, *command], env=prepared, cwd=BASE, check=False, stdout=subprocess.PIPE, text=True
    )
    if done.returncode:
        sys.exit(done.returncode)  # its own last words are the reason, not a traceback of who called it
    return done.stdout


def measure(work: Callable[[], dict]) -> None:
    """In such a process: set Django up, do the work, print its figures for `figures` to read."""
    import django

    django.setup()
    sys.stdout.write(f"{json.dumps(work())}\n")


def lasting(work: Callable[[], Any]) -> tuple[Any, float]:
    """What the work gives, and how many seconds it took."""
    began = time.monotonic()
    given = work()
    return given, time.monotonic() - began


def broadcast(**fields: Any) -> "Campaign":
    """A broadcast on the first topic, which is being sent unless told otherwise; in a process that measures."""
    from broadcasts.models import Campaign
    from subscribers.models import Topic

    made = Campaign.objects.create(**{"title": "Misura", "body": "x", "status": "sending"} | fields)
    made.topics.add(Topic.objects.first())
    return made


def statement(sql: str, parameters: object = None) -> None:
    """One statement of SQL, in such a process."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
