"""`manage.py make_key`: a key for DATA_KEYS, or for CONSENT_HASH_KEY, on the terminal and nowhere else."""

import secrets
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cascina_whatsapp.security.encryption.pseudonym_keys import live_keys


class Command(BaseCommand):
    """256 random bits, in 43 characters that no shell and no list of commas takes for its own."""

    help = "Scrive una chiave nuova: per DATA_KEYS, o con --pseudonyms per CONSENT_HASH_KEY."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--pseudonyms", action="store_true", help="con il numero della sua generazione")

    def handle(self, *, pseudonyms: bool, **options: Any) -> None:
        key = secrets.token_urlsafe(32)
        generation = max((key.generation for key in live_keys()), default=0) + 1
        self.stdout.write(f"{generation}:{key}" if pseudonyms and generation > 1 else key)
