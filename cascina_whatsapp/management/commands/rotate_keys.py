# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`manage.py rotate_keys`: every encrypted value under the first key of DATA_KEYS, while the service runs.

Stopped half-way it is begun again, and goes on with what is left. At its end it says which keys may go from the
environment: those that nothing in the database needs any more. The trail tells of it.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DEFAULT_DB_ALIAS
from django.utils import timezone

from cascina_whatsapp import trail
from cascina_whatsapp.encryption import key_checks, reencrypting
from cascina_whatsapp.encryption.data_keys import keyring
from cascina_whatsapp.management import encrypting


class Command(BaseCommand):
    """Prints how far it is, column by column."""

    help = "Cifra di nuovo tutto con la prima chiave di DATA_KEYS, mentre il servizio lavora."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--database", default=DEFAULT_DB_ALIAS)
        parser.add_argument(
            "--decrypt",
            action="store_true",
            help="prima di tornare a una versione che non cifra: toglie la cifratura",
        )

    def handle(self, *, database: str, decrypt: bool, **options: Any) -> None:
        key_checks.refuse_wrong_keys(database)
        goal = reencrypting.Goal.CLEAR if decrypt else reencrypting.Goal.FIRST_KEY
        waiting = reencrypting.left(goal, using=database)
        self.stdout.write(f"Da riscrivere: {sum(waiting.values())} valori.")
        count = reencrypting.reencrypt(
            goal,
            using=database,
            progress=lambda column, done: self.stdout.write(
                f"{column.name}: {done} di {max(done, waiting.get(column.name, 0))}"
            ),
        )
        if not decrypt:
            if not encrypting.wipe(database):
                self.stdout.write(
                    "Il file conserva ancora ciò che è stato riscritto: ripeti a servizio fermo."
                )
            self._say_what_may_go(database)
        if database == DEFAULT_DB_ALIAS:
            trail.record(
                trail.Event.KEY_ROTATED,
                by=None,
                now=timezone.now(),
                about="DATA_KEYS",
                details={"what": goal.name.lower(), "values": count, "key": f"id-{keyring().first.name}"},
            )
        self.stdout.write(self.style.SUCCESS(f"Fatto: {count} valori."))

    def _say_what_may_go(self, database: str) -> None:
        for name in encrypting.retire_keys(database):
            self.stdout.write(f"Non serve più, si può togliere dall'ambiente: {name}.")
