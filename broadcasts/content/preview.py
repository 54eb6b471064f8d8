"""A broadcast as the citizen's telephone shows it, read off the very message that would be sent; or as a page."""

import copy
import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.utils.safestring import SafeString, mark_safe

from broadcasts.audience import audience_of
from broadcasts.models import Campaign
from broadcasts.rules import alert_templates, standard_templates
from broadcasts.rules.placeholders import GAP
from cascina_whatsapp.presentation.whatsapp_markup import marked, paragraphs
from cascina_whatsapp.whatsapp.cloud_api.limits import InvalidMessage
from cascina_whatsapp.whatsapp.cloud_api.messages import Template

from . import custom_template, service_messages
from .message import FREE_FORM_WINDOW, message_for

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
class Preview:
    """The words of one message, WhatsApp's marks included; the attachment stands above them."""

    body: str
    footer: str
    button: str
    """The last one, by which one leaves; "" where the footer says how."""
    is_refused: bool = False
    """True where Meta would refuse the broadcast like this: validation says why."""
    other_button: str = ""
    """The button above the one to leave, of a reminder."""
    page_label: str = ""
    """The words on the button that opens a page; "" without one."""
    page_link: str = ""

    @property
    def words(self) -> SafeString:
        """The body as HTML: WhatsApp's marks as what they stand for, an open gap marked, an address like a link."""
        found = GAP.sub(r"<mark>\1</mark>", marked(self.body))
        return mark_safe(ADDRESS.sub(r'<span class="link">\g<0></span>', found))  # noqa: S308 - escaped by `marked`


@dataclass(frozen=True)
class Reach:
    """The number of people who would get a broadcast now, and of those among them who would in free form."""

    people: int
    in_window: int


def preview_of(campaign: Campaign) -> Preview:
    """Preview a broadcast, however unfinished, as a template: its words are the same in free form."""
    if campaign.is_service:
        return _service_preview(campaign)
    finished = copy.copy(campaign)
    for name, stand_in in PLACEHOLDERS.items():
        if not getattr(campaign, name).strip():
            setattr(finished, name, stand_in)
    words, refused = custom_template.words(finished), False
    try:
        message = message_for(finished, in_window=False)
        if isinstance(message, Template) and message.body:
            words = _filled_in(message, finished)
    except InvalidMessage:
        refused = not custom_template.is_needed(finished) or bool(custom_template.body_problem(finished.body))
    shown = Preview(words, standard_templates.FOOTER, standard_templates.LEAVE_BUTTON, is_refused=refused)
    if not campaign.has_page_button:
        return shown
    return replace(shown, page_label=campaign.page_label, page_link=campaign.button_link)


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


def _service_preview(campaign: Campaign) -> Preview:
    """Preview a service message, the same in both forms, with an example of what changes between recipients."""
    shown = campaign
    if campaign.purpose == Campaign.Purpose.NOTICE and not campaign.body.strip():
        shown = copy.copy(campaign)
        shown.body = "che cosa cambia"
    *others, (_, leave) = service_messages.BUTTONS[campaign.purpose]
    return Preview(
        service_messages.words(shown),
        standard_templates.FOOTER,
        leave,
        is_refused=service_messages.excess(shown) > 0,
        other_button=" ".join(title for _, title in others),
    )


def _filled_in(message: Template, campaign: Campaign) -> str:
    """A standard template, with the words that go around its parameters."""
    if alert_templates.seconds_of(message.name):
        return alert_templates.filled_template(**message.body)
    return standard_templates.filled_template(**message.body, of=campaign.template_set)
