# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What can be wrong with the template that a broadcast goes out through: Meta must have approved it."""

from broadcasts.content import custom_template
from broadcasts.models import Campaign, WhatsAppTemplate
from broadcasts.rules import template_states

from .problem import Problem

NO_CUSTOM_TEMPLATE = (
    "Il testo ha più paragrafi: serve un modello su misura. Premi «Invia il modello a WhatsApp», poi approva. "
    "Oppure scrivi un solo paragrafo."
)
CUSTOM_TEMPLATE_CHANGED = (
    "Il testo è cambiato dopo l'invio del modello a WhatsApp: premi di nuovo «Invia il modello a WhatsApp»."
)


def template_problems(campaign: Campaign) -> list[Problem]:
    """Of its own template where the text has several paragraphs, else of the one that it shares with others."""
    template = custom_template.row_for(campaign)
    if custom_template.is_needed(campaign):
        return _custom_template_problems(campaign, template)
    if template and template.is_usable:
        return []
    name = custom_template.name_for(campaign)
    state = f"è nello stato {template.status}" if template else "non risulta presso WhatsApp"
    return [
        Problem(
            "",
            f"Il modello «{name}» {state}: avvisa chi gestisce il sistema, poi avvia di nuovo il messaggio.",
        )
    ]


def _custom_template_problems(campaign: Campaign, own: WhatsAppTemplate | None) -> list[Problem]:
    """While Meta is still to decide, it may be approved: it leaves when both have said yes."""
    if own is None:
        return [Problem("", CUSTOM_TEMPLATE_CHANGED if campaign.custom_template else NO_CUSTOM_TEMPLATE)]
    if own.is_usable or own.status in template_states.WAITING:
        return []
    state = template_states.state(own.status)
    why = template_states.reason(own.status, own.reason) or state.advice
    return [Problem("", f"Modello su misura: {state.label.lower()}. {why}")]
