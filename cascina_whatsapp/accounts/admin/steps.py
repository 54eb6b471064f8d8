"""The one next step of a colleague's page, by the state and by who reads; all else is in the menu."""

from datetime import datetime

from django.contrib.auth.models import User
from django.urls import reverse

from cascina_whatsapp.accounts import changes
from cascina_whatsapp.accounts.admin.standing import Standing, State
from cascina_whatsapp.presentation.acts import Act, Acts
from cascina_whatsapp.security import as_read

from . import buttons
from .buttons import Button

NEXT = {
    State.INVITED: buttons.INVITE,
    State.LATE: buttons.INVITE,
    State.UNINVITED: buttons.INVITE,
    State.WAITING: buttons.REMIND,
    State.POWERLESS: buttons.GROUP,
    State.ONE_STEP: buttons.ASK_FACTOR,
    State.CLOSED: buttons.REOPEN,
}
"""State → the step of who keeps the accounts; none for who is active."""
IN_MENU = (buttons.GROUP, buttons.EMAIL, buttons.INVITE, buttons.LOST, buttons.WITHDRAW, buttons.CLOSE)
AT_ONCE = (buttons.INVITE, buttons.WITHDRAW, buttons.REMIND, buttons.ASK_FACTOR)
"""The buttons that ask for nothing: one click, no page between."""
FINAL = (buttons.WITHDRAW, buttons.CLOSE)


def acts_for(standing: Standing, reader: User, now: datetime, *, may_change: bool) -> Acts:
    """Offer the steps that this reader may take: the one who confirms confirms, the others remind."""
    account = standing.account
    to_confirm = _to_confirm(standing, reader, now)
    if not may_change:
        return to_confirm or Acts()
    step = NEXT.get(standing.state)
    if step is buttons.INVITE and not account.email:
        step = buttons.EMAIL
    # Nobody has lost the telephone before the first day.
    offered = [one for one in IN_MENU if one is not buttons.LOST or standing.has_entered]
    menu = [button for button in offered if button is not step and button.applies(account)]
    folded = tuple(_act(button, standing) for button in menu)
    if standing.asked and standing.asked.asked_by_id == reader.pk:
        page = reverse("admin:accounts_accountchange_change", args=[standing.asked.pk])
        folded = (Act(label="Ritira la richiesta", address=page), *folded)
    if to_confirm:
        return Acts(dark=to_confirm.dark, menu=(*to_confirm.menu, *folded))
    return Acts(dark=_act(step, standing) if step and step.applies(account) else None, menu=folded)


def _to_confirm(standing: Standing, reader: User, now: datetime) -> Acts | None:
    """Let who may confirm the group that is asked for confirm it here; None for everybody else."""
    change = standing.asked
    if change is None or changes.why_not_decide(change, by=reader, now=now):
        return None
    decide = reverse("admin:accounts_accountchange_decide", args=[change.pk])
    page = reverse("admin:accounts_accountchange_change", args=[change.pk])
    fields = {"decision": "approve", "back": "person", "read": as_read.digest(change.shown)}
    return Acts(
        dark=Act(label="Conferma", address=decide, posts=True, fields=fields),
        menu=(Act(label="Rifiuta, con una nota", address=page),),
    )


def _act(button: Button, standing: Standing) -> Act:
    """Act at the first click where nothing is asked; a new invitation to who works already voids how they enter."""
    begins_anew = button is buttons.INVITE and standing.has_entered
    return Act(
        label="Manda un nuovo invito" if begins_anew else button.label,
        address=reverse(f"admin:auth_user_{button.name}", args=[standing.account.pk]),
        posts=button in AT_ONCE and not begins_anew,
        is_final=button in FINAL,
    )
