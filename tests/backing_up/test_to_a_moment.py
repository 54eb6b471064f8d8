"""A database goes back to a moment in the middle of a broadcast, by the commands that the document prints."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from cascina_whatsapp.operations import restoring
from tests import patience
from tests.builders import subscribe, under_way
from tests.installing.programs import BASE
from tests.people import ANNA, BRUNO
from tests.ports import a_free_port
from tests.processes import environment

pytestmark = pytest.mark.sweep
AS_POSTGRES = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
"""PostgreSQL does not run as root."""
LOOK = (
    "from django.utils import timezone; from cascina_whatsapp.operations import restoring; "
    "print(restoring.look_at_start(timezone.now()))"
)
"""The first thing that a worker does."""


def printed() -> str:
    """The block of commands under *To a moment*."""
    document = (BASE / "docs" / "operations.md").read_text(encoding="utf-8")
    section = document.split("### To a moment")[1]
    return section.split("```sh\n")[1].split("```")[0]


def programs() -> Path:
    """The folder of PostgreSQL's own programs, of the newest version on this machine."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        pytest.skip("no initdb found (Debian: apt install postgresql)")
    return found[-1].parent


@dataclass(frozen=True)
class Server:
    """A server of this story's own, which archives its log."""

    folder: Path
    port: int
    bin: Path

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def run(self, program: str, *arguments: str) -> None:
        subprocess.run([*AS_POSTGRES, str(self.bin / program), *arguments], check=True, capture_output=True)

    def ask(self, query: str) -> list[tuple]:
        with psycopg.connect(self.url, autocommit=True) as own:
            return own.execute(query).fetchall()

    def worker_starts(self) -> str:
        nowhere = "http://127.0.0.1:1"
        variables = os.environ | environment(nowhere, nowhere, self.folder / "var")
        variables |= {"DJANGO_SETTINGS_MODULE": "cascina_whatsapp.settings", "DATABASE_URL": self.url}
        command = [sys.executable, "manage.py", "shell", "--verbosity=0", "--command", LOOK]
        return patience.run(
            command, env=variables, cwd=BASE, capture_output=True, text=True, check=True
        ).stdout

    def follow_the_document(self, moment: str) -> None:
        """Run what is printed, with this story's folders and moment, and a systemctl that knows this server."""
        systemctl = self.folder / "systemctl"
        control = " ".join([*AS_POSTGRES, str(self.bin / "pg_ctl"), "-D", str(self.folder / "data"), "-w"])
        systemctl.write_text(f'#!/bin/sh\n[ "$2" != postgresql ] || {control} -l /dev/null "$1"\n')
        systemctl.chmod(0o755)
        _, _, commands = printed().partition("\nMOMENT=")
        names = {"DATA": "data", "BASE": "base", "WAL": "wal"}
        places = " ".join(f"{name}={self.folder / path}" for name, path in names.items())
        script = f"set -e\n{places}\nMOMENT='{moment}'\n{commands.split(chr(10), 1)[1]}"
        path = f"{self.folder}:{os.environ['PATH']}"
        patience.run(["sh", "-c", script], env=os.environ | {"PATH": path}, check=True)


@pytest.fixture
def server(committed_db, tmp_path_factory) -> Iterator[Server]:
    """With the rows of the tests' own: a broadcast on its way to two people, and a base of that."""
    if connection.vendor != "postgresql":
        pytest.skip("no PostgreSQL server given (TEST_DATABASE_URL)")
    folder = tmp_path_factory.mktemp("moment")
    subprocess.run(["chmod", "o+x", *map(str, [folder, folder.parent, folder.parent.parent])], check=True)
    for name in ("data", "wal", "base"):
        (folder / name).mkdir(mode=0o700)
        if AS_POSTGRES:
            subprocess.run(["chown", "postgres:", str(folder / name)], check=True)
    made = Server(folder, a_free_port(), programs())
    now = timezone.now()
    subscribe(ANNA, at=now - timedelta(days=2))
    subscribe(BRUNO, at=now - timedelta(days=1))
    under_way()
    restoring.look_at_start(now)
    data, settings = str(folder / "data"), f"port = {made.port}\nunix_socket_directories = ''\n"
    settings += f"archive_mode = on\narchive_command = 'cp %p {folder}/wal/%f'\nfsync = off\n"
    made.run("initdb", "-D", data, "-U", "postgres", "--encoding=UTF8", "--auth=trust")
    with (folder / "data" / "postgresql.conf").open("a") as file:
        file.write(settings)
    made.run("pg_ctl", "-D", data, "-w", "-l", "/dev/null", "start")
    try:
        dump = subprocess.run(
            [
                "pg_dump",
                os.environ["TEST_DATABASE_URL"].rsplit("/", 1)[0] + f"/{connection.settings_dict['NAME']}",
            ],
            check=True,
            capture_output=True,
        )
        subprocess.run(["psql", "-q", made.url], input=dump.stdout, check=True, capture_output=True)
        yield made
    finally:
        made.run("pg_ctl", "-D", data, "-m", "immediate", "stop")


def test_in_the_middle_of_a_broadcast_nothing_leaves_by_itself(server):
    assert "campaigns" in server.worker_starts()  # it is a copy of the tests' database, which is another
    server.ask("UPDATE broadcasts_campaign SET status = 'sending' RETURNING 1")
    server.ask("UPDATE broadcasts_delivery SET status = 'queued' RETURNING 1")
    server.run(
        "pg_basebackup",
        "-d",
        server.url,
        "-D",
        str(server.folder / "base"),
        "--wal-method=none",
        "-c",
        "fast",
    )
    ((moment,),) = server.ask("SELECT clock_timestamp()::text")
    assert server.worker_starts().strip() == "None"
    server.ask("UPDATE broadcasts_delivery SET status = 'delivered' RETURNING 1")  # what left afterwards
    server.ask("SELECT pg_switch_wal()::text")
    patience.until(lambda: server.ask("SELECT archived_count FROM pg_stat_archiver")[0][0] >= 1)

    server.follow_the_document(moment)
    assert server.ask("SELECT DISTINCT status FROM broadcasts_delivery") == [("queued",)]
    assert "'deliveries': 2" in server.worker_starts()
    assert server.ask("SELECT DISTINCT status FROM broadcasts_delivery") == [("uncertain",)]
    assert server.ask("SELECT status FROM broadcasts_campaign") == [("paused",)]
