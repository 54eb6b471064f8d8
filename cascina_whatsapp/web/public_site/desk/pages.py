"""The page *Pagina pubblica* of a message that has left."""

import logging
from collections.abc import Callable
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
from broadcasts.rules import occasions
from cascina_whatsapp.presentation.components import colleague
from cascina_whatsapp.web.public_site import amending, wording
from cascina_whatsapp.web.public_site.amending import CannotAmend
from cascina_whatsapp.web.public_site.models import ProposedCorrection

from .forms import CorrectionForm, OwnWordsForm, ReasonForm, WithdrawalForm

AnyForm = CorrectionForm | ReasonForm
log = logging.getLogger(__name__)
RIGHT = "broadcasts.view_campaign"
NAME = "broadcasts_campaign_public"
DONE = {
    "propose": "Correzione proposta: vale quando un'altra persona la approva.",
    "own-words": "Motivo proposto: vale quando un'altra persona lo approva.",
    "approve": "Approvato: la pagina pubblica lo dice già.",
    "aside": "La proposta è stata messa da parte.",
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
    form, read = forms.get(what), request.POST.get("read", "")
    if what not in DONE or (form and not form.is_valid()):
        return False
    acts: dict[str, Callable[[], Any]] = {
        "approve": lambda: amending.approve(_waiting(campaign), read=read, by=by, now=now),
        "aside": lambda: amending.put_aside(_waiting(campaign), read=read, by=by, now=now),
        "withdraw": lambda: amending.withdraw(campaign, forms[what].words().reason, by=by, now=now),
    }
    try:
        acts.get(what, lambda: amending.propose(campaign, forms[what].words(), by=by, now=now))()
    except CannotAmend as refusal:
        messages.error(request, str(refusal))
        return form is None  # what was typed stays
    log.info("campaign %s: public page, %s by user %s", campaign.pk, what, by.pk)
    messages.success(request, DONE[what])
    return True


def _waiting(campaign: Campaign) -> ProposedCorrection:
    """Find the correction that waits. Raises CannotAmend."""
    found = amending.waiting(campaign)
    if found is None:
        raise CannotAmend(amending.DECIDED)
    return found


def _changed_event(campaign: Campaign, proposal: ProposedCorrection) -> list[wording.Piece]:
    """Compare word by word the announced event before and after a proposal; [] where it is the same."""
    before = amending.current_occasion(campaign).in_words
    after = before if proposal.occasion is None else occasions.read(proposal.occasion).in_words
    return wording.difference(before, after) if before != after else []


def _shown(request: HttpRequest, campaign: Campaign, forms: dict[str, AnyForm]) -> dict[str, Any]:
    by, now = colleague(request), timezone.now()
    message, proposal = wording.Message(campaign, now), amending.waiting(campaign)
    title, body = amending.current_words(campaign)
    found: dict[str, Any] = {
        "title": "Pagina pubblica",
        "opts": Campaign._meta,
        "original": campaign,
        "message": message,
        "proposal": proposal,
    }
    if proposal:
        words = (title, body) if proposal.is_withdrawal else (proposal.title, proposal.body)
        found |= {
            "changed_title": wording.difference(title, words[0]) if title != words[0] else [],
            "changed_body": wording.difference(body, words[1]) if body != words[1] else [],
            "changed_event": _changed_event(campaign, proposal),
            "objection": amending.why_not_approve(proposal, by, now),
            "is_own": proposal.proposed_by_id == by.pk,
        }
    may_propose, holds = not proposal and amending.may_propose(by), not message.withdrawal
    return found | {
        "correction": forms["propose"] if may_propose and holds else None,
        "withdrawal": forms["withdraw"] if by.has_perm(amending.MAY_WITHDRAW) and holds else None,
        "own_words": forms["own-words"] if may_propose else None,
    }
