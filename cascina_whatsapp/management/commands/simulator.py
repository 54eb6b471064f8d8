"""`manage.py simulator`: runs the simulated WhatsApp with the ids and secrets of this installation."""

from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cascina_whatsapp.whatsapp.simulator import config, server


class Command(BaseCommand):
    """The command of the simulator, which refuses to run beside the real service."""

    help = "Avvia il WhatsApp simulato, per provare il servizio senza un account presso Meta."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the same options as `python -m cascina_whatsapp.whatsapp.simulator`."""
        parser.add_argument("--host", help="indirizzo su cui ascoltare (predefinito: 127.0.0.1)")
        parser.add_argument("--port", type=int, help="porta (predefinita: 8001)")
        parser.add_argument("--webhook-url", help="indirizzo del webhook del servizio")

    def handle(
        self, *, host: str | None, port: int | None, webhook_url: str | None, **options: object
    ) -> None:
        """Run until stopped."""
        refuse_production()
        chosen = config.from_names(shared_settings(), host=host, port=port, webhook_url=webhook_url)
        try:
            server.run(chosen, self.stdout.write)
        except server.PortTaken as problem:
            raise CommandError(str(problem)) from None


def refuse_production() -> None:
    """Raise CommandError unless the settings are those of a trial."""
    if not settings.DEBUG:
        raise CommandError("Il simulatore non parte accanto al servizio vero: DEBUG è spento.")
    if not config.is_loopback_url(settings.WHATSAPP_API_URL):
        raise CommandError(
            "Il simulatore non parte: WHATSAPP_API_URL non indica questa macchina. "
            "Per le prove usa http://127.0.0.1:8001."
        )


def shared_settings() -> dict[str, object]:
    """The settings that both sides must agree on, by the name of their environment variable."""
    found = {name: getattr(settings, name, None) for name in config.SHARED_NAMES.values()}
    return found | {"WHATSAPP_APP_SECRET": getattr(settings, "WHATSAPP_APP_SECRETS", None)}
