"""A draft is thrown away by one click, and put back by another from the list of those that one has thrown away."""

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from broadcasts.launching.drafts import drafting, trash
from broadcasts.models import Campaign
from cascina_whatsapp.presentation.components import colleague, page_context

THROWN = "Bozza buttata: per 30 giorni puoi riprenderla, da qui."
BACK = "Ripresa: è di nuovo una bozza."


def show(admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """The drafts that this colleague wrote or threw away, with a button each."""
    if not admin.has_add_permission(request):
        raise PermissionDenied
    mine = trash.thrown(colleague(request))
    rows = [(one, one.thrown_at + trash.KEPT_FOR) for one in mine if one.thrown_at]
    context = page_context(admin, request, "Bozze buttate") | {"rows": rows}
    return TemplateResponse(request, "admin/broadcasts/campaign/thrown.html", context)


def throw_away(admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away, and lead to the list from which it is put back."""
    campaign = get_object_or_404(Campaign, pk=pk)
    if campaign.is_service or not admin.has_delete_permission(request, campaign):
        raise PermissionDenied
    try:
        trash.throw_away(campaign, by=colleague(request), now=timezone.now())
    except drafting.NotEditable as refusal:
        messages.error(request, str(refusal))
        return redirect("admin:broadcasts_campaign_change", pk)
    admin.log_change(request, campaign, "Bozza buttata.")
    messages.success(request, THROWN)
    return redirect("admin:broadcasts_campaign_thrown")


def put_back(admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Put a draft back, and lead to it."""
    if not admin.has_add_permission(request):
        raise PermissionDenied
    campaign = get_object_or_404(trash.thrown(colleague(request)), pk=pk)
    trash.put_back(campaign, by=colleague(request))
    admin.log_change(request, campaign, "Bozza ripresa.")
    messages.success(request, BACK)
    return redirect("admin:broadcasts_campaign_change", pk)
