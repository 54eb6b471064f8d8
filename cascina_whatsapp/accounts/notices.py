"""E-mails about accounts: to the person concerned and to whoever protects the data; an account's name in the trail.

Whoever changes an account can neither leave them out nor choose where they go. They say what happened and by whose
hand, and hold no secret and no number. Sent as every notice is, and no more often.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.urls import reverse

from cascina_whatsapp.accounts.staff_notices import notifying as staff_notices
from cascina_whatsapp.security import trail
from cascina_whatsapp.security.logs import scrub

from .group_rules import AUDITORS, DATA_PROTECTION

UNEXPECTED = "Se non te lo aspettavi, avvisa subito il responsabile della protezione dei dati."
UNEXPECTED_OF_OFFICER = "Se non ti torna, chiedi perché; il motivo è nelle «Tracce»."


def tell(
    user: User,
    *,
    subject: str,
    what: str,
    by: User | None,
    also: Iterable[str] = (),
    is_private: bool = False,
) -> None:
    """Tell of a change of `user`'s account, or that they took numbers away; `also`: an address it had until now.

    `is_private`: to the account's owner and to nobody else.
    """
    officers = set() if is_private else data_protection()
    hand = called(by) if by else "chi gestisce il server, dalla riga di comando"
    _mail(
        {*officers, user.email, *also},
        subject,
        f"{what}\n\nAccount: {called(user)}\nFatto da: {hand}\n\n{UNEXPECTED}",
    )


def note(
    user: User,
    event: trail.Event,
    *,
    subject: str,
    what: str,
    by: User | None,
    now: datetime,
    details: Mapping[str, str | int] = {},
    also: Iterable[str] = (),
) -> None:
    """Tell of a change of an account, and record it; to be called last: the trail stays locked until the commit."""
    tell(user, subject=subject, what=what, by=by, also=also)
    trail.record(event, by=by, now=now, about=about(user), details=details)


def numbers_taken(by: User, what: str) -> None:
    """`by` took numbers in clear out of the service; `what` says which, in a sentence without any number."""
    tell(by, subject="Esportati numeri di telefono in chiaro", what=what, by=by, also=overseers(by))


def done_by_officer(by: User, what: str) -> None:
    """`by` did something to a person: whoever protects the data is watched by somebody else, each time."""
    letter = f"L'account {called(by)}, del gruppo {DATA_PROTECTION}, {what}.\n\n{UNEXPECTED_OF_OFFICER}"
    _mail(overseers(by), f"Il gruppo {DATA_PROTECTION} ha agito sui dati di una persona", letter)


def data_protection() -> set[str]:
    """Return the addresses at which the data-protection officer reads: the settings' and the group members'."""
    members = User.objects.filter(is_active=True, groups__name=DATA_PROTECTION).exclude(email="")
    return {*settings.PRIVACY_EMAILS, *members.values_list("email", flat=True)}


def overseers(by: User) -> set[str]:
    """Return the addresses that hear of what one of the officer's group does to people; none for anybody else."""
    if not by.groups.filter(name=DATA_PROTECTION).exists():
        return set()
    if settings.OVERSIGHT_EMAILS:
        return {*settings.OVERSIGHT_EMAILS}
    auditors = User.objects.filter(is_active=True, groups__name=AUDITORS).exclude(
        groups__name=DATA_PROTECTION
    )
    return {*settings.ALERT_EMAILS, *auditors.exclude(email="").values_list("email", flat=True)}


def _mail(addresses: set[str], subject: str, letter: str) -> None:
    """Write to these addresses, whether or not an account of theirs is open, and on no page."""
    page = reverse("admin:index")
    staff_notices.tell((), subject=subject, sentence=letter, page=page, addresses=addresses - {""})


def called(user: User) -> str:
    """Write a colleague's name and user name: "Giulia Neri (giulia)"."""
    name = user.get_full_name()
    return f"{name} ({user.username})" if name else user.username


def about(user: User) -> str:
    """Name an account in the trail, which takes no number: by its id where the user name looks like one."""
    return f"account {user.pk}" if looks_like_a_number(user.username) else user.username


def looks_like_a_number(username: str) -> bool:
    """Tell whether the trail would refuse this user name."""
    return scrub(username) != username
