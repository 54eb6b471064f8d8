"""The panel of a broadcast's custom template: whether one is needed, and how it stands with Meta."""

from dataclasses import dataclass

from broadcasts.models import Campaign, WhatsAppTemplate
from broadcasts.rules import template_states
from broadcasts.rules.states import CampaignStatus

from . import custom_template

SOON = "Glielo mandiamo quando chiedi l'approvazione; di solito risponde in pochi minuti, al massimo in un giorno."
BOTH = (
    "Si può approvare anche prima della risposta di WhatsApp: parte da solo quando c'è il sì di tutti e due."
)
URGENT_WAITS = (
    "È urgente, ma anche approvato aspetta la risposta di WhatsApp, poi parte da solo. Se non può aspettare, "
    "rimandalo a chi lo ha scritto con questa nota: {}."
)
APPROVED = "Il messaggio è approvato e aspetta WhatsApp: parte da solo appena WhatsApp approva, {}."


@dataclass(frozen=True)
class Panel:
    """The panel of a custom template; `template` is None until one is submitted with the text as it is now."""

    is_needed: bool
    template: WhatsAppTemplate | None = None
    state: str = ""
    tone: str = ""
    """The tone of the badge with its state: see components.badge."""
    advice: str = ""
    category: str = ""
    is_dearer: bool = False
    """True for a promotional template: as it was submitted, or as Meta took it."""
    was_refused: bool = False
    """True where the very same text may be sent to WhatsApp once more."""
    why: str = ""
    """The reason why WhatsApp reads it first, before it is asked."""
    told: str = ""
    """The words beside it: how long that takes, and what to change instead."""
    goes_on_one_line: bool = False
    """True where the new lines are all that WhatsApp reads it for."""
    awaits_meta: bool = False
    """True where it can't leave before Meta has approved a template of its own."""
    awaited: str = ""
    """The words for what the broadcast still waits for, leaving by itself afterwards; "" where that is known."""


def panel_of(campaign: Campaign) -> Panel:
    """The panel of this broadcast, new ones included."""
    if not custom_template.is_needed(campaign):
        return Panel(is_needed=False)
    own = custom_template.current(campaign)
    if own is None:
        return Panel(
            is_needed=True,
            awaits_meta=True,
            why=f"{custom_template.why_needed(campaign)}: WhatsApp lo legge prima.",
            told=_told(campaign),
            goes_on_one_line=not custom_template.has_own_button(campaign),
            awaited=_awaited(campaign),
        )
    state = template_states.state(own.status)
    return Panel(
        is_needed=True,
        template=own,
        state=state.label,
        tone=state.tone,
        advice=advice(own),
        category=template_states.category(own.category),
        is_dearer=own.category == "MARKETING",
        was_refused=campaign.is_unapproved and own.status in template_states.REFUSED,
        awaits_meta=not own.is_usable,
        awaited=_awaited(campaign) if own.status in template_states.WAITING else "",
    )


def advice(template: WhatsAppTemplate) -> str:
    """Say why Meta refused a template and what to do, or what hinders us while we submit it."""
    if template.status == template_states.SUBMITTING and template.reason:
        return f"{template.reason.rstrip('.')}. Riproviamo fra un minuto."
    why = template_states.reason(template.status, template.reason)
    return why or template_states.state(template.status).advice


def _told(campaign: Campaign) -> str:
    if campaign.is_urgent:
        return (
            f"Anche se è urgente aspetta. {SOON} Per non aspettare, {custom_template.way_around(campaign)}."
        )
    if custom_template.has_own_button(campaign):
        return f"{SOON} Per non aspettare, {custom_template.way_around(campaign)}."
    return SOON


def _awaited(campaign: Campaign) -> str:
    if campaign.is_unapproved:
        return URGENT_WAITS.format(custom_template.way_around(campaign)) if campaign.is_urgent else BOTH
    if campaign.status == CampaignStatus.APPROVED:
        return APPROVED.format("a qualsiasi ora" if campaign.is_urgent else "negli orari d'ufficio")
    return ""
