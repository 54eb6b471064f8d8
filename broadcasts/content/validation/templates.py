"""The checks of the template that a broadcast goes out through: Meta must have approved it."""

from broadcasts.content import custom_template
from broadcasts.models import Campaign, WhatsAppTemplate
from broadcasts.rules import template_states
from broadcasts.rules.standard_templates import SPOKEN, UTILITY

from .problem import Problem

MEND_OR_AGAIN = (
    "Correggi il testo e chiedi di nuovo l'approvazione, o rimandalo com'è con «Invialo di nuovo a WhatsApp»."
)
AGAIN = "Il pulsante è «Invialo di nuovo a WhatsApp»."
INVITATION_AS_NOTICE = (
    "Per WhatsApp il testo fisso di questo invito è quello di un avviso: un invito non parte così. Avvisa chi "
    "amministra il sistema: il testo fisso va corretto presso WhatsApp."
)


def template_problems(campaign: Campaign) -> list[Problem]:
    """Find what is wrong with the template that a broadcast leaves through.

    Its own where the text has several paragraphs, else the one that it shares with others.
    """
    if not campaign.by_whatsapp:
        return []
    template = custom_template.row_for(campaign)
    if template and campaign.is_invitation and template.category == UTILITY:
        return [Problem("", INVITATION_AS_NOTICE)]
    if custom_template.is_needed(campaign):
        return refusal_problems(campaign)
    if template and template.is_usable:
        return []
    called = SPOKEN.get(custom_template.name_for(campaign), "Testo fisso di questo avviso sul servizio")
    state = template_states.state(template.status if template else template_states.MISSING)
    told = f"{called}: {state.within}"
    return [Problem("", f"{told}. Avvisa chi amministra il sistema, poi avvia di nuovo il messaggio.")]


def refusal_problems(campaign: Campaign) -> list[Problem]:
    """Report that Meta refuses the broadcast's own template; nothing is wrong while Meta is still to decide."""
    own = custom_template.current(campaign) if custom_template.is_needed(campaign) else None
    if own is None or own.is_usable or own.status in template_states.WAITING:
        return []
    state = template_states.state(own.status)
    why = template_states.reason(own.status, own.reason) or state.advice
    return [
        Problem(
            "",
            f"Testo da far approvare: {state.within}. {why} {_way_out(own)}".strip(),
        )
    ]


def _way_out(own: WhatsAppTemplate) -> str:
    """Name the button that helps; a template that WhatsApp only stopped for a while comes back by itself."""
    if own.status == "REJECTED":
        return MEND_OR_AGAIN
    return AGAIN if own.status in template_states.REFUSED else ""
