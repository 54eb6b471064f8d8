# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What can be wrong with the template that a broadcast goes out through: Meta must have approved it."""

from broadcasts.content import custom_template
from broadcasts.models import Campaign, WhatsAppTemplate
from broadcasts.rules import template_states
from broadcasts.rules.standard_templates import SPOKEN, UTILITY

from .problem import Problem

NO_CUSTOM_TEMPLATE = (
    "{why}: serve un modello su misura. Premi «Invia il modello a WhatsApp», poi approva. Oppure {instead}."
)
CUSTOM_TEMPLATE_CHANGED = (
    "Il testo è cambiato dopo l'invio del modello a WhatsApp: premi di nuovo «Invia il modello a WhatsApp»."
)

INVITATION_AS_NOTICE = (
    "Per WhatsApp il modello di questo invito è quello di un avviso: un invito non parte così. Avvisa chi gestisce "
    "il sistema: il modello va corretto presso WhatsApp."
)


def template_problems(campaign: Campaign) -> list[Problem]:
    """Of its own template where the text has several paragraphs, else of the one that it shares with others."""
    if not campaign.by_whatsapp:
        return []
    template = custom_template.row_for(campaign)
    if template and campaign.is_invitation and template.category == UTILITY:
        return [Problem("", INVITATION_AS_NOTICE)]
    if custom_template.is_needed(campaign):
        return _custom_template_problems(campaign, template)
    if template and template.is_usable:
        return []
    called = SPOKEN.get(custom_template.name_for(campaign), "Modello di questo avviso sul servizio")
    state = template_states.state(template.status if template else template_states.MISSING)
    told = f"{called}: {state.label[:1].lower()}{state.label[1:]}"
    return [Problem("", f"{told}. Avvisa chi gestisce il sistema, poi avvia di nuovo il messaggio.")]


def _custom_template_problems(campaign: Campaign, own: WhatsAppTemplate | None) -> list[Problem]:
    """While Meta is still to decide, it may be approved: it leaves when both have said yes."""
    if own is None:
        return [Problem("", CUSTOM_TEMPLATE_CHANGED if campaign.custom_template else _no_template(campaign))]
    if own.is_usable or own.status in template_states.WAITING:
        return []
    state = template_states.state(own.status)
    why = template_states.reason(own.status, own.reason) or state.advice
    return [Problem("", f"Modello su misura: {state.label[:1].lower()}{state.label[1:]}. {why}")]


def _no_template(campaign: Campaign) -> str:
    why, instead = custom_template.why_needed(campaign), custom_template.way_around(campaign)
    return NO_CUSTOM_TEMPLATE.format(why=why, instead=instead)
