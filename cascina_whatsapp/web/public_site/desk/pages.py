# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page *Pagina pubblica* of a message that has left."""

import logging
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.cache import never_cache

from broadcasts.content.published import published
from broadcasts.models import Campaign
from broadcasts.rules import occasions
from broadcasts.rules.occasions import Occasion
from cascina_whatsapp.presentation.components import colleague
from cascina_whatsapp.web.public_site import amending, wording
from cascina_whatsapp.web.public_site.amending import CannotAmend
from cascina_whatsapp.web.public_site.models import ProposedCorrection

from .forms import CorrectionForm, WithdrawalForm

log = logging.getLogger(__name__)
RIGHT = "broadcasts.view_campaign"
NAME = "broadcasts_campaign_public"
DONE = {
    "propose": "Correzione proposta: vale quando un'altra persona la approva.",
    "approve": "Corretto: la pagina pubblica lo dice già.",
    "aside": "La correzione proposta è stata messa da parte.",
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
        occasion = amending.current_occasion(campaign)
        correction = CorrectionForm(initial=_current(campaign), occasion=occasion)
        withdrawal = WithdrawalForm()
        if request.method == "POST":
            correction, withdrawal = _filled(request, correction, withdrawal, occasion)
            if _acts(request, campaign, correction, withdrawal):
                return redirect(f"admin:{NAME}", pk)
        context = {**site.each_context(request), **_shown(request, campaign, correction, withdrawal)}
        return TemplateResponse(request, "admin/broadcasts/campaign/public.html", context)

    return [path("messaggi/<int:pk>/pagina-pubblica/", site.admin_view(public_page), name=NAME)]


def _current(campaign: Campaign) -> dict[str, str]:
    title, body = amending.current_words(campaign)
    return {"title": title, "body": body}


def _filled(
    request: HttpRequest, correction: CorrectionForm, withdrawal: WithdrawalForm, occasion: Occasion
) -> tuple[CorrectionForm, WithdrawalForm]:
    """The form of the pressed button with what was typed; the other one as it is."""
    what = request.POST.get("what")
    if what == "propose":
        return CorrectionForm(request.POST, occasion=occasion), withdrawal
    return correction, WithdrawalForm(request.POST) if what == "withdraw" else withdrawal


def _acts(
    request: HttpRequest, campaign: Campaign, correction: CorrectionForm, withdrawal: WithdrawalForm
) -> bool:
    """Tell whether what the button says was done; else what stands in its way is on the page."""
    by, now, what = colleague(request), timezone.now(), request.POST.get("what", "")
    form: Form | None = {"propose": correction, "withdraw": withdrawal}.get(what)
    if what not in DONE or (form and not form.is_valid()):
        return False
    acts: dict[str, Callable[[], Any]] = {
        "propose": lambda: amending.propose(campaign, correction.words(), by=by, now=now),
        "approve": lambda: amending.approve(_proposal(request, campaign), by=by, now=now),
        "aside": lambda: amending.put_aside(_proposal(request, campaign), by=by, now=now),
        "withdraw": lambda: amending.withdraw(campaign, withdrawal.cleaned_data["reason"], by=by, now=now),
    }
    try:
        acts[what]()
    except CannotAmend as refusal:
        messages.error(request, str(refusal))
        return form is None  # what was typed stays
    log.info("campaign %s: public page, %s by user %s", campaign.pk, what, by.pk)
    messages.success(request, DONE[what])
    return True


def _proposal(request: HttpRequest, campaign: Campaign) -> ProposedCorrection:
    """Find the proposal that was on the page when the button was pressed. Raises CannotAmend."""
    found = amending.waiting(campaign)
    if found is None or request.POST.get("proposal") != str(found.pk):
        raise CannotAmend(amending.DECIDED)
    return found


def _changed_event(campaign: Campaign, proposal: ProposedCorrection) -> list[wording.Piece]:
    """Compare word by word the announced event before and after a proposal; [] where it is the same."""
    before = amending.current_occasion(campaign).in_words
    after = before if proposal.occasion is None else occasions.read(proposal.occasion).in_words
    return wording.difference(before, after) if before != after else []


def _shown(
    request: HttpRequest, campaign: Campaign, correction: CorrectionForm, withdrawal: WithdrawalForm
) -> dict[str, Any]:
    by, now = colleague(request), timezone.now()
    message, proposal = wording.Message(campaign, now), amending.waiting(campaign)
    title, body = amending.current_words(campaign)
    found: dict[str, Any] = {
        "title": "Pagina pubblica",
        "opts": Campaign._meta,
        "original": campaign,
        "message": message,
        "proposal": proposal,
        "correction": None,
        "withdrawal": None,
    }
    if proposal:
        found |= {
            "changed_title": wording.difference(title, proposal.title) if title != proposal.title else [],
            "changed_body": wording.difference(body, proposal.body) if body != proposal.body else [],
            "changed_event": _changed_event(campaign, proposal),
            "objection": amending.why_not_approve(proposal, by, now),
            "is_own": proposal.proposed_by_id == by.pk,
        }
    if message.withdrawal:
        return found
    if not proposal and amending.may_propose(by):
        found["correction"] = correction
    if by.has_perm(amending.MAY_WITHDRAW):
        found["withdrawal"] = withdrawal
    return found
