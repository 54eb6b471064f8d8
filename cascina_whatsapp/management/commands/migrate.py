# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""manage.py migrate: Django's own, and afterwards what only code can do.

What is still in clear is encrypted, and every declared text that has no row yet gets its first version.
"""

from typing import Any

from django.core.management.commands import migrate
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from cascina_whatsapp.management import encrypting
from subscribers import texts


class Command(migrate.Command):
    """Only where the tables of the texts are as the models say: not halfway, not backwards, not as a rehearsal."""

    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        is_rehearsal = options["plan"] or options["check_unapplied"]
        if is_rehearsal:
            return
        using = options["database"]
        # Not on the way to one migration, which may be the way back: what was decrypted for it stays so.
        if not options["migration_name"] and _is_complete(using, *encrypting.apps_concerned()):
            self._say(options, "Values encrypted: {}", encrypting.encrypt_what_is_clear(using))
        if using == DEFAULT_DB_ALIAS and _is_complete(using, "subscribers"):
            written = texts.declare_missing(timezone.now())
            self._say(options, "Texts written for the first time: {}", ", ".join(written))

    def _say(self, options: dict[str, Any], sentence: str, what: object) -> None:
        if what and options["verbosity"] > 0:
            self.stdout.write(sentence.format(what))


def _is_complete(using: str, *apps: str) -> bool:
    """Whether every migration of these apps is applied."""
    loader = MigrationLoader(connections[using])
    return {key for key in loader.disk_migrations if key[0] in apps} <= loader.applied_migrations.keys()
