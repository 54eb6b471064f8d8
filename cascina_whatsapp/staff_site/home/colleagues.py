"""The sections of colleagues on their way in: one's own last step, and whom an administrator waits for."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.urls import reverse

from cascina_whatsapp.accounts import changes, factors, people
from cascina_whatsapp.accounts.models import AccountChange, Invitation
from cascina_whatsapp.accounts.staff_notices.notifying import display_name, holders
from cascina_whatsapp.presentation.formatting.dates import in_a_sentence, since

from .reader import Reader

KEEPERS = (people.MAY_CHANGE,)
"""The right of who keeps the accounts."""
SHOWN = 5
"""The colleagues of one kind that are told; the list of people has the others."""
NOT_ASKED = (
    "Chi tiene gli account deve ancora chiedere che cosa puoi fare. Se passa qualche giorno, chiediglielo."
)


Row = dict[str, Any]
"""A colleague's `account`, the `detail` of what is missing; a button's words (`label`), or whom to `remind`."""


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
    who = changes.who_decides(change)
    return (
        f"{who[0].upper()}{who[1:]} deve confermare che puoi lavorare come {change.group.name}. Lo ha chiesto "
        f"{display_name(change.asked_by)} {in_a_sentence(change.asked_at, reader.now)}; ti scriviamo appena è fatto."
    )


def colleagues(reader: Reader) -> dict[str, Any]:
    """Tell who waits for a second person, who was invited and has not come yet, who has a password alone."""
    waiting = {one["account"].pk: one for one in _waiting(reader)}
    invited = [one for one in _invited(reader.now) if one["account"].pk not in waiting]
    bare = [] if factors.are_required() else factors.without_any()[:SHOWN]
    asked = {"detail": "entra con la sola password", "label": "Chiedi il secondo passaggio"}
    return {
        "rows": [*waiting.values(), *invited[:SHOWN], *({"account": one, **asked} for one in bare)],
        "everybody": User.objects.filter(is_active=True).count(),
    }


def _waiting(reader: Reader) -> Iterator[Row]:
    now = reader.now
    deciders = list(holders(changes.MAY_DECIDE))
    asked = AccountChange.objects.waiting(now).filter(kind=AccountChange.Kind.GIVE)
    for change in asked.select_related("user", "group", "asked_by")[:SHOWN]:
        who = changes.who_decides(change, deciders)
        detail = f"aspetta la conferma di {who}, {since(change.asked_at, now)}"
        is_others = changes.why_not_decide(change, by=reader.user, now=now)
        remind = {"remind": reverse("admin:auth_user_remind", args=[change.user_id])}
        yield {"account": change.user, "detail": detail, **(remind if is_others else {"label": "Conferma"})}


def _invited(now: datetime) -> Iterator[Row]:
    sent = Invitation.objects.open().filter(user__is_active=True).select_related("user").order_by("pk")
    for one in sent:
        ends = f"{'scaduto' if one.expires_at <= now else 'scade'} {in_a_sentence(one.expires_at, now)}"
        detail = f"invito mandato {in_a_sentence(one.sent_at, now)}, {ends}"
        yield {"account": one.user, "detail": detail, "label": "Rimanda l'invito"}
