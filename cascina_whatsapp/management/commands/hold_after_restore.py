"""`manage.py hold_after_restore`: this database is an older copy, so nothing leaves before a person has decided."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from cascina_whatsapp.operations import restoring
from cascina_whatsapp.security.encryption import key_checks


class Command(BaseCommand):
    """Done by the restore itself, and by each worker that notices; by hand after a whole machine was put back."""

    help = "Dopo un ripristino: mette in pausa gli invii, e dà per incerto ciò che può essere già partito."

    def handle(self, **options: Any) -> None:
        key_checks.refuse_wrong_keys()
        held = restoring.hold_by_hand(timezone.now())
        self.stdout.write(
            "Messaggi in pausa: {campaigns}. Esiti incerti: consegne {deliveries}, prove {trials}, "
            "risposte {answers}.".format_map(held)
        )
