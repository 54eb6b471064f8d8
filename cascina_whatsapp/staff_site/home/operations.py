# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The sections for those who look after the register, the accounts and the machinery."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import QuerySet

from broadcasts.models import Delivery, NumberStatus, WhatsAppTemplate
from broadcasts.rules import alert_templates, number_states, standard_templates
from broadcasts.rules.states import DeliveryStatus
from broadcasts.rules.template_states import MISSING, WAITING
from cascina_whatsapp.accounts import people
from cascina_whatsapp.privacy import retention
from cascina_whatsapp.settings import weaknesses
from cascina_whatsapp.staff_site.alerts import KINDS, MAY_ACT
from cascina_whatsapp.whatsapp.webhook.models import DeadLetter, Heartbeat
from subscribers.register import history, sealing

from .reader import Reader

ACTING = MAY_ACT
"""The rights of who is told that everything works, since they could do something if it did not."""
OPERATORS = ("webhook.view_webhookpost",)
"""The rights of who can act on the machinery: others read of it when it keeps a broadcast from leaving."""
WATCHING = ("privacy.view_retentionrun",)
"""The right of who watches over the data: reads of the nights' work and of settings that weaken the service."""
REGISTER = ("subscribers.view_registercheck",)
ALERTS = {"alert_text": "testo", "alert_image": "immagini", "alert_document": "PDF"}
"""The keys of the templates for alerts in an address → which alerts go out through each."""
TO_SUBMIT = (
    "Invia a WhatsApp i loro modelli: finché non sono approvati un'allerta può arrivare anche giorni dopo."
)
TO_MEND = "WhatsApp non lascia usare i loro modelli: l'elenco dice perché. Un'allerta può arrivare anche giorni dopo."
TO_WAIT = "WhatsApp esamina i loro modelli, di solito entro un giorno. Fino ad allora può arrivare anche giorni dopo."


def register(reader: Reader) -> dict[str, Any]:
    """Collect whether the register's chain holds, and what of the nights' work needs a person."""
    return {
        "chain": history.chain_state(reader.now),
        "seals": sealing.notice(reader.now) if reader.may("subscribers.view_seal") else "",
        "retention": retention.notice(reader.now) if (watches := reader.may(*WATCHING)) else "",
        "weaknesses": [weak.sentence for weak in weaknesses.found(settings)] if watches else [],
    }


def powers(reader: Reader) -> list[tuple[User, str]]:
    """Accounts with more powers than a page can give."""
    return list(people.powers())


def _number(reader: Reader) -> dict[str, Any]:
    """Describe how our number and the templates stand at Meta; a state is a tone and a word."""
    row = reader.number
    return {
        "key": number_states.token(row.token, refusal=number_states.REFUSED, now=reader.now),
        "quality": number_states.condition(number_states.QUALITY, row.quality),
        "people": _room(row, sum(count for _, count in reader.leaving)),
        "templates": _templates(),
    }


def _room(row: NumberStatus, used: int) -> dict[str, Any]:
    return {"used": used, "limit": row.daily_limit, "is_known": bool(row.tier)}


def _templates() -> list[tuple[str, tuple[str, str]]]:
    """List for what each standard template is, and how it stands."""
    usable = {template.name for template in _at_meta(standard_templates.NEEDED) if template.is_usable}
    return [
        (KINDS[key], ("ok", "approvato") if name in usable else ("bad", "non approvato"))
        for key, name in standard_templates.NEEDED.items()
    ]


def _at_meta(names: Mapping[str, str]) -> QuerySet[WhatsAppTemplate]:
    return WhatsAppTemplate.objects.filter(name__in=names.values(), language=standard_templates.LANGUAGE)


def _endless_alerts() -> dict[str, Any] | None:
    """Say which alerts would leave without a time to live, and what to do; None where all templates are in order.

    The gravest first: one is not at Meta; Meta refuses it, or takes it for an invitation; Meta is still to decide.
    """
    names = alert_templates.names(settings.ALERT_TIME_TO_LIVE)
    rows = {row.name: row for row in _at_meta(names)}
    expire = {name for name, row in rows.items() if row.has_a_term}
    lacking = {
        key: rows[name].status if name in rows else MISSING
        for key, name in names.items()
        if name not in expire
    }
    if not lacking:
        return None
    states = set(lacking.values())
    if states & {MISSING, "DELETED"}:
        word, to_do = ("bad", "da inviare"), TO_SUBMIT
    elif states - WAITING:
        word, to_do = ("bad", "da sistemare"), TO_MEND
    else:
        word, to_do = ("wait", "in esame"), TO_WAIT
    return {"kinds": ", ".join(ALERTS[key] for key in lacking), "state": word, "to_do": to_do}


def operation(reader: Reader) -> dict[str, Any]:
    """Count what waits for somebody to look at; folded, when workers and Meta were last heard of, our number."""
    beats = dict(Heartbeat.objects.values_list("name", "at"))
    return {
        "last_tick": beats.get("tick"),
        "last_webhook": beats.get("webhook"),
        "in_doubt": Delivery.objects.filter(status=DeliveryStatus.UNCERTAIN).count(),
        "dead_letter": DeadLetter.objects.count(),
        "number": _number(reader),
        "endless_alerts": _endless_alerts(),
    }
