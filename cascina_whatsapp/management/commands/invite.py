"""`manage.py invite NAME`: the first accounts, and the way in when nobody is left who keeps the accounts."""

from typing import Any

from django.contrib.auth.models import Group, User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from cascina_whatsapp.accounts import changes, invitations, people

REFUSALS = (changes.CannotDecide, invitations.CannotInvite, people.CannotChange)


class Command(BaseCommand):
    """The command that makes an account where there is none yet, and invites its owner.

    Whoever may run it has the database in their hands; it is recorded, and told by e-mail, all the same.
    """

    help = "Crea un account con i suoi gruppi, se non c'è ancora, e gli manda un invito per e-mail."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="il nome utente")
        parser.add_argument("--email", default="", help="dove arriva l'invito (per un account nuovo)")
        parser.add_argument("--first-name", default="")
        parser.add_argument("--last-name", default="")
        parser.add_argument("--group", action="append", default=[], help="un gruppo; si può ripetere")
        parser.add_argument("--show", action="store_true", help="scrive il collegamento invece di mandarlo")

    def handle(self, *args: str, username: str, show: bool, **told: Any) -> None:
        now = timezone.now()
        try:
            with transaction.atomic():
                user = User.objects.filter(username=username).first() or _make(username, told)
                for name in told["group"]:
                    changes.give(user, _group(name), now=now)
            if show:
                self.stdout.write(invitations.invite(user, by=None, now=now))
            elif invitations.send(user, by=None, now=now)[1]:
                self.stdout.write("Invito mandato.")
            else:
                raise CommandError("L'e-mail non è partita: controlla EMAIL_URL, o usa --show.")
        except REFUSALS as refusal:
            raise CommandError(str(refusal)) from None


def _make(username: str, told: dict[str, Any]) -> User:
    names = {name: told[name] for name in ("email", "first_name", "last_name")}
    return people.make(username, **names, by=None, now=timezone.now())


def _group(name: str) -> Group:
    group = Group.objects.filter(name=name).first()
    if group is None:
        raise CommandError(f"Nessun gruppo si chiama «{name}».")
    return group
