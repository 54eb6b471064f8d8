"""The sources of facts: each asked once, however many checks judge what it says."""

from collections.abc import Callable
from dataclasses import replace
from operator import methodcaller
from typing import Any

from django.conf import settings
from django.utils import timezone

from broadcasts import hooks
from cascina_whatsapp.accounts.staff_notices.notifying import holders
from cascina_whatsapp.operations import health, pulses
from cascina_whatsapp.operations.backups import last_backup
from cascina_whatsapp.presentation.checks import Place, Source
from cascina_whatsapp.security.append_only import rows
from cascina_whatsapp.security.encryption import key_checks
from cascina_whatsapp.whatsapp.webhook.models import Heartbeat

from . import machine_facts, meta_facts

APPROVE = "broadcasts.launch_campaign"
NEAR_SECONDS = 3
"""The seconds to reach a server of ours."""


def _stored(ask: Callable[[], Any]) -> Source:
    return _bounded(Source(ask, needs_database=True))


def _bounded(source: Source) -> Source:
    """Bound what is asked of the database."""
    return replace(source, ask=machine_facts.bounded()(source.ask)) if source.needs_database else source


def _at_meta(ask: Callable[[], Any], asks_for: str = "", *, key: str = "token") -> Source:
    return Source(ask, Place.OUTSIDE, key=key, asks_for=asks_for)


def _told(question: str, asks_for: str = "") -> Source:
    return _at_meta(lambda: methodcaller(question)(meta_facts.api()), asks_for)


SOURCES: dict[str, Source] = {
    "settings": Source(machine_facts.wrong_settings),
    "database": Source(machine_facts.database),
    "log": _stored(machine_facts.log_of_the_database),
    "migrations": _stored(health.waiting_migrations),
    "triggers": _stored(rows.lacking),
    "keys": _stored(key_checks.problems),
    "beats": _stored(lambda: dict(Heartbeat.objects.values_list("name", "at"))),
    "backlog": _stored(machine_facts.backlog),
    "register": _stored(machine_facts.register),
    "approvers": _stored(lambda: holders(APPROVE).count()),
    "wanted": _stored(machine_facts.wanted_templates),
    "folders": Source(health.folders),
    "backup": Source(lambda: last_backup(settings.VAR_DIR)),
    "broker": Source(lambda: pulses.keeps_what_is_written(NEAR_SECONDS), Place.NEAR),
    "queues": Source(lambda: pulses.silent(timezone.now()), Place.NEAR),
    "mail": Source(machine_facts.mail, Place.OUTSIDE),
    **{one.name: _bounded(one.source) for one in hooks.CHECKS if one.source},
    "handshake": Source(meta_facts.handshake, Place.OUTSIDE),
    "token": _told("token_facts"),
    "number": _told("phone_number_health", "registered"),
    "apps": _told("subscribed_apps", "subscribed"),
    "webhook": _at_meta(meta_facts.webhook, "app", key="app_secret"),
    "profile": _told("profile", "registered"),
    "templates": _at_meta(meta_facts.templates, "subscribed"),
    "clock": Source(meta_facts.clock_ahead, Place.OUTSIDE),
}
