# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""On a broadcast's page: whether its text needs a template of its own, and how that stands with Meta."""

from dataclasses import dataclass

from broadcasts.content import custom_template
from broadcasts.models import Campaign, WhatsAppTemplate
from broadcasts.rules import template_states
from cascina_whatsapp.components import badge


@dataclass(frozen=True)
class Panel:
    """What the page shows; `template` is None until one is submitted with the text as it is now."""

    is_needed: bool
    is_outdated: bool
    """Whether one was submitted, with another text."""
    template: WhatsAppTemplate | None = None
    badge: str = ""
    advice: str = ""
    category: str = ""
    is_dearer: bool = False
    """Whether it is promotional: as it was submitted, or as Meta took it."""
    is_waiting: bool = False
    why: str = ""
    """Why it needs one, and what to change for it not to: sentences begin and end with them."""
    instead: str = ""


def panel_of(campaign: Campaign) -> Panel:
    """The panel of this broadcast, new ones included."""
    if not custom_template.is_needed(campaign):
        return Panel(is_needed=False, is_outdated=False)
    own = custom_template.current(campaign)
    if own is None:
        return Panel(
            is_needed=True,
            is_outdated=campaign.custom_template is not None,
            why=custom_template.why_needed(campaign),
            instead=custom_template.way_around(campaign),
        )
    state = template_states.state(own.status)
    return Panel(
        is_needed=True,
        is_outdated=False,
        template=own,
        badge=badge(state.label, state.tone),
        advice=advice(own),
        category=template_states.category(own.category),
        is_dearer=own.category == "MARKETING",
        is_waiting=own.status in template_states.WAITING,
    )


def advice(template: WhatsAppTemplate) -> str:
    """Why Meta refused it and what to do; while we try to submit it, what hinders us."""
    if template.status == template_states.SUBMITTING and template.reason:
        return f"{template.reason.rstrip('.')}. Riproviamo fra un minuto."
    why = template_states.reason(template.status, template.reason)
    return why or template_states.state(template.status).advice
