"""Warnings whose news never came: what Meta answers when it is asked tells of them, every ten minutes.

A change that it announces (`correct_category`), an account that it limits or blocks (`health_status`), and notices
that were all made invitations (`previous_category`) are found so. A warning in writing restricts nothing: no answer
tells of it, only webhook and e-mail do (Meta, template categorization).
"""

import logging
from collections.abc import Iterable
from datetime import datetime

from broadcasts.models import AccountNotice, WhatsAppTemplate
from broadcasts.rules import account_warnings
from broadcasts.rules.standard_templates import MARKETING, UTILITY
from broadcasts.rules.template_states import APPROVED
from cascina_whatsapp.whatsapp.cloud_api.facts import (
    AVAILABLE,
    BLOCKED,
    NO_PAYMENT,
    NOT_VERIFIED,
    Health,
    TemplateInfo,
)

from . import category_changes, template_review, warnings

log = logging.getLogger(__name__)
JUDGED = ("WABA", "BUSINESS")
"""The parties whose limits are Meta's answer to how we write; number and app have lines of their own."""
NO_WARNING = {NO_PAYMENT, NOT_VERIFIED}
"""The codes of limits that come without our having misused anything."""
SEVERAL = 2
"""Templates that were notices: of a single one Meta may have thought otherwise."""


def in_health(parts: Iterable[Health], *, now: datetime) -> None:
    """Keep or end the warning that Meta limits or blocks the account: it holds while Meta does."""
    bad = {part.verdict for part in parts if part.kind in JUDGED and _restricts(part)}
    worst = BLOCKED if BLOCKED in bad else next(iter(bad), "")
    for event in account_warnings.STANDINGS:
        _keep(event, is_so=event == worst, now=now)


def in_templates(infos: Iterable[TemplateInfo], *, now: datetime) -> None:
    """Keep or end the warning that all templates approved as notices are invitations: it holds while they are."""
    approved = [info for info in infos if info.status == APPROVED]
    turned = [info for info in approved if (info.previous_category, info.category) == (UTILITY, MARKETING)]
    still = any(info.category == UTILITY for info in approved)
    _keep(account_warnings.TURNED, is_so=len(turned) >= SEVERAL and not still, now=now)


def announced(
    template: WhatsAppTemplate, category: str, *, takes_effect: datetime | None = None, now: datetime
) -> None:
    """Note that Meta is going to bill a template as `category`; "": as it does now. Known news changes nothing.

    The moment is told by webhook alone, and holds then; without one it holds until it comes or is taken back.
    """
    if category == template.announced_category:
        if takes_effect:
            warnings.set_moment(template, takes_effect, now=now)
        return
    if not category and warnings.has_moment(template, now=now):
        return
    row = template_review.heard(template, now=now, announced_category=category)
    warnings.has_come(row, now=now)
    if not category:
        return
    category_changes.announce_category_change(row, after=category, takes_effect=takes_effect, now=now)
    if category == MARKETING:
        warnings.announce_category_change(row, category=category, takes_effect=takes_effect, now=now)


def _restricts(part: Health) -> bool:
    """Tell whether a part is limited, and not only for want of a payment or a verification."""
    return part.verdict != AVAILABLE and not (part.codes and part.codes <= NO_WARNING)


def _keep(event: str, *, is_so: bool, now: datetime) -> None:
    """A warning begins with what was found, and ends with it: `until` is when Meta said that it is over.

    One that a person ended does not come back while it is still so. Where news of a restriction hold already it is
    written down as known, and ends with them.
    """
    known = AccountNotice.objects.filter(field=account_warnings.FOUND, event=event, warns=True, until=None)
    if not is_so:
        known.update(until=now)
    elif not known.exists():
        about = {
            "field": account_warnings.FOUND,
            "event": event,
            "details": {account_warnings.STANDING: event},
        }
        if warnings.restricts(now):
            AccountNotice.objects.create(at=now, warns=True, ended_at=now, **about)
        else:
            log.warning("a warning was found by asking: %s", event)
            warnings.hold(AccountNotice.objects.create(at=now, **about), until=None, now=now)
