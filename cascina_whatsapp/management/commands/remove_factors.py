"""`manage.py remove_factors NAME`: for the day on which whoever looks after the accounts has lost the telephone."""

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from cascina_whatsapp.accounts import people


class Command(BaseCommand):
    """The command that voids all that an account was entered with, and closes its sessions, as the page does.

    Whoever may run it has the database in their hands; it is recorded all the same.
    """

    help = (
        "Toglie password, passkey, app dei codici e codici di riserva a un account, e chiude le sue sessioni."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="il nome utente")

    def handle(self, *args: str, username: str, **options: object) -> None:
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError("Nessun account ha questo nome.")
        removed = people.remove_factors(user, now=timezone.now())
        self.stdout.write(
            f"Tolti: {removed}, e la password. Ora mandagli un invito: cascina invite {username}"
        )
