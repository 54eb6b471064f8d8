"""WhatsApp reads some texts before they leave: the button for one that it refused, and how it stands, in Italian."""

from broadcasts.content import custom_template
from broadcasts.launching.message import Message
from broadcasts.models import CampaignEvent
from broadcasts.parts.button import Button
from broadcasts.reporting.display_status import Standing
from broadcasts.rules.states import CampaignStatus
from broadcasts.rules.template_states import SUBMITTING, WAITING
from broadcasts.slices.costs import review
from cascina_whatsapp.presentation.formatting.dates import at_moment, from_moment

S, Step = Standing, CampaignEvent.Step
USUALLY = "di solito bastano pochi minuti, al massimo un giorno"
BOTH = "Chi approva può farlo anche prima: parte appena dicono di sì tutti e due."
SUBMIT_TEMPLATE = Button(
    name="submit-template",
    label="Invialo di nuovo a WhatsApp",
    explanation="È lo stesso testo che WhatsApp ha rifiutato. Se il motivo è giusto conviene correggerlo: un testo "
    "cambiato va a WhatsApp da solo, quando chiedi l'approvazione.",
    permission="submit_custom_template",
    states={CampaignStatus.DRAFT, CampaignStatus.IN_REVIEW},
    makes_sense=custom_template.was_refused,
    act=review.ask_again,
    done="Va di nuovo a WhatsApp: la risposta si vede in questa pagina.",
)


def reading_of(message: Message) -> dict[str, str]:
    """Tell how it stands with WhatsApp: title, why, what_to_do, after; {} where it need not read it, or answered."""
    campaign, standing, now = message.campaign, message.standing, message.now
    own = custom_template.current(campaign)
    if not custom_template.awaits_meta(campaign) or (own is not None and own.status not in WAITING):
        return {}
    why = custom_template.why_needed(campaign)
    silent = next((event for event in reversed(message.events) if event.what == Step.TEMPLATE_SILENT), None)
    if own is None or (own.status == SUBMITTING and (own.reason or not own.submitted_at)):
        said = (
            f" {at_moment(silent.at, now).capitalize()} non rispondeva."
            if silent and own and own.reason
            else ""
        )
        approves = standing == S.TO_APPROVE
        return {
            "title": "WhatsApp non l'ha ancora letto",
            "why": f"{why}, e i testi così li controlla prima.{said}",
            "what_to_do": "Glielo mandiamo adesso, insieme alla tua approvazione." if approves else "",
            "after": f"{USUALLY.capitalize()}." if approves else f"{USUALLY.capitalize()}. {BOTH}",
        }
    since = f" {from_moment(own.submitted_at, now)}" if own.submitted_at else ""
    what_to_do, after = _follows(message)
    return {
        "title": f"WhatsApp lo sta leggendo{since}",
        "why": f"{why}, e i testi così WhatsApp li controlla prima: {USUALLY}.",
        "what_to_do": what_to_do,
        "after": after,
    }


def _follows(message: Message) -> tuple[str, str]:
    campaign, standing = message.campaign, message.standing
    if standing == S.TO_APPROVE:
        asked = [event.by for event in message.events if event.what == Step.REVIEW_ASKED and event.by]
        asked_by = (asked[-1].first_name or asked[-1].username) if asked and message.asks else ""
        back = f"torna a {asked_by} con il motivo" if asked_by else "torna in bozza con il motivo"
        return (
            "Non devi aspettare:",
            f"approva adesso e parte appena dice di sì. Se dice di no, {back}.",
        )
    if standing in (S.SCHEDULED, S.LEAVING):
        hours = "a qualsiasi ora" if campaign.is_urgent else "negli orari d'ufficio"
        return "", f"È approvato: parte da solo appena dice di sì, {hours}."
    return "", BOTH
