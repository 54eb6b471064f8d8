"""The page behind a button: it says what will happen, and acts only when that is confirmed."""

import logging
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from broadcasts.content.fingerprint import fingerprint_of
from broadcasts.models import Campaign
from broadcasts.steps.transitions import CannotLaunch, WrongState
from cascina_whatsapp.presentation.components import colleague, page_context
from cascina_whatsapp.security import as_read

from .button import Button
from .decision_form import DecisionForm

log = logging.getLogger(__name__)


class ButtonPage:
    """The view of one button. A GET never acts. `model_admin` also knows a broadcast's preview (`preview_of`)."""

    template = "admin/broadcasts/campaign/button.html"

    def __init__(self, model_admin: Any, button: Button) -> None:
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
        """Decide with the broadcast's row locked: nobody changes the text between the reading and the decision.

        What was typed stays on the page whatever stands in its way: a refusal, a field, a text that changed.
        """
        campaign = get_object_or_404(Campaign.objects.select_for_update(), pk=pk)
        self._refuse_strangers(request, campaign)
        form = self.button.form(request.POST, campaign=campaign)
        if not form.is_valid() or "_calculate" in request.POST or not self._takes(request, campaign, form):
            return self._ask(request, campaign, form)
        return redirect(self._next_page(request, pk), pk)

    def _takes(self, request: HttpRequest, campaign: Campaign, form: DecisionForm) -> bool:
        """Tell whether it is decided; what stands in the way is shown on the form, beside its field if it has one."""
        refusals = self._act(request, campaign, form)
        for name, sentence in refusals:
            form.add_error(name if name in form.fields else None, sentence)
        return not refusals

    def _act(self, request: HttpRequest, campaign: Campaign, form: DecisionForm) -> list[tuple[str, str]]:
        """Carry out the decision; return why it failed, as (field, sentence) with "" for the whole form; or []."""
        by, now = colleague(request), timezone.now()
        if not self._was_read(request, campaign):
            return [("", as_read.CHANGED)]
        if objection := self.button.objection(campaign, by):
            return [("", objection)]
        try:
            self.button.act(campaign=campaign, by=by, now=now, **form.answers())
        except CannotLaunch as refusal:
            return [("", problem.sentence) for problem in refusal.problems]
        except WrongState as refusal:  # nobody decides it on this page any more
            messages.error(request, str(refusal))
        else:
            log.info("campaign %s: %s by user %s", campaign.pk, self.button.name, by.pk)
            if done := self.button.done_in_words(campaign, timezone.now()):
                messages.success(request, done)
        return []

    def _was_read(self, request: HttpRequest, campaign: Campaign) -> bool:
        """Tell whether the broadcast is still what the page showed."""
        return request.POST.get("seen") == self._seen(campaign)

    def _seen(self, campaign: Campaign) -> str:
        """Return the mark of what the page showed: posted back, it must still be the same."""
        return fingerprint_of(campaign)

    def _next_page(self, request: HttpRequest, pk: int) -> str:
        """Name the page that follows: the broadcast's own."""
        return "admin:broadcasts_campaign_change"

    def _refuse_strangers(self, request: HttpRequest, campaign: Campaign) -> None:
        may_see = self.admin.has_view_permission(request, campaign)
        if not (may_see and self.button.may_press(colleague(request), campaign)):
            raise PermissionDenied

    def _ask(self, request: HttpRequest, campaign: Campaign, form: DecisionForm) -> HttpResponse:
        context = {
            **page_context(self.admin, request, self.button.label),
            "subtitle": campaign.title,
            "original": campaign,
            "button": self.button,
            "form": form,
            "media": self.admin.media + form.media,
            "seen": self._seen(campaign),
            "preview": self.admin.preview_of(campaign),
            **self._facts(request, campaign, form),
        }
        return TemplateResponse(request, self.template, context)

    def _facts(self, request: HttpRequest, campaign: Campaign, form: DecisionForm) -> dict[str, Any]:
        """Return what the page of this very button tells beside the message."""
        return {}


class AtOncePage(ButtonPage):
    """The address of a button that acts at the first click: whatever there is to say is on the broadcast's page."""

    def _act(self, request: HttpRequest, campaign: Campaign, form: DecisionForm) -> list[tuple[str, str]]:
        """Act at once; if two people press it together, tell the second one that it is done, and do nothing else."""
        if already := self.button.already.get(campaign.status):
            messages.info(request, already)
            return []
        return super()._act(request, campaign, form)

    def _was_read(self, request: HttpRequest, campaign: Campaign) -> bool:
        """Accept whatever was read: who stops a broadcast does not read it first."""
        return True

    def _ask(self, request: HttpRequest, campaign: Campaign, form: DecisionForm) -> HttpResponse:
        """Show no page to confirm on: tell the errors and lead back to the broadcast, from old links too."""
        for sentence in (sentence for sentences in form.errors.values() for sentence in sentences):
            messages.error(request, str(sentence))
        return redirect("admin:broadcasts_campaign_change", campaign.pk)
