"""The demo's own database and files: are they of this version, and does anybody use them just now?

Invented data need not be upgraded, only made anew.
"""

import fcntl
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db.migrations.loader import MigrationLoader

DATABASE = "cascina.sqlite3"
BESIDE = ("-wal", "-shm", "-journal")
"""The ends of the files that SQLite writes beside a database."""
FOLDERS = ("media", "broker")
"""The folders that the service keeps beside it: attachments and exports; ticks that nobody has taken."""


LOCK = "in-corso"
"""A file in the folder, locked as long as the demo runs: the system lets go of it whatever becomes of the process."""


class Running(Exception):
    """The error that the demo runs, and needs its files."""


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold a demo's `folder` against anybody who would start or remove one. Raises Running where another does."""
    with (folder / LOCK).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Running from None
        yield


def forget(folder: Path) -> bool:
    """Remove the demo's `folder`; whether there was one. Raises Running, and touches nothing, while it is used."""
    if not folder.is_dir():
        return False
    with held(folder):
        _remove(folder)
    return True


class NotTheDemos(Exception):
    """The database holds accounts, and none of the demo's; str() is the Italian sentence to show."""


def discard_other_version(folder: Path, accounts: set[str]) -> bool:
    """Remove database, attachments and broker from the demo's `folder` if another version has written them.

    That is so if the database knows a migration that does not exist here. `accounts`: the user names of the demo.
    Returns whether it was so. Raises NotTheDemos, and touches nothing, if those accounts are not in it but others.
    """
    database = folder / DATABASE
    if not _rows(database, "SELECT app, name FROM django_migrations") - _known_migrations():
        return False
    users = {name for (name,) in _rows(database, "SELECT username FROM auth_user")}
    if users and not users & accounts:
        raise NotTheDemos(
            f"la base di dati in {folder} è di un'altra versione, e non sembra quella di prova: "
            "non la tocco. Spostala altrove e riprova."
        )
    for suffix in ("", *BESIDE):
        database.with_name(DATABASE + suffix).unlink(missing_ok=True)
    for name in FOLDERS:
        _remove(folder / name)
    return True


def _rows(database: Path, question: str) -> set[tuple[str, ...]]:
    """The answer; nothing where there is no database, or no such table in it."""
    if not database.is_file():
        return set()
    with closing(sqlite3.connect(database)) as connection:
        try:
            return set(connection.execute(question))
        except sqlite3.DatabaseError:  # `migrate` will say what is wrong with it
            return set()


def _known_migrations() -> set[tuple[str, str]]:
    """Every migration of this version, and those that one of them stands for."""
    on_disk = MigrationLoader(None).disk_migrations
    return on_disk.keys() | {replaced for migration in on_disk.values() for replaced in migration.replaces}


def _remove(folder: Path) -> None:
    if folder.is_symlink():  # what it leads to is not the demo's
        folder.unlink()
    elif folder.is_dir():
        shutil.rmtree(folder)
