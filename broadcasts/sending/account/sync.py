"""The status of our number at Meta: the templates' state, and what Meta tells us of the account."""

import logging
import re
from copy import copy
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from broadcasts import hooks
from broadcasts.content.service import service_messages
from broadcasts.models import AccountNotice, NumberStatus, WhatsAppTemplate
from broadcasts.rules import alert_templates, standard_templates
from broadcasts.rules.account import account_warnings
from broadcasts.rules.template_states import MISSING, REFUSED, STATUS_OF_EVENT, SUBMITTING, WARNING
from cascina_whatsapp.whatsapp.cloud_api.client import CloudApi
from cascina_whatsapp.whatsapp.cloud_api.errors import CloudApiError, SenderBlocked
from cascina_whatsapp.whatsapp.cloud_api.events import AccountError, AccountUpdate, TemplateUpdate
from cascina_whatsapp.whatsapp.cloud_api.facts import TemplateInfo

from . import warnings

log = logging.getLogger(__name__)

_TIER = re.compile(r"TIER_(?P<number>\d+)(?P<thousands>K?)")
_UNLIMITED = "TIER_UNLIMITED"
_LIMIT_IN_NEWS = ("max_daily_conversations_per_business", "current_limit")
"""The fields in which Meta's news (business_capability_update, phone_number_quality_update) name the tier."""

NEEDED = ("whatsapp_business_messaging", "whatsapp_business_management")
"""The scopes that our access token must have: send, and read how number and templates stand."""
INVALID = 190
"""Meta's code for an access token that expired or was revoked."""
SERVICE = tuple(service_messages.NAMES.values())
"""The beginnings of the names of the templates for texts about the service."""
STANDARD = frozenset(standard_templates.NAMES.values())
SHOWS_WITHIN = timedelta(minutes=10)
"""The time for which a template that was just submitted may be missing from Meta's list."""


class UnknownTier(ValueError):
    """The error that Meta's word for the daily limit is one that we have not met."""


def daily_limit_of(tier: str) -> int | None:
    """Read a daily limit: TIER_2K → 2000 people a day; None: no limit. Raises UnknownTier."""
    found = _TIER.fullmatch(tier)
    if not found and tier != _UNLIMITED:
        raise UnknownTier(tier)
    return int(found["number"]) * (1000 if found["thousands"] else 1) if found else None


def synchronise_standing(*, api: CloudApi, now: datetime) -> None:
    """Read from Meta how our number stands, and keep it; where that fails, what was known holds."""
    try:
        health = api.phone_number_health()
    except CloudApiError as error:
        log.warning("the number's status could not be read: %s", error)
        if isinstance(error, SenderBlocked):
            _refused(error.code, now)
        return
    _keep(
        now=now,
        tier=health.messaging_limit,
        accepted_at=now,
        quality=health.quality_rating[:20],
        throughput=health.throughput_level[:40],
        name_status=health.name_status[:40],
        verified_name=health.verified_name[:200],
        display_number=health.display_phone_number[:40],
        status=health.status[:40],
    )
    if health.parts:
        warnings.found_in_health(health.parts, now=now)
    synchronise_token(api=api, now=now)


def synchronise_token(*, api: CloudApi, now: datetime) -> None:
    """Read from Meta until when our access token is valid, and keep it; where that fails, what was known holds."""
    try:
        facts = api.token_facts()
    except CloudApiError as error:
        log.warning("the access token's expiry could not be read: %s", error)
        return
    known = {
        "token_read_at": now,
        "token_expires_at": facts.expires_at,
        "data_access_expires_at": facts.data_access_expires_at,
        "token_lacks": ",".join(scope for scope in NEEDED if facts.scopes and scope not in facts.scopes),
    }
    NumberStatus.objects.update_or_create(pk=1, defaults=known)
    if not facts.is_valid:
        _refused(INVALID, now)


def _refused(code: int | None, now: datetime) -> None:
    NumberStatus.objects.update_or_create(pk=1, defaults={"refused_at": now, "refusal_code": code})


def _keep(*, now: datetime, tier: str, **fields: object) -> None:
    """Keep the facts of our number; a tier that nobody knows changes neither the limit nor its name."""
    try:
        limit = {"tier": tier, "daily_limit": daily_limit_of(tier)}
    except UnknownTier:
        log.warning("the number's daily limit is a word that we don't know: %s", tier[:40] or "none")
        limit = {}
    NumberStatus.objects.update_or_create(pk=1, defaults={"checked_at": now, **limit, **fields})


def synchronise_templates(*, api: CloudApi, now: datetime) -> list[WhatsAppTemplate]:
    """Read from Meta the state of our templates, and keep it. Raises CloudApiError."""
    ours = {row.name: row for row in WhatsAppTemplate.objects.filter(language=standard_templates.LANGUAGE)}
    there = {info.name: info for info in api.templates() if info.language == standard_templates.LANGUAGE}
    known = [
        _keep_template(info, ours.get(name), now)
        for name, info in there.items()
        if name in ours or name in STANDARD or name.startswith(SERVICE) or alert_templates.seconds_of(name)
    ]
    for row in ours.values():
        if row.name not in there and _should_be_there(row, now):
            heard(row, now=now, status=MISSING)
    warnings.found_in_templates(there.values(), now=now)
    return known


def names_of_base(now: datetime) -> dict[str, str]:
    """Map each address key of a template that is not a broadcast's own to its name at Meta."""
    texts = service_messages.texts_in_use(now)
    about_the_service = {kind: service_messages.template_name(text) for kind, text in texts.items()}
    return standard_templates.NAMES | alert_templates.names(settings.ALERT_TIME_TO_LIVE) | about_the_service


def submit(key: str, *, api: CloudApi, samples: dict[str, tuple[bytes, str, str]], now: datetime) -> None:
    """Submit one standard template: anew where Meta lacks it, changed where Meta refused it. Raises CloudApiError.

    Or one of a text about the service, by the name that service_messages.texts_in_use gives it. `samples` as for
    `submit_missing`.
    """
    definition = _definition(key, api, samples, now)
    there = {info.name: info for info in api.templates() if info.language == standard_templates.LANGUAGE}
    if info := there.get(definition["name"]):
        api.edit_template(info.id, definition)
    else:
        api.create_template(definition)
    log.info("template %s submitted", definition["name"])
    synchronise_templates(api=api, now=now)


def submit_missing(*, api: CloudApi, samples: dict[str, tuple[bytes, str, str]], now: datetime) -> list[str]:
    """Submit to Meta the templates that it doesn't have yet; return their names. Raises CloudApiError.

    `samples`: kind of broadcast → content, file name and type of the example that Meta's reviewers will see.
    """
    there = {info.name for info in api.templates()}
    submitted = []
    for key, name in names_of_base(now).items():
        if name not in there:
            api.create_template(_definition(key, api, samples, now))
            submitted.append(name)
    synchronise_templates(api=api, now=now)
    return submitted


def template_changed(update: TemplateUpdate, *, now: datetime) -> None:
    """Follow Meta's review, pause or re-classing of a template."""
    log.warning("template %s: %s %s", update.name, update.kind, update.event)
    row = WhatsAppTemplate.objects.filter(name=update.name, language=update.language).first()
    if row is None:
        return
    heard(row, now=now, **_news(update))
    if update.event == "IMPENDING" and row.category != update.category:
        _announced(row, update.category, takes_effect=update.takes_effect, now=now)


def heard(template: WhatsAppTemplate, *, now: datetime, **news: str | int | None) -> WhatsAppTemplate:
    """Keep what Meta told of a template, and ask what follows. The row is read again, locked."""
    with transaction.atomic():
        row = WhatsAppTemplate.objects.select_for_update().get(pk=template.pk)
        before = copy(row)
        for name, value in news.items():
            setattr(row, name, value)
        if row.category == row.announced_category:
            row.announced_category = ""
        row.synchronised_at = now
        row.save()
        if before.category and row.category not in ("", before.category):
            AccountNotice.objects.announced(row.name, now).update(ended_at=now)
        for follow in hooks.ON_TEMPLATE:
            follow(before, row, now)
    return row


def _news(update: TemplateUpdate) -> dict[str, str]:
    if update.kind == "status" and update.event != WARNING:
        status = STATUS_OF_EVENT.get(update.event, update.event)
        news = {"status": status[:30], "reason": update.reason[:200]}
        return news | ({"category": update.category[:30]} if update.category else {})
    if update.kind == "quality":
        return {"quality": update.quality[:20]}
    if update.kind == "category" and update.event == "COMPLETED":
        return {"category": update.category[:30]}
    return {}


def _keep_template(info: TemplateInfo, row: WhatsAppTemplate | None, now: datetime) -> WhatsAppTemplate:
    told: dict[str, str | int | None] = {
        "status": info.status,
        "category": info.category,
        "quality": info.quality,
        "meta_id": info.id,
        "time_to_live": info.time_to_live,
        "reason": "" if info.rejected_reason == "NONE" else info.rejected_reason,
    }
    if row is None:
        row = WhatsAppTemplate.objects.create(
            name=info.name, language=info.language, synchronised_at=now, **told
        )
    else:
        row = heard(row, now=now, **told)
    _announced(row, info.announced_category, now=now)
    return row


def _announced(
    template: WhatsAppTemplate, category: str, *, takes_effect: datetime | None = None, now: datetime
) -> None:
    """Note that Meta is going to bill a template as `category`; "": as it does now. Known news changes nothing.

    The moment is told by webhook alone, and holds then; without one it holds until it comes or is taken back.
    """
    known = AccountNotice.objects.announced(template.name, now)
    if category == template.announced_category:
        if takes_effect:
            known.filter(until=None).update(until=takes_effect)
        return
    if not category and known.exclude(until=None).exists():
        return
    row = heard(template, now=now, announced_category=category)
    known.update(ended_at=now)
    if not category:
        return
    for tell in hooks.ON_ANNOUNCED:
        tell(row, category, takes_effect, now)
    if category == standard_templates.MARKETING:
        warnings.announce_category_change(row, category=category, takes_effect=takes_effect, now=now)


def _should_be_there(row: WhatsAppTemplate, now: datetime) -> bool:
    """Tell whether Meta should list a template: it took it, some time ago, and didn't refuse it."""
    is_fresh = row.submitted_at is not None and row.submitted_at > now - SHOWS_WITHIN
    return row.status not in REFUSED | {SUBMITTING} and not is_fresh


def note_update(update: AccountUpdate, *, now: datetime) -> None:
    """Keep what Meta told us about the account, for the staff to read."""
    notice = AccountNotice.objects.create(
        at=now, field=update.field[:60], event=update.event[:60], details=update.details
    )
    if warned := account_warnings.read(update.field, update.event, update.details):
        warnings.hold(notice, until=warned.until, now=now)
    elif update.field == account_warnings.ACCOUNT:
        warnings.lift(update.details, now=now)
    log.warning("account notice: %s %s", update.field, update.event)
    tier = next((update.details[name] for name in _LIMIT_IN_NEWS if name in update.details), None)
    if tier is not None:
        _keep(now=now, tier=str(tier))


def note_error(error: AccountError, *, now: datetime) -> None:
    """Keep trouble that belongs to no message."""
    AccountNotice.objects.create(
        at=now, field="errors", event=str(error.code or ""), details={"title": error.title[:200]}
    )
    log.error("account error: code %s", error.code)


def _definition(
    key: str, api: CloudApi, samples: dict[str, tuple[bytes, str, str]], now: datetime
) -> dict[str, Any]:
    """Build the template with this key for Meta to approve, with the sample that its kind needs uploaded."""
    if key in alert_templates.KINDS:
        kind = alert_templates.KINDS[key]
        return alert_templates.definition(
            kind, settings.ALERT_TIME_TO_LIVE, sample_handle=_uploaded(kind, api, samples)
        )
    if key in standard_templates.KEYS:
        _, kind = standard_templates.KEYS[key]
        return standard_templates.definition(key, sample_handle=_uploaded(kind, api, samples))
    return service_messages.definition(service_messages.texts_in_use(now)[key])


def _uploaded(kind: str, api: CloudApi, samples: dict[str, tuple[bytes, str, str]]) -> str:
    """The handle of the sample for a kind of broadcast; "" where it needs none."""
    if kind not in samples:
        return ""
    content, filename, mime_type = samples[kind]
    return api.upload_sample(content, filename=filename, mime_type=mime_type)
