"""`manage.py retention`: what beat does every night, now; or only what it would do."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from cascina_whatsapp.presentation import progress
from cascina_whatsapp.privacy import retention
from cascina_whatsapp.privacy.models import RetentionRun
from cascina_whatsapp.privacy.retention_table import RULES


class Command(BaseCommand):
    """Elimina i dati che hanno finito il loro termine."""

    help = "Elimina i dati che hanno finito il loro termine, e dice quanti erano."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="conta soltanto, non elimina nulla")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        doing = "Conto i dati scaduti" if dry_run else "Elimino i dati scaduti"
        rules = progress.counted(RULES, doing)
        run = retention.run(timezone.now(), dry=dry_run, rules=rules)
        self.stdout.write("Da eliminare (prova, non cambia nulla):" if dry_run else "Eliminati:")
        self.stdout.write(table(run))
        if run.problem:
            raise CommandError(run.problem)


def table(run: RetentionRun) -> str:
    """One line for each kind of data: how many, what, after how long."""
    return "\n".join(
        f"{line['count']:>10}  {line['label']} ({line['term']})"
        + (f": NON RIUSCITO, {line['error']}" if "error" in line else "")
        for line in run.lines
    )
