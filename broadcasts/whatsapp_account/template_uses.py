"""The use of each template: by how many broadcasts, when last, and whose broadcast's own it is."""

from datetime import datetime

from django.db.models import BooleanField, Count, ExpressionWrapper, Max, Q

from broadcasts.content import service_messages
from broadcasts.models import Campaign, WhatsAppTemplate, invites
from broadcasts.rules import alert_templates, standard_templates
from subscribers.texts import CATALOGUE

from . import sync


def uses_of_standard() -> dict[str, tuple[int, datetime | None]]:
    """Name of a standard template → how many broadcasts went out through it, and when the last one did."""
    left = Campaign.objects.filter(started_at__isnull=False, custom_template=None).order_by()
    uses: dict[str, tuple[int, datetime | None]] = {}
    has_page = ExpressionWrapper(~Q(button_link=""), output_field=BooleanField())
    news = left.filter(purpose=Campaign.Purpose.NEWS).annotate(invites=invites(), page=has_page)
    grouped = news.values_list("kind", "invites", "page", "time_to_live")
    for kind, is_invitation, with_page, seconds, count, last in grouped.annotate(
        Count("pk"), Max("started_at")
    ):
        templates = standard_templates.OF[is_invitation, with_page]
        name = alert_templates.name(kind, seconds) if seconds else templates.names[kind]
        uses[name] = count, last
    about_the_service = left.exclude(purpose=Campaign.Purpose.NEWS).select_related("service__wording")
    for campaign in about_the_service.order_by("started_at"):
        name = service_messages.template_name(campaign.service.wording)
        uses[name] = (uses.get(name, (0, None))[0] + 1, campaign.started_at)
    return uses


def use_of_own(template: WhatsAppTemplate) -> tuple[int, datetime | None]:
    """Count the uses of a broadcast's custom template, and find the last one."""
    campaign = campaign_of(template)
    return (1, campaign.started_at) if campaign and campaign.started_at else (0, None)


def is_about_the_service(template: WhatsAppTemplate) -> bool:
    """Tell whether a template carries a text of the service, in whatever version."""
    return template.name.startswith(sync.SERVICE)


def subject(template: WhatsAppTemplate) -> str:
    """Return the name of the text of the service that a template carries; only for a template about the service."""
    keys = (key for key, start in service_messages.NAMES.items() if template.name.startswith(start))
    return CATALOGUE[next(keys)].label


def campaign_of(template: WhatsAppTemplate) -> Campaign | None:
    """The broadcast that a custom template was made for; None: of no other, or not any more."""
    return getattr(template, "campaign", None)
