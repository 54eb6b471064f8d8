"""More people of the tests' stories, who look after accounts; and what of them reached a mailbox."""

from django.contrib.auth.models import Group, User
from django.core import mail
from django.utils import timezone

from cascina_whatsapp.accounts import changes, invitations, people
from cascina_whatsapp.accounts.models import AccountChange, AuthenticatorApp, Invitation
from cascina_whatsapp.security.encryption import seals
from tests.builders import hire
from tests.people import Clerk
from tests.staff import SARA

SIMONE = Clerk("simone", "Amministratore di sistema")
"""Sara's colleague: looks after accounts when she is away, and decides what she asks."""
GINO = Clerk("gino", "Redattore")
"""Writes beside Giulia, who is not the only one."""
OFFICER = "rpd@comune.example"
"""Where the data-protection officer reads, by the settings."""


def employ(clerk: Clerk) -> User:
    """The account of `clerk`, with an e-mail."""
    user = hire(clerk)
    user.email = f"{clerk.username}@comune.example"
    user.save(update_fields=["email"])
    seals.put(seals.Kind.ACCOUNT, user)
    return user


def group(name: str) -> Group:
    return Group.objects.get(name=name)


def groups_of(user: User) -> set[str]:
    return set(user.groups.values_list("name", flat=True))


def told() -> dict[str, set[str]]:
    """Subject → who got it, of all e-mails."""
    letters: dict[str, set[str]] = {}
    for letter in mail.outbox:
        subject = letter.subject.removeprefix("[WhatsApp del Comune] ")
        letters.setdefault(subject, set()).update(letter.to)
    return letters


def newcomer(*, with_group: bool = True) -> User:
    """Marta, made and invited by Sara just now."""
    now, sara = timezone.now(), hire(SARA)
    marta = people.make(
        "marta", email="marta@comune.example", first_name="Marta", last_name="Donati", by=sara, now=now
    )
    if with_group:
        give = AccountChange.Kind.GIVE
        changes.ask(give, marta, group=group("Redattore"), reason="Nuova all'URP", by=sara, now=now)
    invitations.send(marta, by=sara, now=now)
    return marta


def enters(marta: User, *, with_factor: bool = True) -> None:
    now = timezone.now()
    Invitation.objects.filter(user=marta).update(used_at=now)
    marta.set_password("quattro cavalli in piazza")
    marta.save()
    if with_factor:
        AuthenticatorApp.objects.create(user=marta, confirmed=True, secret="A" * 32, added_at=now)
