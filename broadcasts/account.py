# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Our standing at Meta: the templates' state, and what Meta tells us of the account."""

import logging
import re
from datetime import datetime

from cascina_whatsapp.cloud_api.client import CloudApi, PhoneNumberHealth
from cascina_whatsapp.cloud_api.errors import CloudApiError
from cascina_whatsapp.cloud_api.events import AccountError, AccountUpdate, TemplateUpdate

from . import standard_templates
from .models import AccountNotice, NumberStanding, WhatsAppTemplate

log = logging.getLogger(__name__)

_TIER = re.compile(r"TIER_(?P<number>\d+)(?P<thousands>K?)")
_UNLIMITED = "TIER_UNLIMITED"
_LIMIT_IN_NEWS = ("max_daily_conversations_per_business", "current_limit")
"""Where Meta's news (business_capability_update, phone_number_quality_update) name the new tier."""


class UnknownTier(ValueError):
    """Meta's word for the daily limit is one that we have not met."""


def daily_limit_of(tier: str) -> int | None:
    """TIER_2K → 2000 people a day; None: no limit. Raises UnknownTier."""
    found = _TIER.fullmatch(tier)
    if not found and tier != _UNLIMITED:
        raise UnknownTier(tier)
    return int(found["number"]) * (1000 if found["thousands"] else 1) if found else None


def synchronise_standing(*, api: CloudApi, now: datetime) -> None:
    """Read from Meta how our number stands, and keep it; where that fails, what was known holds."""
    try:
        health = api.phone_number_health()
    except CloudApiError as error:
        log.warning("the number's standing could not be read: %s", error)
        return
    _keep(now=now, tier=health.messaging_limit, **_health(health))


def _health(health: PhoneNumberHealth) -> dict[str, str]:
    return {
        "quality": health.quality_rating[:20],
        "throughput": health.throughput_level[:40],
        "name_status": health.name_status[:40],
    }


def _keep(*, now: datetime, tier: str, **fields: str) -> None:
    """A tier that nobody knows changes neither the limit nor its name."""
    try:
        limit = {"tier": tier, "daily_limit": daily_limit_of(tier)}
    except UnknownTier:
        log.warning("the number's daily limit is a word that we don't know: %s", tier[:40] or "none")
        limit = {}
    NumberStanding.objects.update_or_create(pk=1, defaults={"checked_at": now, **limit, **fields})


def synchronise_templates(*, api: CloudApi, now: datetime) -> list[WhatsAppTemplate]:
    """Read from Meta the state of our templates, and keep it. Raises CloudApiError."""
    known = []
    for info in api.templates():
        if info.name in standard_templates.NAMES.values() and info.language == standard_templates.LANGUAGE:
            row, _ = WhatsAppTemplate.objects.update_or_create(
                name=info.name,
                language=info.language,
                defaults={
                    "status": info.status,
                    "category": info.category,
                    "quality": info.quality,
                    "reason": info.rejected_reason,
                    "synchronised_at": now,
                },
            )
            known.append(row)
    return known


def submit_missing(*, api: CloudApi, samples: dict[str, tuple[bytes, str, str]], now: datetime) -> list[str]:
    """Submit to Meta the templates that it doesn't have yet; return their names. Raises CloudApiError.

    `samples`: kind of broadcast → content, file name and type of the example that Meta's reviewers will see.
    """
    there = {info.name for info in api.templates()}
    submitted = []
    for kind, name in standard_templates.NAMES.items():
        if name not in there:
            handle = _upload(api, *samples[kind]) if kind in samples else ""
            api.create_template(standard_templates.definition(kind, sample_handle=handle))
            submitted.append(name)
    synchronise_templates(api=api, now=now)
    return submitted


def template_changed(update: TemplateUpdate, *, now: datetime) -> None:
    """Meta reviewed, paused or re-classed a template."""
    fields = {"synchronised_at": now}
    if update.kind == "status":
        fields |= {"status": update.event, "reason": update.reason[:200]}
    elif update.kind == "quality":
        fields["quality"] = update.quality[:20]
    elif update.kind == "category" and update.event == "COMPLETED":
        fields["category"] = update.category[:30]
    WhatsAppTemplate.objects.filter(name=update.name, language=update.language).update(**fields)
    log.warning("template %s: %s %s", update.name, update.kind, update.event)


def note_update(update: AccountUpdate, *, now: datetime) -> None:
    """Meta told us something about the account: kept for the staff to read."""
    AccountNotice.objects.create(
        at=now, field=update.field[:60], event=update.event[:60], details=update.details
    )
    log.warning("account notice: %s %s", update.field, update.event)
    tier = next((update.details[name] for name in _LIMIT_IN_NEWS if name in update.details), None)
    if tier is not None:
        _keep(now=now, tier=str(tier))


def note_error(error: AccountError, *, now: datetime) -> None:
    """Trouble that belongs to no message."""
    AccountNotice.objects.create(
        at=now, field="errors", event=str(error.code or ""), details={"title": error.title[:200]}
    )
    log.error("account error: code %s", error.code)


def _upload(api: CloudApi, content: bytes, filename: str, mime_type: str) -> str:
    return api.upload_sample(content, filename=filename, mime_type=mime_type)
