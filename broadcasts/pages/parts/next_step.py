"""The step that the writer pressed on saving a draft, taken in the same click."""

import logging
from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from broadcasts import launching
from broadcasts.models import Campaign
from broadcasts.pages import hooks
from broadcasts.pages.fields.drafts import NEXT_STEP
from broadcasts.parts.button import Button
from cascina_whatsapp.presentation.components import colleague

from .available_actions import offers_of_slices
from .buttons import ASK_REVIEW, LAUNCH

log = logging.getLogger(__name__)
TOWARDS_CITIZENS = (ASK_REVIEW.name, LAUNCH.name)
"""Steps before which a slice may have a page of its own, which then asks for the approval."""


def may_launch(user: User, campaign: Campaign) -> bool:
    """Tell whether this person may approve the draft that they write, with nobody asked."""
    return LAUNCH.is_for(user, campaign)


def first(campaign: Campaign) -> HttpResponse | None:
    """Lead to the page that a slice wants seen before an approval is asked; None where there is none."""
    page = next(filter(None, (ask(campaign, timezone.now()) for ask in hooks.FIRST)), "")
    return redirect(f"admin:broadcasts_campaign_{page}", campaign.pk) if page else None


def take(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """The step after saving, and where it leads; the draft's own page where none was pressed."""
    step = request.POST.get(NEXT_STEP, "")
    if step in TOWARDS_CITIZENS and (before := first(campaign)):
        return before
    if step == LAUNCH.name:
        return _launch(request, campaign)
    if step == ASK_REVIEW.name:
        _act(request, campaign, ASK_REVIEW, launching.ask_review)
    elif step and (act := offers_of_slices(colleague(request), campaign).get(step)):
        return redirect(act.address)
    return redirect("admin:broadcasts_campaign_change", campaign.pk)


def _launch(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """Launch the draft at once; of an urgent one, show first what it overrides."""
    if campaign.is_urgent:
        return redirect("admin:broadcasts_campaign_launch", campaign.pk)
    if not may_launch(colleague(request), campaign):
        raise PermissionDenied
    _act(request, campaign, LAUNCH, launching.launch)
    return redirect("admin:broadcasts_campaign_change", campaign.pk)


def _act(request: HttpRequest, campaign: Campaign, button: Button, act: Callable[..., None]) -> None:
    """Carry out a button's act on a saved draft, and tell what hinders it on the draft's page."""
    if not button.is_for(colleague(request), campaign):
        raise PermissionDenied
    try:
        act(campaign=campaign, by=colleague(request), now=timezone.now())
    except launching.CannotLaunch as refusal:
        for problem in refusal.problems:
            messages.error(request, problem.sentence)
    except launching.WrongState as refusal:
        messages.error(request, str(refusal))
    else:
        log.info("campaign %s: %s by user %s", campaign.pk, button.name, request.user.pk)
        messages.success(request, button.done_in_words(campaign, timezone.now()))
