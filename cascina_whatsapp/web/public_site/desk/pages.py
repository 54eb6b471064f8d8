"""The page *Pagina pubblica* of a message that has left."""

import logging
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.cache import never_cache

from broadcasts.content.published import published
from broadcasts.models import Campaign
from cascina_whatsapp.accounts.second_person import CannotDecide, page_of
from cascina_whatsapp.presentation.components import colleague
from cascina_whatsapp.web.public_site import amending, wording

from .forms import CorrectionForm, OwnWordsForm, ReasonForm, WithdrawalForm

AnyForm = CorrectionForm | ReasonForm
log = logging.getLogger(__name__)
RIGHT = "broadcasts.view_campaign"
NAME = "broadcasts_campaign_public"
DONE = {
    "propose": "Correzione proposta: vale quando un'altra persona la approva.",
    "own-words": "Motivo proposto: vale quando un'altra persona lo approva.",
    "withdraw": "Ritirato: la pagina pubblica lo dice già.",
}
"""Name of a button → what is said once it is done."""


def urls(site: AdminSite) -> list[URLPattern]:
    """Return the URL pattern of the desk's page on a public message, for the admin's own."""

    @never_cache
    def public_page(request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perm(RIGHT):
            raise PermissionDenied
        campaign = get_object_or_404(published(timezone.now()), pk=pk)
        forms = _forms(request, campaign)
        if request.method == "POST" and _acts(request, campaign, forms):
            return redirect(f"admin:{NAME}", pk)
        context = {**site.each_context(request), **_shown(request, campaign, forms)}
        return TemplateResponse(request, "admin/broadcasts/campaign/public.html", context)

    return [path("messaggi/<int:pk>/pagina-pubblica/", site.admin_view(public_page), name=NAME)]


def _forms(request: HttpRequest, campaign: Campaign) -> dict[str, AnyForm]:
    """Name of a button → its form; that of the pressed one with what was typed."""
    title, body = amending.current_words(campaign)
    occasion, current = amending.current_occasion(campaign), {"title": title, "body": body}
    typed = {request.POST.get("what"): request.POST}
    return {
        "propose": CorrectionForm(typed.get("propose"), initial=current, occasion=occasion),
        "withdraw": WithdrawalForm(typed.get("withdraw")),
        "own-words": OwnWordsForm(typed.get("own-words")),
    }


def _acts(request: HttpRequest, campaign: Campaign, forms: dict[str, AnyForm]) -> bool:
    """Tell whether what the button says was done; else what stands in its way is on the page."""
    by, now, what = colleague(request), timezone.now(), request.POST.get("what", "")
    form = forms.get(what)
    if not form or not form.is_valid():
        return False
    try:
        if what == "withdraw":
            amending.withdraw(campaign, form.words().reason, by=by, now=now)
        else:
            amending.propose(campaign, form.words(), by=by, now=now)
    except CannotDecide as refusal:
        messages.error(request, str(refusal))
        return False  # what was typed stays
    log.info("campaign %s: public page, %s by user %s", campaign.pk, what, by.pk)
    messages.success(request, DONE[what])
    return True


def _shown(request: HttpRequest, campaign: Campaign, forms: dict[str, AnyForm]) -> dict[str, Any]:
    by, now = colleague(request), timezone.now()
    message, proposal = wording.Message(campaign, now), amending.waiting(campaign)
    found: dict[str, Any] = {
        "title": "Pagina pubblica",
        "opts": Campaign._meta,
        "original": campaign,
        "message": message,
        "proposal": page_of(proposal) if proposal else "",
    }
    may_propose, holds = not proposal and amending.may_propose(by), not message.withdrawal
    return found | {
        "correction": forms["propose"] if may_propose and holds else None,
        "withdrawal": forms["withdraw"] if by.has_perm(amending.MAY_WITHDRAW) and holds else None,
        "own_words": forms["own-words"] if may_propose else None,
    }
