"""WhatsApp reads some texts before they leave: whether it has this one, since when, and what follows, in Italian."""

from collections.abc import Iterable
from datetime import datetime

from broadcasts.content import custom_template
from broadcasts.models import Campaign, CampaignEvent
from broadcasts.reporting.standings import Standing
from broadcasts.rules.template_states import SUBMITTING, WAITING
from cascina_whatsapp.presentation.formatting.dates import at_moment, from_moment

S, Step = Standing, CampaignEvent.Step
USUALLY = "di solito bastano pochi minuti, al massimo un giorno"
BOTH = "Chi approva può farlo anche prima: parte appena dicono di sì tutti e due."


def reading_of(
    campaign: Campaign, standing: Standing, events: Iterable[CampaignEvent], now: datetime, *, asked_by: str
) -> dict[str, str]:
    """Tell how it stands with WhatsApp: title, why, what_to_do, after; {} where it need not read it, or has answered.

    `asked_by`: the first name of who asked for the approval, or "".
    """
    if not custom_template.awaits_meta(campaign):
        return {}
    own = custom_template.current(campaign)
    if own is not None and own.status not in WAITING:
        return {}
    why = custom_template.why_needed(campaign)
    silent = next((event for event in reversed(list(events)) if event.what == Step.TEMPLATE_SILENT), None)
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
    what_to_do, after = _follows(campaign, standing, asked_by)
    return {
        "title": f"WhatsApp lo sta leggendo{since}",
        "why": f"{why}, e i testi così WhatsApp li controlla prima: {USUALLY}.",
        "what_to_do": what_to_do,
        "after": after,
    }


def _follows(campaign: Campaign, standing: Standing, asked_by: str) -> tuple[str, str]:
    if standing == S.TO_APPROVE:
        back = f"torna a {asked_by} con il motivo" if asked_by else "torna in bozza con il motivo"
        return (
            "Non devi aspettare:",
            f"approva adesso e parte appena dice di sì. Se dice di no, {back}.",
        )
    if standing in (S.SCHEDULED, S.LEAVING):
        hours = "a qualsiasi ora" if campaign.is_urgent else "negli orari d'ufficio"
        return "", f"È approvato: parte da solo appena dice di sì, {hours}."
    return "", BOTH
