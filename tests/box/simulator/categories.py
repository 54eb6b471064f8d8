"""The categories in which WhatsApp bills templates: mistaken utility becomes marketing, and is punished at last.

Meta, template categorization (May 2026): what promotes or invites is marketing, whatever it was submitted as; a
change is announced 24 hours ahead; who misuses the categories is warned, then all approved utility templates become
marketing and no new one is taken for 7 days, the next time for 30. Warning, restriction and its end are all
`ACCOUNT_RESTRICTION`: the violation tells which, and only a restriction has `restriction_info` (same page).
"""

import time
from typing import Any

from . import webhooks
from .errors import GraphError
from .templates import Template
from .whatsapp import WhatsApp

DAY = 86_400
NOTICE = DAY
"""Seconds between the announcement and the change."""
EVENT, ABUSE, LIFTED = "ACCOUNT_RESTRICTION", "UTILITY_TEMPLATE_ABUSE", "UTILITY_TEMPLATE_ABUSE_UNBAN"
RESTRICTION = "RESTRICTED_UTILITY_TEMPLATES"


def refuse_while_punished(whatsapp: WhatsApp, category: str) -> None:
    """Raise GraphError for a utility template while none is taken."""
    if category.upper() == "UTILITY" and whatsapp.punished_until > time.time():
        raise GraphError(100, "Utility templates cannot be created while the account is restricted")


def announce(whatsapp: WhatsApp, template: Template, category: str) -> None:
    """Tell that the category changes in 24 hours; nothing changes yet. To what it is now: that nothing will."""
    template.correct_category = category
    value = _about(template) | {
        "new_category": template.category,
        "correct_category": category,
        "category_update_timestamp": int(time.time()) + NOTICE,
    }
    _post(whatsapp, "template_category_update", value)


def change(whatsapp: WhatsApp, template: Template, category: str) -> None:
    """Bill a template as something else from now on, and tell."""
    before, template.category = template.category, category
    template.previous_category, template.correct_category = before, category
    value = _about(template) | {"previous_category": before, "new_category": category}
    _post(whatsapp, "template_category_update", value)


def warn(whatsapp: WhatsApp) -> None:
    """A written warning for misuse of the categories; nothing is restricted yet."""
    _tell(whatsapp, ABUSE)


def punish(whatsapp: WhatsApp, days: int) -> None:
    """Restrict the account for so many days: every approved utility template is marketing at once."""
    whatsapp.punished_until = time.time() + days * DAY
    restriction = {"restriction_type": RESTRICTION, "expiration": int(whatsapp.punished_until)}
    _tell(whatsapp, ABUSE, restriction_info=[restriction])
    for template in whatsapp.shelf.templates.values():
        if template.category == "UTILITY" and template.status == "APPROVED":
            change(whatsapp, template, "MARKETING")


def lift(whatsapp: WhatsApp) -> None:
    """The restriction is over; templates stay marketing until somebody has them reviewed."""
    whatsapp.punished_until = 0.0
    _tell(whatsapp, LIFTED)


def _tell(whatsapp: WhatsApp, violation: str, **more: object) -> None:
    value = {"event": EVENT, "violation_info": {"violation_type": violation}}
    _post(whatsapp, "account_update", value | more)


def _about(template: Template) -> dict[str, Any]:
    return {
        "message_template_id": int(template.id),
        "message_template_name": template.name,
        "message_template_language": template.language.replace("_", "-"),
    }


def _post(whatsapp: WhatsApp, field: str, value: dict[str, Any]) -> None:
    if whatsapp.settings.account_news:
        whatsapp.outbox.post(webhooks.account_envelope(whatsapp.config, field, value))
