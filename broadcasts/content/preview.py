"""A broadcast as the citizen's telephone shows it, read off the very message that would be sent; or as a page."""

import copy
import re
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Count, Q
from django.utils.safestring import SafeString, mark_safe

from broadcasts.audience import audience_of
from broadcasts.models import Campaign
from broadcasts.rules import alert_templates, standard_templates
from broadcasts.rules.occasions import Occasion
from broadcasts.rules.placeholders import GAP
from cascina_whatsapp.presentation.whatsapp_markup import marked, paragraphs
from cascina_whatsapp.whatsapp.cloud_api.limits import InvalidMessage
from cascina_whatsapp.whatsapp.cloud_api.messages import Buttons, Link, Template

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
class OnThePage:
    """The beginning of the public page of news, with stand-ins for what is missing; the attachment stands below."""

    title: str
    paragraphs: list[SafeString]
    links: list[tuple[str, str]]
    """(what is there, address)."""
    occasion: Occasion


@dataclass(frozen=True)
class Reach:
    """The number of people who would get a broadcast now, and of those among them who would in free form."""

    people: int
    in_window: int


def preview_of(campaign: Campaign, *, in_window: bool) -> Preview:
    """Preview a broadcast, however unfinished; `in_window`: in free form, else as a template."""
    if campaign.is_service:
        return _service_preview(campaign)
    finished = copy.copy(campaign)
    for name, stand_in in PLACEHOLDERS.items():
        if not getattr(campaign, name).strip():
            setattr(finished, name, stand_in)
    try:
        return _preview_of_message(message_for(finished, in_window=in_window), finished)
    except InvalidMessage:
        words = custom_template.words(finished)
        refused = not custom_template.is_needed(finished) or bool(custom_template.body_problem(finished.body))
        shown = Preview(words, standard_templates.FOOTER, standard_templates.LEAVE_BUTTON, is_refused=refused)
        return _with_page(shown, campaign)


def on_the_page(campaign: Campaign) -> OnThePage:
    """Preview the page that anybody reads without WhatsApp (`public_site`), however unfinished."""
    links = [("Tutte le informazioni", campaign.link)] if campaign.link else []
    if campaign.has_page_button:
        links.append((campaign.page_label, campaign.button_link))
    body = custom_template.tidy(campaign.body) or PLACEHOLDERS["body"]
    title = campaign.title.strip() or PLACEHOLDERS["title"]
    return OnThePage(title, paragraphs(body), links, campaign.occasion)


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


def _preview_of_message(message: Template | Buttons | Link, campaign: Campaign) -> Preview:
    if isinstance(message, Template):
        words = _filled_in(message, campaign) if message.body else custom_template.words(campaign)
        shown = Preview(words, standard_templates.FOOTER, standard_templates.LEAVE_BUTTON)
        return _with_page(shown, campaign)
    if isinstance(message, Link):
        return _with_page(Preview(message.body, message.footer, ""), campaign)
    (button,) = message.buttons
    return Preview(message.body, message.footer, button.title)


def _with_page(shown: Preview, campaign: Campaign) -> Preview:
    if not campaign.has_page_button:
        return shown
    return replace(shown, page_label=campaign.page_label, page_link=campaign.button_link)


def _filled_in(message: Template, campaign: Campaign) -> str:
    """A standard template, with the words that go around its parameters."""
    if alert_templates.seconds_of(message.name):
        return alert_templates.filled_template(**message.body)
    return standard_templates.filled_template(**message.body, of=campaign.template_set)
