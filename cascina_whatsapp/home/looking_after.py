# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What those see who look after the register, the accounts and the machinery."""

from typing import Any

from django.contrib.auth.models import User

from broadcasts.models import Delivery, NumberStatus, WhatsAppTemplate
from broadcasts.rules import number_states, standard_templates
from broadcasts.rules.states import DeliveryStatus
from cascina_whatsapp.accounts import people
from cascina_whatsapp.alerts import KINDS, MAY_ACT
from cascina_whatsapp.privacy import retention
from cascina_whatsapp.webhook.models import DeadLetter, Heartbeat
from subscribers.register import history, sealing

from .reader import Reader

ACTING = MAY_ACT
"""Who is told that everything works, since they could do something if it did not."""
OPERATORS = ("webhook.view_webhookpost",)
"""Who can act on the machinery: others read of it when it keeps a broadcast from leaving."""
REGISTER = ("subscribers.view_registercheck",)


def register(reader: Reader) -> dict[str, Any]:
    """Whether the register's chain holds, and what of the nights' work needs a person."""
    return {
        "chain": history.chain_state(reader.now),
        "seals": sealing.notice(reader.now) if reader.may("subscribers.view_seal") else "",
        "retention": retention.notice(reader.now) if reader.may("privacy.view_retentionrun") else "",
    }


def powers(reader: Reader) -> list[tuple[User, str]]:
    """Accounts with more powers than a page can give."""
    return list(people.powers())


def _number(reader: Reader) -> dict[str, Any]:
    """How our number and the templates stand at Meta; a state is a tone and a word."""
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
    """Kind of broadcast → how its template stands."""
    found = WhatsAppTemplate.objects.filter(
        name__in=standard_templates.NAMES.values(), language=standard_templates.LANGUAGE
    )
    usable = {template.name for template in found if template.is_usable}
    return [
        (KINDS[kind], ("ok", "approvato") if name in usable else ("bad", "non approvato"))
        for kind, name in standard_templates.NAMES.items()
    ]


def operation(reader: Reader) -> dict[str, Any]:
    """What waits for somebody to look at it; folded, whether the workers run, when Meta last wrote, our number."""
    beats = dict(Heartbeat.objects.values_list("name", "at"))
    return {
        "last_tick": beats.get("tick"),
        "last_webhook": beats.get("webhook"),
        "in_doubt": Delivery.objects.filter(status=DeliveryStatus.UNCERTAIN).count(),
        "dead_letter": DeadLetter.objects.count(),
        "number": _number(reader),
    }
