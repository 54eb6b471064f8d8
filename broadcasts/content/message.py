"""A broadcast, for one recipient → the message to send: a template, or free form inside their window."""

from datetime import datetime, timedelta
from pathlib import PurePath

from django.utils.text import slugify

from broadcasts.models import Campaign
from broadcasts.rules import standard_templates
from broadcasts.rules.words import page_buttons
from cascina_whatsapp.whatsapp.cloud_api.durations import SERVICE_WINDOW
from cascina_whatsapp.whatsapp.cloud_api.messages import Button, Buttons, Document, Image, Link, Template
from subscribers.models import Subscriber
from subscribers.rules.buttons import LEAVE

from . import custom_template, time_to_live
from .service import service_messages

FREE_FORM_WINDOW = SERVICE_WINDOW - timedelta(minutes=10)
"""The time after a citizen's last message: Meta's service window, less what a message may wait."""


def message_for(campaign: Campaign, *, in_window: bool, joined: str = "") -> Template | Buttons | Link:
    """The message of `campaign`. Raises InvalidMessage where Meta would refuse it: validation comes first.

    `joined`: what it says of one recipient alone, as service_messages.joined_on tells it.
    """
    if campaign.is_service:
        return service_messages.message(campaign, in_window=in_window, joined=joined)
    return _template(campaign) if is_template(campaign, in_window=in_window) else _free_form(campaign)


def is_template(campaign: Campaign, *, in_window: bool) -> bool:
    """Tell whether a message leaves as a template: outside the window, and where it must not live for long."""
    if not in_window:
        return True
    # What is free-form lives for thirty days.
    return not campaign.is_service and bool(time_to_live.seconds_of(campaign))


def is_in_window(subscriber: Subscriber, now: datetime) -> bool:
    """Tell whether a free-form message may be sent to this person."""
    wrote_at = subscriber.last_message_at
    return wrote_at is not None and wrote_at > now - FREE_FORM_WINDOW


def filename(campaign: Campaign) -> str:
    """Name the attachment for the citizen's phone by the broadcast's title, not by the clerk's file name."""
    return (slugify(campaign.title) or "allegato") + PurePath(str(campaign.attachment.name)).suffix.lower()


def _template(campaign: Campaign) -> Template:
    own = custom_template.current(campaign)
    if own:
        return Template(
            name=own.name,
            language=own.language,
            header=_header(campaign),
            quick_replies=(LEAVE,),
            pages=("",) if campaign.has_page_button else (),
        )
    end = page_buttons.suffix(campaign.button_link, "")
    return Template(
        name=campaign.alert_template or campaign.template_set.names[campaign.kind],
        language=standard_templates.LANGUAGE,
        header=_header(campaign),
        body={"title": campaign.title, "text": campaign.body, "link": campaign.link},
        quick_replies=(LEAVE,),
        pages=(end,) if end and campaign.has_page_button else (),
    )


def _free_form(campaign: Campaign) -> Buttons | Link:
    """The very words of the template, so that nobody gets a different notice; the button saves typing.

    Beside a button that opens a page Meta takes no other: the footer says by which word one leaves.
    """
    if campaign.has_page_button:
        return Link(
            header=_header(campaign),
            body=custom_template.words(campaign),
            footer=standard_templates.FOOTER,
            title=campaign.page_label,
            url=campaign.button_link,
        )
    return Buttons(
        header=_header(campaign),
        body=custom_template.words(campaign),
        footer=standard_templates.FOOTER,
        buttons=(Button(id=LEAVE, title=standard_templates.LEAVE_BUTTON),),
    )


def _header(campaign: Campaign) -> Image | Document | None:
    if campaign.kind == Campaign.Kind.IMAGE:
        return Image(media_id=campaign.media_id)
    if campaign.kind == Campaign.Kind.DOCUMENT:
        return Document(media_id=campaign.media_id, filename=filename(campaign))
    return None
