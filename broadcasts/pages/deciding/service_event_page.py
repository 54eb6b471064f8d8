"""Preparing a pause of the service or an order of Agcom: one page for each of SERVICE_EVENTS."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from broadcasts.launching.drafts import service_drafts
from broadcasts.models import Campaign
from broadcasts.pages.fields.decision_forms import DetailsForm
from broadcasts.pages.parts.preview_panel import preview_panel_of
from broadcasts.steps.plan import Plan
from broadcasts.steps.transitions import WrongState
from cascina_whatsapp.presentation.components import colleague, page_context

PREPARED = "È pronta una bozza: rileggila e chiedi l'approvazione. Non parte da sola."


def service_event_page(admin: ModelAdmin, event: dict[str, Any], request: HttpRequest) -> HttpResponse:
    """Show the form; a POST makes the draft. For those who may write broadcasts."""
    if not admin.has_add_permission(request):
        raise PermissionDenied
    campaign = service_drafts.new_draft(event["purpose"], timezone.now())
    form = DetailsForm(request.POST or None, campaign=campaign)
    if form.is_valid() and (made := _prepare(admin, event, request, form)):
        return redirect("admin:broadcasts_campaign_change", made.pk)
    campaign.service.details = form.written()
    context = {
        **page_context(admin, request, event["purpose"].label),
        "event": event,
        "others": service_drafts.unfinished(event["purpose"]),
        "form": form,
        "media": admin.media + form.media,
        "preview": preview_panel_of(Plan(campaign, timezone.now())),
    }
    return TemplateResponse(request, "admin/broadcasts/campaign/service_event.html", context)


def _prepare(
    admin: ModelAdmin, event: dict[str, Any], request: HttpRequest, form: DetailsForm
) -> Campaign | None:
    try:
        campaign = service_drafts.prepare(
            purpose=event["purpose"], by=colleague(request), now=timezone.now(), **form.answers()
        )
    except WrongState as refusal:
        messages.warning(request, str(refusal))
        return None
    admin.log_addition(request, campaign, [{"added": {}}])
    messages.success(request, PREPARED)
    return campaign
