"""The pages behind the buttons by which a colleague says how a broadcast fared at an outlet."""

import logging

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from broadcasts.parts.addresses import visible
from broadcasts.slices.outlets.deciding import DECISIONS, CannotDecide, may_be_published
from broadcasts.slices.outlets.outlet import post_of
from broadcasts.slices.outlets.registry import BY_KEY
from cascina_whatsapp.presentation.components import colleague, page_context, row_number

log = logging.getLogger(__name__)
CHANGE = "admin:broadcasts_campaign_change"


def decide(admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Take the press of a button of a publication, and lead back to the broadcast."""
    campaign, decision = visible(admin, request, pk), DECISIONS.get(request.POST.get("what", ""))
    if decision and not any(map(request.user.has_perm, decision["rights"])):
        raise PermissionDenied
    row = get_object_or_404(campaign.publications, pk=row_number(request.POST.get("publication")) or 0)
    if decision:
        try:
            decision["act"](row, by=colleague(request), now=timezone.now())
        except CannotDecide as refusal:
            messages.error(request, str(refusal))
        else:
            log.info("publication %s: decided by user %s", row.pk, request.user.pk)
            messages.success(request, decision["done"])
    return redirect(CHANGE, pk)


def to_copy(admin: ModelAdmin, request: HttpRequest, pk: int, publication: int) -> HttpResponse:
    """Text and file of a message that a person publishes, ready to be copied; who did it says so here."""
    campaign, now, decision = visible(admin, request, pk), timezone.now(), DECISIONS["by-hand"]
    if not any(map(request.user.has_perm, decision["rights"])):
        raise PermissionDenied
    row = get_object_or_404(campaign.publications.select_related("campaign"), pk=publication)
    outlet = BY_KEY.get(row.outlet)
    if outlet is None or not outlet.is_by_hand or not may_be_published(row, now):
        return redirect(CHANGE, pk)
    context = {
        **page_context(admin, request, outlet.name),
        "original": campaign,
        "publication": row,
        "words": outlet.to_copy(post_of(row, now)),
        "channel": outlet.link(row),
        "decision": decision,
    }
    return TemplateResponse(request, "admin/broadcasts/outlets/to_copy.html", context)
