"""The sections of colleagues on their way in: one's own last step, and whom an administrator waits for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.urls import reverse

from cascina_whatsapp.accounts import changes, factors, people
from cascina_whatsapp.accounts.models import AccountChange, Invitation
from cascina_whatsapp.accounts.staff_notices.notifying import display_name, holders, names
from cascina_whatsapp.presentation.formatting.dates import in_a_sentence, since

from .reader import Reader

KEEPERS = (people.MAY_CHANGE,)
"""The right of who keeps the accounts."""
SHOWN = 5
"""The colleagues of one kind that are told; the list of people has the others."""
SOMEBODY = "una seconda persona"
NOT_ASKED = (
    "Chi tiene gli account deve ancora chiedere che cosa puoi fare. Se passa qualche giorno, chiediglielo."
)


@dataclass(frozen=True)
class Colleague:
    """One colleague who is not all the way in."""

    account: User
    detail: str
    label: str = ""
    """The words on the button that leads to their page; "" where none does."""
    remind: str = ""
    """The address that reminds who may confirm; "" where nobody is waited for."""


def welcome(reader: Reader) -> str:
    """Say to a colleague without any right what is still missing, who does it and since when; "" to all others."""
    if reader.user.get_all_permissions():
        return ""
    asked = AccountChange.objects.open().filter(user=reader.user, kind=AccountChange.Kind.GIVE)
    change = asked.select_related("group", "asked_by").order_by("-pk").first()
    if change is None or change.group is None:
        return NOT_ASKED
    if not change.is_waiting(reader.now):
        return (
            f"Nessuno ha confermato in tempo che puoi lavorare come {change.group.name}: chi tiene gli account deve "
            "chiederlo di nuovo."
        )
    who = _confirming(change)
    return (
        f"{who[0].upper()}{who[1:]} deve confermare che puoi lavorare come {change.group.name}. Lo ha chiesto "
        f"{display_name(change.asked_by)} {in_a_sentence(change.asked_at, reader.now)}; ti scriviamo appena è fatto."
    )


def colleagues(reader: Reader) -> dict[str, Any]:
    """Tell who waits for a second person, who was invited and has not come yet, who has a password alone."""
    waiting = {one.account.pk: one for one in _waiting(reader)}
    invited = [one for one in _invited(reader.now) if one.account.pk not in waiting]
    bare = [Colleague(one, "entra con la sola password", "Chiedi il secondo passaggio") for one in _bare()]
    everybody = User.objects.filter(is_active=True).count()
    return {
        "rows": [*waiting.values(), *invited[:SHOWN], *bare],
        "everybody": everybody,
    }


def _waiting(reader: Reader) -> Iterator[Colleague]:
    now = reader.now
    asked = AccountChange.objects.waiting(now).filter(kind=AccountChange.Kind.GIVE)
    for change in asked.select_related("user", "group", "asked_by")[:SHOWN]:
        who = _confirming(change)
        detail = f"aspetta la conferma di {who}, {since(change.asked_at, now)}"
        if changes.why_not_decide(change, by=reader.user, now=now):
            remind = reverse("admin:auth_user_remind", args=[change.user_id])
            yield Colleague(change.user, detail, remind=remind)
        else:
            yield Colleague(change.user, detail, "Conferma")


def _invited(now: datetime) -> Iterator[Colleague]:
    sent = Invitation.objects.open().filter(user__is_active=True).select_related("user").order_by("pk")
    for one in sent:
        ends = f"{'scaduto' if one.expires_at <= now else 'scade'} {in_a_sentence(one.expires_at, now)}"
        yield Colleague(
            one.user, f"invito mandato {in_a_sentence(one.sent_at, now)}, {ends}", "Rimanda l'invito"
        )


def _bare() -> Sequence[User]:
    return [] if factors.are_required() else list(factors.without_any()[:SHOWN])


def _confirming(change: AccountChange) -> str:
    """Name who may confirm a change: "Vera o Aldo", "una seconda persona"."""
    return names(holders(changes.MAY_DECIDE).exclude(pk__in=[change.asked_by_id, change.user_id]), SOMEBODY)
