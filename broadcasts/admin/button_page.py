# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page behind a button: it says what will happen, and acts only when that is confirmed."""

import logging
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from broadcasts import launching
from broadcasts.content.fingerprint import fingerprint_of
from broadcasts.models import Campaign
from broadcasts.sending import resending
from cascina_whatsapp.components import colleague, page_context

from . import custom_template_panel, preview
from .buttons import LAUNCH, RESUME, TAKE_BACK, Button
from .decision_forms import DecisionForm
from .following import RESEND
from .outlook import Outlook, outlook

log = logging.getLogger(__name__)
CHANGED = "Il messaggio è cambiato mentre lo leggevi: rileggilo e conferma di nuovo."


class ButtonPage:
    """The view of one button. A GET never acts."""

    def __init__(self, model_admin: ModelAdmin, button: Button) -> None:
        self.admin = model_admin
        self.button = button

    def __call__(self, request: HttpRequest, pk: int) -> HttpResponse:
        if request.method == "POST":
            return self._decide(request, pk)
        campaign = get_object_or_404(Campaign, pk=pk)
        self._refuse_strangers(request, campaign)
        return self._ask(request, campaign, self.button.form(campaign=campaign))

    @transaction.atomic
    def _decide(self, request: HttpRequest, pk: int) -> HttpResponse:
        """With the row locked: nobody changes the text between the reading and the decision."""
        campaign = get_object_or_404(Campaign.objects.select_for_update(), pk=pk)
        self._refuse_strangers(request, campaign)
        if request.POST.get("seen") != fingerprint_of(campaign):
            messages.warning(request, CHANGED)
            return redirect(request.path)
        form = self.button.form(request.POST, campaign=campaign)
        if not form.is_valid() or "_calculate" in request.POST:
            return self._ask(request, campaign, form)
        self._act(request, campaign, form.answers())
        return redirect(self._next_page(request, pk), pk)

    def _act(self, request: HttpRequest, campaign: Campaign, answers: dict[str, Any]) -> None:
        if objection := self.button.objection(campaign, colleague(request)):
            messages.error(request, objection)
            return
        try:
            self.button.act(campaign=campaign, by=request.user, now=timezone.now(), **answers)
        except launching.CannotLaunch as refusal:
            for problem in refusal.problems:
                messages.error(request, problem.sentence)
        except launching.WrongState as refusal:
            messages.error(request, str(refusal))
        else:
            log.info("campaign %s: %s by user %s", campaign.pk, self.button.name, request.user.pk)
            messages.success(request, self.button.done_in_words(campaign, timezone.now()))

    def _next_page(self, request: HttpRequest, pk: int) -> str:
        """The broadcast's own page; who has taken an approval back reads once more what waits for it."""
        decides = self.button is TAKE_BACK and LAUNCH.is_for(colleague(request), Campaign.objects.get(pk=pk))
        return f"admin:broadcasts_campaign_{'launch' if decides else 'change'}"

    def _refuse_strangers(self, request: HttpRequest, campaign: Campaign) -> None:
        may_see = self.admin.has_view_permission(request, campaign)
        if not (may_see and self.button.may_press(colleague(request), campaign)):
            log.warning("user %s may not %s campaign %s", request.user.pk, self.button.name, campaign.pk)
            raise PermissionDenied

    def _ask(self, request: HttpRequest, campaign: Campaign, form: DecisionForm) -> HttpResponse:
        context = {
            **page_context(self.admin, request, self.button.label),
            "subtitle": campaign.title,
            "original": campaign,
            "button": self.button,
            "form": form,
            "media": self.admin.media + form.media,
            "seen": fingerprint_of(campaign),
            "preview": preview.preview_context(campaign),
            "people": resending.resendable(campaign, timezone.now()).count()
            if self.button is RESEND
            else None,
            "custom_template": custom_template_panel.panel_of(campaign),
            "resumed": self._resumed(campaign, timezone.now()),
        }
        return TemplateResponse(request, "admin/broadcasts/campaign/button.html", context)

    def _resumed(self, campaign: Campaign, now: datetime) -> Outlook | None:
        """When one that never left would leave, once it is resumed."""
        return outlook(campaign, now) if self.button is RESUME and campaign.started_at is None else None
