# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is wrong with a broadcast, field by field, in words that say what to do."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.timezone import localtime

from broadcasts.audience import audience
from broadcasts.models import Campaign
from broadcasts.rules import standard_templates, template_states
from broadcasts.rules.attachments import AttachmentRefused, check_image, check_pdf
from broadcasts.rules.states import DeliveryStatus
from cascina_whatsapp.cloud_api.limits import TEMPLATE_BODY_LIMIT, parameter_problem
from subscribers.models import ServiceText

from . import attachment, custom_template, service_events, service_messages

PARAMETER_PROBLEMS = {
    "empty": "Scrivi qui qualcosa.",
    "newline": "Togli gli a capo: WhatsApp li rifiuta in questo tipo di messaggio. Scrivi un solo paragrafo.",
    "tab": "Togli le tabulazioni: WhatsApp le rifiuta. Usa uno spazio.",
    "spaces": "Togli gli spazi ripetuti: WhatsApp ne accetta al massimo quattro di fila.",
    "braces": "Togli le parentesi graffe doppie: WhatsApp le prende per un segnaposto.",
}
ANOTHER_KIND = {
    Campaign.Kind.IMAGE: "Il file allegato non è un'immagine: scegline un altro, o cambia tipo.",
    Campaign.Kind.DOCUMENT: "Il file allegato non è un PDF: scegline un altro, o cambia tipo.",
}
NO_TRIAL = "Prima di chiedere l'approvazione manda una prova al tuo telefono, con «Mandami una prova»."
TRIED = (DeliveryStatus.ACCEPTED, DeliveryStatus.SENT, DeliveryStatus.DELIVERED, DeliveryStatus.READ)
valid_address = URLValidator(schemes=["https"])
NO_OWN_TEMPLATE = (
    "Il testo ha più paragrafi: serve un modello su misura. Premi «Invia il modello a WhatsApp», poi approva. "
    "Oppure scrivi un solo paragrafo."
)
OWN_TEMPLATE_CHANGED = (
    "Il testo è cambiato dopo l'invio del modello a WhatsApp: premi di nuovo «Invia il modello a WhatsApp»."
)


WHAT_CHANGES = "Scrivi che cosa cambia, con «Scrivi che cosa cambia»."
NEWER_NOTICE = "C'è una versione più recente dell'informativa: annulla questo messaggio e avvisa di quella."
OVER = "Partirebbe quando la sospensione è già finita: cambia le date, o annulla il messaggio."
NOBODY_SUBSCRIBED = "Adesso non c'è nessun iscritto che si possa raggiungere."
NOBODY_TO_TELL = "Non c'è più nessuno da avvisare: chi doveva saperlo lo sa già."


@dataclass(frozen=True)
class Problem:
    """One thing to mend; `field` is "" for the broadcast as a whole."""

    field: str
    sentence: str


def content_problems(campaign: Campaign) -> list[Problem]:
    """What a clerk can mend on the form. Asks the database nothing and opens no file."""
    if campaign.is_service:
        return _service_problems(campaign)
    return [
        *_text_problems(campaign),
        *_topic_problems(campaign),
        *_link_problems(campaign),
        *_attachment_problems(campaign),
        *_urgency_problems(campaign),
    ]


def launch_problems(campaign: Campaign) -> list[Problem]:
    """Everything that must be right at the moment of launching."""
    problems = content_problems(campaign)
    if not problems:
        problems = [
            *_file_problems(campaign),
            *_notice_problems(campaign),
            *_template_problems(campaign),
            *_audience_problems(campaign),
        ]
    return problems


def trial_problems(campaign: Campaign) -> list[Problem]:
    """Where the town hall wants it so: nobody has tried the content as it is now."""
    if not settings.TRIAL_BEFORE_APPROVAL:
        return []
    tried = campaign.trials.filter(version=campaign.version, status__in=TRIED)
    return [] if tried.exists() else [Problem("", NO_TRIAL)]


def is_past(moment: datetime | None, now: datetime) -> bool:
    """Whether a chosen moment has already gone by."""
    return moment is not None and moment < now


def _text_problems(campaign: Campaign) -> list[Problem]:
    in_body = custom_template.body_problem if custom_template.is_needed(campaign) else parameter_problem
    words = {"title": parameter_problem(campaign.title), "body": in_body(campaign.body)}
    problems = [Problem(field, PARAMETER_PROBLEMS[word]) for field, word in words.items() if word]
    left = standard_templates.room(campaign.title, campaign.link, limit=TEMPLATE_BODY_LIMIT)
    excess = len(custom_template.tidy(campaign.body)) - left
    if excess > 0:
        problems.append(
            Problem(
                "body",
                f"Il testo è troppo lungo: togli {excess} caratteri. Con questo titolo e questo collegamento "
                f"ne restano {left}.",
            )
        )
    return problems


def _service_problems(campaign: Campaign) -> list[Problem]:
    """Of a message about the service only what its variables say is written here; everything else is in its text."""
    if problem := service_messages.body_problem(campaign.wording):
        return [Problem("", f"{problem} Correggilo in una nuova versione, fra i testi del servizio.")]
    if campaign.purpose in service_events.SERVICE_EVENTS:
        return _occasion_problems(campaign)
    if campaign.purpose != Campaign.Purpose.NOTICE:
        return []
    if word := parameter_problem(campaign.body):
        return [Problem("body", WHAT_CHANGES if word == "empty" else PARAMETER_PROBLEMS[word])]
    excess = service_messages.excess(campaign)
    return (
        [Problem("body", f"«Che cosa cambia» è troppo lungo: togli {excess} caratteri.")]
        if excess > 0
        else []
    )


def _occasion_problems(campaign: Campaign) -> list[Problem]:
    """What its values lack, how they contradict each other, what Meta refuses of them."""
    if missing := service_events.missing_details(campaign):
        return [Problem("details", f"Manca: {', '.join(missing).lower()}.")]
    sentences = [*service_events.misplaced_days(service_events.days(campaign)).values()]
    words = {parameter_problem(value) for value in service_events.template_values(campaign).values()}
    sentences += [PARAMETER_PROBLEMS[word] for word in words if word]
    excess = service_messages.excess(campaign)
    sentences += [f"Il messaggio è troppo lungo: togli {excess} caratteri."] if excess > 0 else []
    return [Problem("details", sentence) for sentence in sentences]


def occasion_problems(campaign: Campaign, leaves: datetime) -> list[Problem]:
    """Where it would leave when what it says is over."""
    return [Problem("details", OVER)] if service_events.is_over(campaign, localtime(leaves).date()) else []


def _topic_problems(campaign: Campaign) -> list[Problem]:
    if campaign.topic_id is None:
        return [Problem("topic", "Scegli l'argomento: decide chi riceve il messaggio.")]
    return []


def _link_problems(campaign: Campaign) -> list[Problem]:
    if not campaign.link:
        return [Problem("link", "Manca il collegamento: ogni messaggio rimanda alla pagina ufficiale.")]
    if not campaign.link.startswith("https://"):
        return [Problem("link", "Il collegamento deve cominciare con https://")]
    try:
        valid_address(campaign.link)
    except ValidationError:
        return [Problem("link", "Il collegamento non è un indirizzo valido: copialo dalla pagina del sito.")]
    return []


def _attachment_problems(campaign: Campaign) -> list[Problem]:
    if campaign.kind == Campaign.Kind.TEXT:
        if campaign.attachment:
            return [Problem("attachment", attachment.NOTHING_TO_SEND)]
        return []
    if not campaign.attachment:
        what = "l'immagine" if campaign.kind == Campaign.Kind.IMAGE else "il PDF"
        return [Problem("attachment", f"Manca {what}: scegli un file o cambia il tipo in Testo.")]
    if not attachment.suits(campaign):
        return [Problem("attachment", ANOTHER_KIND[campaign.kind])]
    return []


def _urgency_problems(campaign: Campaign) -> list[Problem]:
    if campaign.is_urgent and not campaign.urgent_reason.strip():
        return [Problem("urgent_reason", "Un messaggio urgente ha bisogno di un motivo scritto.")]
    return []


def _file_problems(campaign: Campaign) -> list[Problem]:
    """The stored file itself: it may have been lost, or belong to another kind."""
    if campaign.kind == Campaign.Kind.TEXT:
        return []
    check = check_image if campaign.kind == Campaign.Kind.IMAGE else check_pdf
    try:
        with campaign.attachment.open("rb") as file:
            check(file.read())
    except OSError:
        return [Problem("attachment", attachment.FILE_LOST)]
    except AttachmentRefused as refusal:
        return [Problem("attachment", str(refusal))]
    return []


def _template_problems(campaign: Campaign) -> list[Problem]:
    if custom_template.is_needed(campaign):
        return _own_template_problems(campaign)
    template = custom_template.row_for(campaign)
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


def _own_template_problems(campaign: Campaign) -> list[Problem]:
    """While Meta is still to decide, it may be approved: it leaves when both have said yes."""
    own = custom_template.current(campaign)
    if own is None:
        return [Problem("", OWN_TEMPLATE_CHANGED if campaign.own_template else NO_OWN_TEMPLATE)]
    if own.is_usable or own.status in template_states.WAITING:
        return []
    state = template_states.state(own.status)
    why = template_states.reason(own.status, own.reason) or state.advice
    return [Problem("", f"Modello su misura: {state.label.lower()}. {why}")]


def _notice_problems(campaign: Campaign) -> list[Problem]:
    """Nobody is told of a notice that another one has superseded, or soon will."""
    if campaign.purpose != Campaign.Purpose.NOTICE:
        return []
    newer = ServiceText.objects.filter(key=campaign.notice.key, version__gt=campaign.notice.version)
    return [Problem("", NEWER_NOTICE)] if newer.exists() else []


def _audience_problems(campaign: Campaign) -> list[Problem]:
    if audience(campaign).exists():
        return []
    if campaign.is_recorded:
        return [Problem("", NOBODY_TO_TELL)]
    if campaign.is_service:
        return [Problem("", NOBODY_SUBSCRIBED)]
    return [
        Problem("topic", "Nessun iscritto segue questo argomento: il messaggio non arriverebbe a nessuno.")
    ]
