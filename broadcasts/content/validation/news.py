"""The checks of news: its text, topics, link, attachment and urgency, its stored file, its audience."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from broadcasts.content import custom_template
from broadcasts.content.attachments import attachment
from broadcasts.content.attachments.checked_files import check_image, check_pdf
from broadcasts.content.audience import audience_of
from broadcasts.models import Campaign
from broadcasts.rules import occasions, standard_templates
from broadcasts.rules.attachments import AttachmentRefused
from broadcasts.rules.cap import facts
from broadcasts.rules.words import page_buttons, plain_text
from broadcasts.rules.words.placeholders import gaps_in
from cascina_whatsapp.presentation.formatting.numbers import many
from cascina_whatsapp.whatsapp.cloud_api.limits import characters, parameter_problem

from .problem import PARAMETER_PROBLEMS, Problem

ANOTHER_KIND: dict[str, str] = {
    Campaign.Kind.IMAGE: "Il file allegato non è un'immagine: scegline un altro, o cambia tipo.",
    Campaign.Kind.DOCUMENT: "Il file allegato non è un PDF: scegline un altro, o cambia tipo.",
}
EMPTY = {
    "title": "Scrivi il titolo: di che cosa si parla, in poche parole.",
    "body": "Scrivi il testo: che cosa, quando, dove, che cosa fare.",
}
INVITATION_TO_ALERTS = "È un invito: non va a chi segue le allerte."
URGENT_INVITATION = (
    "Un invito non è urgente. Se è successo qualcosa, scrivi un avviso e scegli solo argomenti di avvisi."
)
NO_PICTURE_TEXT = (
    "Scrivi che cosa si vede nell'immagine, e le parole che ci sono dentro: lo ascolta chi non vede."
)
FILL = "Riempi: "
"""The beginning of the sentence about gaps that are still open."""
A_FILE_NAME = "È il nome di un file: scrivi che cosa si vede nell'immagine."
FILE_NAME = re.compile(r"\S+\.(jpe?g|png|gif|webp|pdf)", re.IGNORECASE)
BUTTON_ON_ALERT = (
    "Un'allerta non ha questo pulsante: deve partire subito e dire tutto nel testo. Cancella l'indirizzo; quello "
    "della pagina è già nel collegamento."
)
TOO_FEW = (
    "Con queste zone lo riceverebbero meno di {} persone: così poche che si potrebbe capire chi sono. Aggiungi altre "
    "zone, o toglile tutte."
)
NO_PAGE = "Scrivi il collegamento: ogni messaggio rimanda alla pagina ufficiale."
valid_address = URLValidator(schemes=["https"])


def content_problems(campaign: Campaign) -> list[Problem]:
    """List all problems that a clerk can mend on the form, in the order of its fields."""
    return [
        *_text_problems(campaign),
        *_to_whom_problems(campaign),
        *_invitation_problems(campaign),
        *_link_problems(campaign),
        *_button_problems(campaign),
        *_attachment_problems(campaign),
        *_picture_text_problems(campaign),
        *_occasion_problems(campaign),
        *_urgency_problems(campaign),
        *_drill_problems(campaign),
    ]


def file_problems(campaign: Campaign) -> list[Problem]:
    """Find what is wrong with the stored file itself: it may have been lost, or belong to another kind."""
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


def audience_problems(campaign: Campaign) -> list[Problem]:
    """Object that nobody would get the news, or too few; never without WhatsApp, where it needs no telephone."""
    if not campaign.by_whatsapp or audience_of(campaign).exists():
        return zone_problems(campaign)
    return [Problem("topics", "Nessun iscritto lo riceverebbe: scegli altri argomenti.")]


def zone_problems(campaign: Campaign) -> list[Problem]:
    """Object that its zones leave so few people that one could tell who they are."""
    least = settings.SMALLEST_AUDIENCE
    if not (campaign.binding_zones and campaign.by_whatsapp and campaign.is_addressed):
        return []
    return [] if audience_of(campaign)[:least].count() >= least else [Problem("zones", TOO_FEW.format(least))]


def _text_problems(campaign: Campaign) -> list[Problem]:
    words = {"title": parameter_problem(campaign.title), "body": custom_template.text_problem(campaign)}
    problems = [
        Problem(field, EMPTY[field] if word == "empty" else PARAMETER_PROBLEMS[word])
        for field, word in words.items()
        if word
    ]
    problems += _gap_problems(campaign) + _markup_problems(campaign)
    problems += [Problem("body", told)] if (told := page_buttons.problem_in(campaign.body)) else []
    over = characters(campaign.title) - Campaign.TITLE_MOST
    if over > 0:
        problems.append(
            Problem("title", f"Il titolo è troppo lungo: togli {many(over, 'carattere', 'caratteri')}.")
        )
    excess = custom_template.excess(campaign)
    if excess > 0:
        problems.append(
            Problem(
                "body",
                f"Il testo è troppo lungo: togli {many(excess, 'carattere', 'caratteri')}. Con questo titolo "
                f"e questo collegamento ne restano {custom_template.room(campaign)}.",
            )
        )
    return problems


def _gap_problems(campaign: Campaign) -> list[Problem]:
    """List the gaps of a ready text that are still open, field by field."""
    gaps = {"title": gaps_in(campaign.title), "body": gaps_in(campaign.body)}
    return [Problem(field, f"{FILL}{', '.join(names)}.") for field, names in gaps.items() if names]


def _markup_problems(campaign: Campaign) -> list[Problem]:
    words = {
        "title": campaign.title,
        "body": campaign.body,
        "picture_text": campaign.picture_text,
        "occasion_place": campaign.occasion_place,
    }
    return [Problem(field, found) for field, text in words.items() if (found := plain_text.problem_in(text))]


def _to_whom_problems(campaign: Campaign) -> list[Problem]:
    if not campaign.is_addressed:
        return [Problem("topics", "Scegli a chi va: uno o più argomenti, oppure tutti gli iscritti.")]
    if campaign.to_everybody and not campaign.everybody_reason.strip():
        return [
            Problem(
                "everybody_reason", "Scrivi perché va a tutti, anche a chi non ha scelto questi argomenti."
            )
        ]
    return []


def _invitation_problems(campaign: Campaign) -> list[Problem]:
    """An alert is a notice: nobody is invited in the middle of the night, nor where people expect warnings."""
    if not campaign.is_invitation:
        return []
    alerts = [topic.name for topic in campaign.chosen_topics if topic.is_alert]
    found = [Problem("topics", f"{INVITATION_TO_ALERTS} Togli «{alerts[0]}».")] if alerts else []
    return [*found, Problem("is_urgent", URGENT_INVITATION)] if campaign.is_urgent else found


def _link_problems(campaign: Campaign) -> list[Problem]:
    sentence = _address_problem(campaign.link) if campaign.link else NO_PAGE
    return [Problem("link", sentence)] if sentence else []


def _button_problems(campaign: Campaign) -> list[Problem]:
    """Find what is wrong with the button that opens a page, beside its field: the words, then the address."""
    link, label = campaign.button_link, campaign.button_label
    if not (link or label):
        return []
    if link and campaign.has_alert_topic:
        return [Problem("button_link", BUTTON_ON_ALERT)]
    told = {
        "button_label": page_buttons.label_problem(label, taken=standard_templates.LEAVE_BUTTON),
        "button_link": _address_problem(link),
    }
    return [Problem(field, sentence) for field, sentence in told.items() if sentence]


def _address_problem(link: str) -> str:
    if not link:
        return page_buttons.NO_LINK
    if not link.startswith("https://"):
        return page_buttons.NOT_HTTPS
    return page_buttons.link_problem(link) if _is_address(link) else page_buttons.NO_ADDRESS


def _is_address(link: str) -> bool:
    try:
        valid_address(link)
    except ValidationError:
        return False
    return True


def _attachment_problems(campaign: Campaign) -> list[Problem]:
    if campaign.kind == Campaign.Kind.TEXT:
        return [Problem("attachment", attachment.NOTHING_TO_SEND)] if campaign.attachment else []
    if not campaign.attachment:
        what = "l'immagine" if campaign.kind == Campaign.Kind.IMAGE else "il PDF"
        return [Problem("attachment", f"Manca {what}: scegli il file.")]
    return [] if attachment.matches_kind(campaign) else [Problem("attachment", ANOTHER_KIND[campaign.kind])]


def _picture_text_problems(campaign: Campaign) -> list[Problem]:
    """Check that a picture is told in words for who does not see it (WCAG 2.2, 1.1.1); they are read aloud."""
    if campaign.kind != Campaign.Kind.IMAGE:
        return []
    written = campaign.picture_text.strip()
    if not written:
        return [Problem("picture_text", NO_PICTURE_TEXT)]
    return [Problem("picture_text", A_FILE_NAME)] if FILE_NAME.fullmatch(written) else []


def _occasion_problems(campaign: Campaign) -> list[Problem]:
    """Find what is wrong with the event that a broadcast announces, beside the part that is wrong."""
    found = occasions.problems(campaign.occasion)
    return [Problem(f"occasion_{part}", sentence) for part, sentence in found.items()]


def _urgency_problems(campaign: Campaign) -> list[Problem]:
    if campaign.is_urgent and not campaign.urgent_reason.strip():
        return [
            Problem("urgent_reason", "Scrivi che cosa succede: un messaggio urgente ha un motivo scritto.")
        ]
    return []


def _drill_problems(campaign: Campaign) -> list[Problem]:
    """Object that title and mark of a drill disagree: nobody should take it for the real thing, or the reverse."""
    if not campaign.has_alert_topic:
        return []
    sentence = facts.objection(facts.read(campaign.alert), campaign.title)
    return [Problem("title", sentence)] if sentence else []
