"""The beginning of a new broadcast with a ready text: it fills the form and stores nothing (`?testo=3`)."""

from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from broadcasts.content.service import service_events
from broadcasts.launching.drafts import drafting
from broadcasts.models import Campaign, ReadyText
from broadcasts.pages.fields.gap_fields import READY
from cascina_whatsapp.presentation.components import page_context, row_number

from .ready_texts import nature_badge


def choose_text(admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """The ready texts: each opens the form."""
    if not admin.has_add_permission(request):
        raise PermissionDenied
    texts = [(ready, address(ready), nature_badge(ready.is_invitation)) for ready in drafting.ready_texts()]
    context = page_context(admin, request, "Parti da un testo pronto") | {
        "texts": texts,
        "service_events": service_events.SERVICE_EVENTS.values(),
    }
    return TemplateResponse(request, "admin/broadcasts/campaign/ready.html", context)


def address(ready: ReadyText) -> str:
    """Return the address of the form of a new broadcast, filled with a ready text."""
    return f"{reverse('admin:broadcasts_campaign_add')}?{READY}={ready.pk}"


def beginning(request: HttpRequest) -> dict[str, Any]:
    """Return the values that a new form begins with; {} where the address names no ready text."""
    number = row_number(request.GET.get(READY))
    ready = drafting.ready_texts().filter(pk=number).first() if number else None
    return drafting.beginning(ready) if ready else {}


def begun(request: HttpRequest) -> Campaign:
    """Build the broadcast that the form begins with, not stored, for its preview."""
    fields = beginning(request)
    chosen = fields.pop("topics", [])
    campaign = Campaign(**fields)
    campaign.chosen_topics = chosen
    return campaign
