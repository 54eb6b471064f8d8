"""`manage.py rotate_keys`: every encrypted value under the first key of DATA_KEYS, while the service runs.

Stopped half-way it is begun again, and goes on with what is left. At its end it says which keys may go from the
environment: those that nothing in the database needs any more. The trail tells of it.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DEFAULT_DB_ALIAS
from django.utils import timezone

from cascina_whatsapp.management import encrypting
from cascina_whatsapp.presentation import progress
from cascina_whatsapp.security import trail
from cascina_whatsapp.security.encryption import key_checks, reencrypting, seals
from cascina_whatsapp.security.encryption.data_keys import keyring


class Command(BaseCommand):
    """The command that rotates keys: shows how far it is, and says at its end which keys may go."""

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
        waiting = sum(reencrypting.left(goal, using=database).values())
        self.stdout.write(f"Da riscrivere: {waiting} valori.")
        count = rewrite(goal, database, waiting)
        if not decrypt:
            count += seals.renew(database)
            with progress.step("Tolgo dal file ciò che è stato riscritto"):
                is_wiped = encrypting.wipe(database)
            if not is_wiped:
                self.stdout.write(
                    "Il file conserva ancora ciò che è stato riscritto: ripeti a servizio fermo."
                )
            for name in encrypting.retire_keys(database):
                self.stdout.write(f"Non serve più, si può togliere dall'ambiente: {name}.")
        if database == DEFAULT_DB_ALIAS:
            trail.record(
                trail.Event.KEY_ROTATED,
                by=None,
                now=timezone.now(),
                about="DATA_KEYS",
                details={"what": goal.name.lower(), "values": count, "key": f"id-{keyring().first.name}"},
            )
        self.stdout.write(self.style.SUCCESS(f"Fatto: {count} valori."))


def rewrite(goal: reencrypting.Goal, database: str, waiting: int) -> int:
    """Bring every value to `goal`, shown as a step; return how many were changed."""
    done: dict[str, int] = {}
    with progress.step("Riscrivo i valori", total=waiting, done=lambda: sum(list(done.values()))):
        return reencrypting.reencrypt(
            goal, using=database, progress=lambda column, count: done.update({column.name: count})
        )
