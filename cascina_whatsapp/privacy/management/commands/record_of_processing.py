# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`manage.py record_of_processing`: the record of article 30 as Markdown, from the settings of this installation."""

from typing import Any

from django.core.management.base import BaseCommand

from cascina_whatsapp.privacy import processing


class Command(BaseCommand):
    """Stampa il registro delle attività di trattamento."""

    help = "Stampa il registro delle attività di trattamento (art. 30), dalle impostazioni in uso."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(processing.record(), ending="")
