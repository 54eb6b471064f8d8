"""The checks of a message about the service: the text of the service in it, its variables, its audience."""

from datetime import datetime

from broadcasts.content.audience import audience_of
from broadcasts.content.service import service_events, service_messages
from broadcasts.models import Campaign
from cascina_whatsapp.presentation.formatting.dates import day_of
from cascina_whatsapp.whatsapp.cloud_api.limits import parameter_problem
from subscribers.models import ServiceText

from .problem import PARAMETER_PROBLEMS, Problem

WHAT_CHANGES = "Scrivi che cosa cambia, con «Scrivi che cosa cambia»."
NEWER_NOTICE = "C'è una versione più recente dell'informativa: annulla questo messaggio e avvisa di quella."
OVER = "Partirebbe quando la sospensione è già finita: cambia le date, o annulla il messaggio."
NOBODY_SUBSCRIBED = "Adesso non c'è nessun iscritto che si possa raggiungere."
NOBODY_TO_TELL = "Non c'è più nessuno da avvisare: chi doveva saperlo lo sa già."


def wording_problems(campaign: Campaign) -> list[Problem]:
    """Say why Meta would not take the text of the service as a template: a new version mends it."""
    problem = service_messages.body_problem(campaign.service.wording)
    if not problem:
        return []
    return [Problem("", f"{problem} Correggilo in una nuova versione, fra i testi del servizio.")]


def what_changes_problems(campaign: Campaign) -> list[Problem]:
    """Find the first thing that is wrong with what a clerk writes about a changed privacy notice."""
    if word := parameter_problem(campaign.body):
        return [Problem("body", WHAT_CHANGES if word == "empty" else PARAMETER_PROBLEMS[word])]
    excess = service_messages.excess(campaign)
    if excess > 0:
        return [Problem("body", f"«Che cosa cambia» è troppo lungo: togli {excess} caratteri.")]
    return []


def details_problems(campaign: Campaign) -> list[Problem]:
    """List what the details lack, how they contradict each other, and what Meta refuses of them."""
    if missing := service_events.missing_details(campaign):
        return [Problem("details", f"Manca: {', '.join(missing).lower()}.")]
    sentences = [*service_events.misplaced_days(service_events.days(campaign)).values()]
    words = {parameter_problem(value) for value in service_events.template_values(campaign).values()}
    sentences += [PARAMETER_PROBLEMS[word] for word in words if word]
    excess = service_messages.excess(campaign)
    sentences += [f"Il messaggio è troppo lungo: togli {excess} caratteri."] if excess > 0 else []
    return [Problem("details", sentence) for sentence in sentences]


def expiry_problems(campaign: Campaign, leaves: datetime) -> list[Problem]:
    """Object that a pause of the service would be told when it is over."""
    is_over = campaign.purpose == Campaign.Purpose.PAUSED and service_events.is_over(campaign, day_of(leaves))
    return [Problem("details", OVER)] if is_over else []


def newer_notice_problems(campaign: Campaign) -> list[Problem]:
    """Object that another version has superseded the notice that people would be told of, or soon will."""
    told = campaign.service.notice_told
    newer = ServiceText.objects.filter(key=told.key, version__gt=told.version)
    return [Problem("", NEWER_NOTICE)] if newer.exists() else []


def recorded_audience_problems(campaign: Campaign) -> list[Problem]:
    """Object that everybody whom a reminder or a changed notice concerns has heard of it already."""
    return [] if audience_of(campaign).exists() else [Problem("", NOBODY_TO_TELL)]


def audience_problems(campaign: Campaign) -> list[Problem]:
    """Object that a message about the service would reach no subscriber."""
    return [] if audience_of(campaign).exists() else [Problem("", NOBODY_SUBSCRIBED)]
