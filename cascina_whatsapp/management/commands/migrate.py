"""manage.py migrate: Django's own, which waits for no lock for long, and afterwards what only code can do.

What is still in clear is encrypted, and every declared text that has no row yet gets its first version.
"""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from django.core.management.commands import migrate
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from cascina_whatsapp.management import encrypting
from cascina_whatsapp.presentation import progress
from subscribers import texts

LOCK_WAIT = "5s"
"""The longest that a migration waits for a lock on PostgreSQL: everybody else would wait behind it."""


class Command(migrate.Command):
    """The command that migrates, and writes new texts where the tables are as the models say: never halfway."""

    def handle(self, *args: Any, **options: Any) -> None:
        using = options["database"]
        unsealed = encrypting.unsealed(using)
        with waiting_briefly_for_locks(using):
            super().handle(*args, **options)
        is_rehearsal = options["plan"] or options["check_unapplied"]
        if is_rehearsal:
            return
        encrypting.seal(using, unsealed)
        # Not on the way to one migration, which may be the way back: what was decrypted for it stays so.
        if not options["migration_name"] and _is_complete(using, *encrypting.apps_concerned()):
            with progress.step("Cifro ciò che è in chiaro") if options["verbosity"] else nullcontext():
                count = encrypting.encrypt_what_is_clear(using)
            self._say(options, "Values encrypted: {}", count)
        if using == DEFAULT_DB_ALIAS and _is_complete(using, "subscribers"):
            written = texts.declare_missing(timezone.now())
            self._say(options, "Texts written for the first time: {}", ", ".join(written))

    def _say(self, options: dict[str, Any], sentence: str, what: object) -> None:
        if what and options["verbosity"] > 0:
            self.stdout.write(sentence.format(what))


@contextmanager
def waiting_briefly_for_locks(using: str) -> Iterator[None]:
    """Fail, while inside, each statement that waits longer for a lock. SQLite has no such locks."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{LOCK_WAIT}'")
        yield
        cursor.execute("RESET lock_timeout")  # not after a failure, which ends the command


def _is_complete(using: str, *apps: str) -> bool:
    """Tell whether every migration of these apps is applied."""
    loader = MigrationLoader(connections[using])
    return {key for key in loader.disk_migrations if key[0] in apps} <= loader.applied_migrations.keys()
