"""The panel of a broadcast's custom template: whether one is needed, and how it stands with Meta."""

from typing import Any

from broadcasts.models import Campaign, WhatsAppTemplate
from broadcasts.rules import template_states

from . import custom_template

SOON = "Glielo mandiamo quando chiedi l'approvazione; di solito risponde in pochi minuti, al massimo in un giorno."


def panel_of(campaign: Campaign) -> dict[str, Any]:
    """Tell what this broadcast needs of WhatsApp, new ones included; {} where it needs no template of its own.

    `awaits_meta`: whether it can't leave before WhatsApp has approved it. Before that is asked, `why` WhatsApp reads
    it first, `told`: how long that takes and what to change instead, and whether it `goes_on_one_line`, since the new
    lines are all that WhatsApp reads it for. Afterwards its `template`, `state` and `tone` (components.badge), the
    `advice`, and whether it `was_refused`, so that the very same text may be sent once more.
    """
    if not custom_template.is_needed(campaign):
        return {}
    own = custom_template.current(campaign)
    if own is None:
        return {
            "awaits_meta": True,
            "why": f"{custom_template.why_needed(campaign)}: WhatsApp lo legge prima.",
            "told": _told(campaign),
            "goes_on_one_line": not custom_template.has_own_button(campaign),
        }
    state = template_states.state(own.status)
    return {
        "awaits_meta": not own.is_usable,
        "template": own,
        "state": state.label,
        "tone": state.tone,
        "advice": advice(own),
        "is_dearer": own.category == "MARKETING",
        "was_refused": campaign.is_unapproved and own.status in template_states.REFUSED,
    }


def advice(template: WhatsAppTemplate) -> str:
    """Say why Meta refused a template and what to do, or what hinders us while we submit it."""
    if template.status == template_states.SUBMITTING and template.reason:
        return f"{template.reason.rstrip('.')}. Riproviamo fra un minuto."
    why = template_states.reason(template.status, template.reason)
    return why or template_states.state(template.status).advice


def _told(campaign: Campaign) -> str:
    if not (campaign.is_urgent or custom_template.has_own_button(campaign)):
        return SOON
    urgent = "Anche se è urgente aspetta. " if campaign.is_urgent else ""
    return f"{urgent}{SOON} Per non aspettare, {custom_template.way_around(campaign)}."
