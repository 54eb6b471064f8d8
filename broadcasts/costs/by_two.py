"""A limit or a price is written by one person, and told. One that can stop broadcasts waits for a second.

Stopping is the attack here: a limit of nothing, or a price that uses up any limit, keeps all news from leaving.
"""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse

from broadcasts.models import Budget, Price
from cascina_whatsapp.accounts.staff_notices.notifying import Kind, display_name, end, holders, people, tell

from .month import budget_on
from .prices import price_list

CONFIRMS = "broadcasts.launch_campaign"
WAITS = "Può fermare i messaggi: vale quando lo conferma chi li approva."


@transaction.atomic
def write(row: Budget | Price, *, by: User) -> bool:
    """Write a row, tell who approves and the operators of it, and return whether it waits to be confirmed."""
    row.waits = waits = may_stop(row)
    row.save()
    tell(
        holders(CONFIRMS),
        subject="Sono cambiati i costi o il limite del mese",
        sentence=f"{display_name(by)} ha scritto: {row}, {row.in_words}. "
        f"{WAITS if waits else 'Vale da quel giorno.'}",
        page=_page_of(row),
        kind=Kind.WAITS if waits else Kind.KNOWN,
        by=by,
        addresses=settings.ALERT_EMAILS,
    )
    return waits


def may_stop(row: Budget | Price) -> bool:
    """Tell whether a row, as it is written, could stop broadcasts that leave without it.

    Any stricter limit that blocks, whatever is spent so far: one just above it would stop the next broadcast.
    """
    if isinstance(row, Budget):
        before = budget_on(row.valid_from)
        is_lower = before is None or not before.blocks or (before.amount or 0) > (row.amount or 0)
        return row.blocks and row.amount is not None and is_lower
    rate = price_list().at(row.category, row.valid_from)
    return not rate or row.amount > rate.amount or row.free_each_month < rate.free_each_month


def may_confirm(row: Budget | Price, by: User) -> bool:
    """Tell whether this person may let a row come true that waits: who approves broadcasts, and did not write it."""
    return row.waits and by.has_perm(CONFIRMS) and by.pk != row.set_by_id


@transaction.atomic
def confirm(row: Budget | Price, *, by: User, now: datetime) -> bool:
    """Let a row come true as it was read, since none changes, and tell who wrote it; False where another did."""
    if not type(row)._default_manager.filter(pk=row.pk, waits=True).update(waits=False, confirmed_by=by):
        return False
    end(_page_of(row), how="confermato", by=by, now=now)
    tell(
        people([row.set_by_id]),
        subject="Costi o limite del mese: confermato",
        sentence=f"{display_name(by)} ha confermato: {row}.",
        page=_page_of(row),
        by=by,
        addresses=settings.ALERT_EMAILS,
    )
    return True


def _page_of(row: Budget | Price) -> str:
    return reverse(f"admin:broadcasts_{row._meta.model_name}_change", args=[row.pk])
