"""Telling colleagues: rows in the transaction of what happened, e-mails once the database has it.

What asks for something is ended by whatever deals with it, in its transaction, too: it is nobody's news any more.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from . import outbox
from .models import Kind, StaffNotice

__all__ = ["Kind", "display_name", "end", "holders", "names", "only", "people", "tell"]

NAMED_AT_MOST = 3


def tell(
    people: Iterable[User],
    *,
    subject: str,
    sentence: str,
    page: str,
    kind: Kind = Kind.KNOWN,
    by: User | None = None,
    addresses: Iterable[str] = (),
    by_email: bool = True,
    at_once: bool = True,
) -> None:
    """Tell people under *Novità*; they, and these `addresses`, get an e-mail unless it is not worth one.

    `page`: the path where it is dealt with; where it asks for something (`kind`), `end` is called with the same one.
    `at_once`: whether e-mails leave right after the commit, or with the next tick. Nobody is told what they did
    themselves (`by`). `sentence` names a broadcast by its title, and nobody by a number.
    """
    told = {person.pk: person for person in people if person.is_active and person != by}
    has_mail = {person.email for person in told.values() if by_email}
    rows = [
        StaffNotice(person=person, wants_email=by_email and bool(person.email)) for person in told.values()
    ] + [StaffNotice(address=address, wants_email=True) for address in sorted({*addresses} - has_mail)]
    for row in rows:
        row.subject, row.sentence, row.page, row.kind = subject, sentence, page, kind
    StaffNotice.objects.bulk_create(rows)
    if at_once and (to_send := [row.pk for row in rows if row.wants_email]):
        transaction.on_commit(partial(outbox.send_at_once, to_send))


def end(*pages: str, how: str, by: User | None, now: datetime) -> None:
    """End what asks for something on these pages: `how` it was dealt with ("approvato"), and by whom, if anybody."""
    waiting = StaffNotice.objects.asking().filter(page__in=pages).order_by("pk")
    if rows := list(waiting.select_for_update(no_key=True).values_list("pk", flat=True)):
        StaffNotice.objects.filter(pk__in=rows).update(over_at=now, over_how=how, over_by=by)


def holders(permission: str) -> QuerySet[User]:
    """Colleagues in a group that grants it; who can do anything is nobody's colleague in that."""
    able = User.objects.with_perm(permission, include_superusers=False)
    return able.filter(is_active=True)


def display_name(person: User | None, otherwise: str = "") -> str:
    """Return the name by which colleagues know this person; `otherwise` for nobody."""
    return (person.get_full_name() or person.get_username()) if person else otherwise


def people(ids: Iterable[int | None]) -> QuerySet[User]:
    """The accounts with these ids that are open."""
    return User.objects.filter(pk__in=[pk for pk in ids if pk], is_active=True)


def names(able: QuerySet[User], otherwise: str) -> str:
    """Name in Italian who is able to do something: "Silvia Rossi o Simona Bianchi"; `otherwise` for nobody."""
    found = [display_name(one) for one in able.order_by("last_name", "username")[: NAMED_AT_MOST + 1]]
    if len(found) > NAMED_AT_MOST:
        found = [*found[: NAMED_AT_MOST - 1], "un altro collega"]
    return " o ".join(found) or otherwise


def only(permission: str) -> str:
    """Say in Italian, to whoever may not do something, who may: "Può farlo Silvia Rossi o Simona Bianchi."."""
    return f"Può farlo {names(holders(permission), 'chi ne ha il diritto: oggi nessuno')}."
