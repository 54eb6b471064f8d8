# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the home page tells: the office's window, what is under way, whether the workers run, what the law asks.

The same number of queries however much there is, and none that counts millions.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User

from broadcasts.costs import budget
from broadcasts.editing import service_drafts
from broadcasts.limits import daily_limit
from broadcasts.models import Delivery, NumberStatus, WhatsAppTemplate
from broadcasts.office_calendar import current_calendar
from broadcasts.reporting.overview import overview
from broadcasts.rules import number_states, standard_templates
from broadcasts.rules.states import DeliveryStatus
from cascina_whatsapp.formatting.dates import short_day
from subscribers.register import history, sealing
from subscribers.statistics.trend import Trend, trend_until

from . import charts
from .accounts import people
from .accounts.models import AccountChange
from .alerts import KINDS
from .privacy import retention, rights
from .webhook.models import DeadLetter, Heartbeat


def status(user: User, now: datetime) -> dict[str, Any]:
    """How things stand now, as far as `user` may know."""
    people = trend_until(now)
    return live_status(user, now) | {
        "people": people,
        "charts": _charts(people),
        "month": budget.month_to_date(now) if user.has_perm("broadcasts.view_budget") else None,
        "chain": history.chain_state(now) if user.has_perm("subscribers.view_registercheck") else None,
        "seals": sealing.notice(now) if user.has_perm("subscribers.view_seal") else "",
        "requests": rights.notices(now) if user.has_perm("privacy.view_rightsrequest") else None,
        "service": _about_the_service(user),
        "accounts": _about_accounts(user, now),
        "retention": retention.notice(now) if user.has_perm("privacy.view_retentionrun") else "",
    }


def live_status(user: User, now: datetime) -> dict[str, Any]:
    """The part of it that changes while something is being sent."""
    number = daily_limit.number_status()
    leaving = daily_limit.leaving_lately(number, now)
    sees_broadcasts, calendar = user.has_perm("broadcasts.view_campaign"), current_calendar()
    return {
        "window": calendar.in_words(now),
        "operation": _operation(),
        "number": _number(number, leaving, now) if user.has_perm("broadcasts.view_accountnotice") else None,
        "broadcasts": overview(now, number, leaving, calendar) if sees_broadcasts else None,
    }


def _about_accounts(user: User, now: datetime) -> dict[str, Any] | None:
    """Changes that wait for another's decision, and accounts with more powers than a page can give."""
    if not user.has_perm("accounts.decide_accountchange"):
        return None
    waiting = AccountChange.objects.waiting(now).exclude(asked_by=user).exclude(user=user)
    found = {"waiting": waiting.count(), "powers": list(people.powers())}
    return found if any(found.values()) else None


def _about_the_service(user: User) -> dict[str, Any] | None:
    """What waits for somebody: drafts of reminders and notices, versions of the notice that nobody decided about."""
    if not user.has_perm("broadcasts.view_campaign"):
        return None
    decides = user.has_perm("broadcasts.view_noticedecision")
    return {
        "drafts": service_drafts.proposed_drafts(),
        "undecided": service_drafts.undecided_notice() if decides else None,
    }


def _operation() -> dict[str, Any]:
    beats = dict(Heartbeat.objects.values_list("name", "at"))
    return {
        "last_tick": beats.get("tick"),
        "last_webhook": beats.get("webhook"),
        "in_doubt": Delivery.objects.filter(status=DeliveryStatus.UNCERTAIN).count(),
        "dead_letter": DeadLetter.objects.count(),
    }


def _number(number: NumberStatus, leaving: Sequence[tuple[datetime, int]], now: datetime) -> dict[str, Any]:
    """How our number and the templates stand at Meta; who counts against the limit is who will leave it again.

    A state is the tone of its badge, and a word.
    """
    return {
        "key": number_states.token(number.token, refusal=number_states.REFUSED, now=now),
        "quality": number_states.condition(number_states.QUALITY, number.quality),
        "is_known": bool(number.tier),
        "limit": number.daily_limit,
        "used": sum(people for _, people in leaving),
        "checked_at": number.checked_at,
        "templates": _templates(),
    }


def _templates() -> list[tuple[str, tuple[str, str]]]:
    """Kind of broadcast → how its template stands."""
    found = WhatsAppTemplate.objects.filter(
        name__in=standard_templates.NAMES.values(), language=standard_templates.LANGUAGE
    )
    usable = {template.name for template in found if template.is_usable}
    return [
        (KINDS[kind], ("ok", "approvato") if name in usable else ("err", "non approvato"))
        for kind, name in standard_templates.NAMES.items()
    ]


def _charts(people: Trend) -> list[charts.Chart]:
    days = [short_day(day) for day in people.days]
    return [
        charts.line(
            "subscribed",
            "Iscritti, giorno per giorno",
            days,
            charts.Series("Iscritti", people.subscribed),
            from_zero=False,
        ),
        charts.stacked_bars(
            "moves",
            "Chi è arrivato e chi è uscito",
            days,
            charts.Series("Nuovi iscritti", people.joined, "ok"),
            charts.Series("Cancellati", people.left, "warn", below=True),
            heading="Giorno",
        ),
    ]
