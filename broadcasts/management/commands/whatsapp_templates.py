"""`manage.py whatsapp_templates`: submit the standard templates to Meta, and show what became of them."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from broadcasts.sending.account import sync
from broadcasts.sending.account.samples import FILES, sample
from cascina_whatsapp.presentation.formatting.dates import in_a_sentence
from cascina_whatsapp.whatsapp.cloud_api.client import CloudApi
from cascina_whatsapp.whatsapp.cloud_api.errors import CloudApiError


class Command(BaseCommand):
    """The command for templates: it shows their states, and submits only when told to."""

    help = "Mostra lo stato dei testi fissi; con --submit manda a Meta quelli che mancano."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--submit", action="store_true", help="manda a Meta i testi fissi che mancano")

    def handle(self, *, submit: bool, **options: Any) -> None:
        api, now = CloudApi.from_settings(settings), timezone.now()
        try:
            if submit:
                self._submit(api, now)
            self._show(api, now)
        except CloudApiError as error:
            raise CommandError(f"Meta ha risposto: {error}") from error

    def _submit(self, api: CloudApi, now: datetime) -> None:
        samples = {kind: sample(kind) for kind in FILES}
        for name in sync.submit_missing(api=api, samples=samples, now=now):
            self.stdout.write(f"Mandato a Meta: {name}")

    def _show(self, api: CloudApi, now: datetime) -> None:
        for row in sync.synchronise_templates(api=api, now=now):
            details = ", ".join(part for part in (row.category, row.quality, row.reason) if part)
            self.stdout.write(f"{row.name} ({row.language}): {row.status}  {details}".rstrip())
        sync.synchronise_standing(api=api, now=now)
        health = api.phone_number_health()
        self.stdout.write(
            f"Numero: qualità {health.quality_rating or '?'}, limite {health.messaging_limit or '?'}, "
            f"nome {health.name_status or '?'}"
        )
        self._show_token(api)

    def _show_token(self, api: CloudApi) -> None:
        facts = api.token_facts()
        if not facts.is_valid:
            self.stdout.write("Chiave di accesso: non valida")
        elif facts.expires_at is None:
            self.stdout.write("Chiave di accesso: valida, senza scadenza")
        else:
            self.stdout.write(f"Chiave di accesso: scade {in_a_sentence(facts.expires_at, timezone.now())}")
