"""A broadcast as the citizen's telephone shows it, read off the very message that would be sent; or as a page."""

import copy
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.utils.safestring import SafeString, mark_safe

from broadcasts.content.audience import audience_of
from broadcasts.models import Campaign
from broadcasts.rules import alert_templates, standard_templates
from broadcasts.rules.words.placeholders import GAP
from cascina_whatsapp.presentation.whatsapp_markup import marked, paragraphs
from cascina_whatsapp.whatsapp.cloud_api.limits import InvalidMessage
from cascina_whatsapp.whatsapp.cloud_api.messages import Template

from . import custom_template
from .message import FREE_FORM_WINDOW, message_for
from .service import service_messages

PLACEHOLDERS = {
    "title": "Titolo",
    "body": "Testo del messaggio",
    "link": "https://…",
    "media_id": "not uploaded yet",
}
"""The stand-ins that are shown, or only needed, where nothing has been written."""
ADDRESS = re.compile(r"https?://(?:&amp;|[^\s<&])*(?:&amp;|[^\s<&.,;:!?)])")
"""An address in escaped text, without the mark or the quotation mark that ends its sentence."""


@dataclass(frozen=True)
class Reach:
    """The number of people who would get a broadcast now, and of those among them who would in free form."""

    people: int
    in_window: int


def preview_of(campaign: Campaign) -> dict[str, Any]:
    """Preview a broadcast, however unfinished, as a template: its words are the same in free form.

    The attachment stands above them. `button`: the last one, by which one leaves; above it that of a reminder, or the
    one that opens a page, where there is one.
    """
    if campaign.is_service:
        return _service_preview(campaign)
    finished = copy.copy(campaign)
    for name, stand_in in PLACEHOLDERS.items():
        if not getattr(campaign, name).strip():
            setattr(finished, name, stand_in)
    body = custom_template.words(finished)
    with suppress(InvalidMessage):  # validation says why Meta would refuse it
        message = message_for(finished, in_window=False)
        if isinstance(message, Template) and message.body:
            body = _filled_in(message, finished)
    has_page = campaign.has_page_button
    return {
        "body": body,
        "words": in_html(body),
        "footer": standard_templates.FOOTER,
        "button": standard_templates.LEAVE_BUTTON,
        "page_label": campaign.page_label if has_page else "",
        "page_link": campaign.button_link if has_page else "",
    }


def in_html(body: str) -> SafeString:
    """Write the body as HTML: WhatsApp's marks as what they stand for, open gaps marked, addresses like links."""
    found = GAP.sub(r"<mark>\1</mark>", marked(body))
    return mark_safe(ADDRESS.sub(r'<span class="link">\g<0></span>', found))  # noqa: S308 - escaped by `marked`


def on_the_page(campaign: Campaign) -> dict[str, Any]:
    """Preview the beginning of the page that anybody reads without WhatsApp (`public_site`), however unfinished.

    Stand-ins are in the place of what is missing; `links`: (what is there, address). The attachment stands below.
    """
    links = [("Tutte le informazioni", campaign.link)] if campaign.link else []
    if campaign.has_page_button:
        links.append((campaign.page_label, campaign.button_link))
    return {
        "title": campaign.title.strip() or PLACEHOLDERS["title"],
        "paragraphs": paragraphs(custom_template.tidy(campaign.body) or PLACEHOLDERS["body"]),
        "links": links,
        "occasion": campaign.occasion,
    }


def reach(campaign: Campaign, now: datetime) -> Reach:
    """Count everybody whom a broadcast would reach now, by form. One query."""
    inside = Q(last_message_at__gt=now - FREE_FORM_WINDOW)
    counted = audience_of(campaign).aggregate(people=Count("pk"), inside=Count("pk", filter=inside))
    return Reach(counted["people"], counted["inside"])


def _service_preview(campaign: Campaign) -> dict[str, Any]:
    """Preview a service message, the same in both forms, with an example of what changes between recipients."""
    shown = campaign
    if campaign.purpose == Campaign.Purpose.NOTICE and not campaign.body.strip():
        shown = copy.copy(campaign)
        shown.body = "che cosa cambia"
    *others, (_, leave) = service_messages.BUTTONS[campaign.purpose]
    body = service_messages.words(shown)
    return {
        "body": body,
        "words": in_html(body),
        "footer": standard_templates.FOOTER,
        "button": leave,
        "other_button": " ".join(title for _, title in others),
    }


def _filled_in(message: Template, campaign: Campaign) -> str:
    """A standard template, with the words that go around its parameters."""
    if alert_templates.seconds_of(message.name):
        return alert_templates.filled_template(**message.body)
    return standard_templates.filled_template(**message.body, of=campaign.template_set)
