# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""manage.py migrate: Django's own, and afterwards the first version of every declared text that has no row yet."""

from typing import Any

from django.core.management.commands import migrate
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from subscribers import texts


class Command(migrate.Command):
    """Only where the tables of the texts are as the models say: not halfway, not backwards, not as a rehearsal."""

    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        is_rehearsal = options["plan"] or options["check_unapplied"]
        if options["database"] == DEFAULT_DB_ALIAS and not is_rehearsal and _is_complete("subscribers"):
            written = texts.declare_missing(timezone.now())
            if written and options["verbosity"] > 0:
                self.stdout.write(f"Texts written for the first time: {', '.join(written)}")


def _is_complete(app: str) -> bool:
    """Whether every migration of `app` is applied."""
    loader = MigrationLoader(connections[DEFAULT_DB_ALIAS])
    return {key for key in loader.disk_migrations if key[0] == app} <= loader.applied_migrations.keys()
