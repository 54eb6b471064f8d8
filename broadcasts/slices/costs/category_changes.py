"""Meta bills a template as something else than before: what that means in money is told, and what waits is stopped.

Meta tells it by webhook, or the next reading of the templates finds it (Meta, template_category_update).
"""

import logging
from collections.abc import Sequence
from datetime import datetime
from itertools import chain

from django.conf import settings
from django.urls import reverse

from broadcasts.content.audience import reachable
from broadcasts.models import Campaign, WhatsAppTemplate
from broadcasts.rules import template_states
from cascina_whatsapp.accounts.staff_notices.notifying import holders, tell
from cascina_whatsapp.presentation.formatting.currencies import apiece
from cascina_whatsapp.presentation.formatting.dates import day_of, moment_in_words
from cascina_whatsapp.presentation.formatting.numbers import grouped

from . import dearer
from .amounts import amount, price_list
from .month import not_arrived

log = logging.getLogger(__name__)
TOLD = ("broadcasts.launch_campaign", "broadcasts.add_budget", "broadcasts.submit_whatsapptemplate")
"""The rights of who is told: who approves, who sets the budget, who looks after the templates."""


def follow(template: WhatsAppTemplate, *, before: str, now: datetime) -> None:
    """Follow a template to another category than `before`: stop what would leave dearer, and tell the office."""
    waiting = dearer.waiting_for(template)
    if template.is_custom and not waiting:  # whoever approves it reads the price
        return
    sentence = _change(template, waiting, before, template.category, now)
    stopped = sum(dearer.stop(campaign, now) for campaign in waiting)
    log.warning("template %s: billed otherwise, %s broadcasts stopped", template.name, stopped)
    tell_office(f"{sentence} Ciò che costa più di quanto approvato non parte." if stopped else sentence)


def on_announced(
    template: WhatsAppTemplate, after: str, takes_effect: datetime | None, now: datetime
) -> None:
    """Tell the office that Meta will bill a template as `after`: nothing is dearer yet, and it may act in time."""
    waiting = dearer.waiting_for(template)
    when = f"Da {moment_in_words(takes_effect)}" if takes_effect else "Fra poco"
    tell_office(f"{when} cambia: {_change(template, waiting, template.category, after, now)}")


def tell_office(sentence: str) -> None:
    """Tell those who decide on money, under *Novità* and by e-mail."""
    tell(
        chain.from_iterable(holders(permission) for permission in TOLD),
        subject="WhatsApp cambia il costo di un testo fisso",
        sentence=sentence,
        page=reverse("admin:broadcasts_whatsapptemplate_changelist"),
        addresses=settings.ALERT_EMAILS,
    )


def _change(
    template: WhatsAppTemplate, waiting: Sequence[Campaign], before: str, after: str, now: datetime
) -> str:
    """Say how a category changes, and what waits at both prices, else a message to everybody.

    "«Testo fisso …» per WhatsApp è un invito, non più un avviso: 6,3 centesimi …". In euros where a rate is known.
    """
    kinds = [f"un {template_states.category(category)}" for category in (after, before)]
    words = f"«{template}» per WhatsApp è {kinds[0]}, non più {kinds[1]}"
    prices, day = price_list(), day_of(now)
    new, old = (prices.at(category.lower(), day) for category in (after, before))
    if old is None or new is None:
        return f"{words}. Quanto costa non si sa: manca un prezzo."
    people = sum(not_arrived(waiting).values()) if waiting else reachable().everybody
    rate = prices.exchange(day)
    words += f": {apiece(new.amount, rate)} a persona invece di {apiece(old.amount, rate)}."
    all_new, all_old = (amount(each.amount * people, rate).in_words for each in (new, old))
    costs = f"costa {all_new} invece di {all_old}."
    if not waiting:
        return f"{words} Non aspetta nessun messaggio. Uno a tutti gli iscritti ({grouped(people)}) {costs}"
    messages = "1 messaggio" if len(waiting) == 1 else f"{len(waiting)} messaggi"
    return f"{words} Ciò che deve ancora partire ({messages}, {grouped(people)} persone) {costs}"
