# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What can be wrong with news: its text, topics, link, attachment and urgency, its stored file, its audience."""

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from broadcasts.audience import audience_of
from broadcasts.content import attachment, custom_template
from broadcasts.content.checked_files import check_image, check_pdf
from broadcasts.models import Campaign
from broadcasts.rules.attachments import AttachmentRefused
from broadcasts.rules.gaps import gaps_in
from cascina_whatsapp.cloud_api.limits import characters, parameter_problem

from .problem import PARAMETER_PROBLEMS, Problem

ANOTHER_KIND: dict[str, str] = {
    Campaign.Kind.IMAGE: "Il file allegato non è un'immagine: scegline un altro, o cambia tipo.",
    Campaign.Kind.DOCUMENT: "Il file allegato non è un PDF: scegline un altro, o cambia tipo.",
}
EMPTY = {
    "title": "Scrivi il titolo: di che cosa si parla, in poche parole.",
    "body": "Scrivi il testo: che cosa, quando, dove, che cosa fare.",
}
valid_address = URLValidator(schemes=["https"])


def content_problems(campaign: Campaign) -> list[Problem]:
    """All that a clerk can mend on the form, in the order of its fields."""
    return [
        *_text_problems(campaign),
        *_to_whom_problems(campaign),
        *_link_problems(campaign),
        *_attachment_problems(campaign),
        *_urgency_problems(campaign),
    ]


def file_problems(campaign: Campaign) -> list[Problem]:
    """Of the stored file itself: it may have been lost, or belong to another kind."""
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
    """Where nobody would get it."""
    if audience_of(campaign).exists():
        return []
    return [Problem("topics", "Nessun iscritto lo riceverebbe: scegli altri argomenti.")]


def _text_problems(campaign: Campaign) -> list[Problem]:
    words = {"title": parameter_problem(campaign.title), "body": custom_template.text_problem(campaign)}
    problems = [Problem(field, _in_words(field, word)) for field, word in words.items() if word]
    problems += _gap_problems(campaign)
    over = characters(campaign.title) - Campaign.TITLE_MOST
    if over > 0:
        problems.append(Problem("title", f"Il titolo è troppo lungo: togli {_counted(over)}."))
    excess = custom_template.excess(campaign)
    if excess > 0:
        problems.append(
            Problem(
                "body",
                f"Il testo è troppo lungo: togli {_counted(excess)}. Con questo titolo e questo collegamento "
                f"ne restano {custom_template.room(campaign)}.",
            )
        )
    return problems


def _gap_problems(campaign: Campaign) -> list[Problem]:
    """What a ready text left open, each field by itself."""
    gaps = {"title": gaps_in(campaign.title), "body": gaps_in(campaign.body)}
    return [Problem(field, f"Riempi: {', '.join(names)}.") for field, names in gaps.items() if names]


def _in_words(field: str, word: str) -> str:
    return EMPTY[field] if word == "empty" else PARAMETER_PROBLEMS[word]


def _counted(characters: int) -> str:
    return "1 carattere" if characters == 1 else f"{characters} caratteri"


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


def _link_problems(campaign: Campaign) -> list[Problem]:
    if not campaign.link:
        return [Problem("link", "Scrivi il collegamento: ogni messaggio rimanda alla pagina ufficiale.")]
    if not campaign.link.startswith("https://"):
        return [Problem("link", "Il collegamento deve cominciare con https://")]
    try:
        valid_address(campaign.link)
    except ValidationError:
        return [Problem("link", "Il collegamento non è un indirizzo valido: copialo dalla pagina del sito.")]
    return []


def _attachment_problems(campaign: Campaign) -> list[Problem]:
    if campaign.kind == Campaign.Kind.TEXT:
        return [Problem("attachment", attachment.NOTHING_TO_SEND)] if campaign.attachment else []
    if not campaign.attachment:
        what = "l'immagine" if campaign.kind == Campaign.Kind.IMAGE else "il PDF"
        return [Problem("attachment", f"Manca {what}: scegli il file.")]
    return [] if attachment.matches_kind(campaign) else [Problem("attachment", ANOTHER_KIND[campaign.kind])]


def _urgency_problems(campaign: Campaign) -> list[Problem]:
    if campaign.is_urgent and not campaign.urgent_reason.strip():
        return [
            Problem("urgent_reason", "Scrivi che cosa succede: un messaggio urgente ha un motivo scritto.")
        ]
    return []
