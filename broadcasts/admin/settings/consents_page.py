"""The page on how old the consents are, with the yearly reminder: counts, and a button for who prepares one."""

import logging

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from broadcasts.editing import service_drafts
from broadcasts.launching.transitions import WrongState
from broadcasts.models import NoticeDecision
from cascina_whatsapp.presentation.components import colleague, page_context
from subscribers.models import Subscriber
from subscribers.statistics import OLD, ages

log = logging.getLogger(__name__)
READ = "broadcasts.view_noticedecision"
"""The right of who decides about telling people of the notice, or reads it."""
PREPARE = "broadcasts.prepare_service_campaign"
PREPARED = "È pronta una bozza: rileggila e fai approvare. Non parte da sola."


class ConsentsPage:
    """A GET shows the counts; a POST makes the draft of a reminder."""

    def __init__(self, model_admin: ModelAdmin) -> None:
        self.admin = model_admin

    def __call__(self, request: HttpRequest) -> HttpResponse:
        may_prepare = request.user.has_perm(PREPARE)
        if not request.user.has_perm(READ) or (request.method == "POST" and not may_prepare):
            log.warning("user %s may not prepare a reminder", request.user.pk)
            raise PermissionDenied
        return self._prepare(request) if request.method == "POST" else self._show(request, may_prepare)

    def _prepare(self, request: HttpRequest) -> HttpResponse:
        try:
            campaign = service_drafts.prepare_reminder(by=colleague(request), now=timezone.now())
        except WrongState as refusal:
            messages.warning(request, str(refusal))
            return redirect("admin:broadcasts_campaign_consents")
        self.admin.log_addition(request, campaign, [{"added": {}}])
        messages.success(request, PREPARED)
        return redirect("admin:broadcasts_campaign_change", campaign.pk)

    def _show(self, request: HttpRequest, may_prepare: bool) -> HttpResponse:
        now, undecided = timezone.now(), service_drafts.undecided_notice()
        context = {
            **page_context(self.admin, request, "Età dei consensi"),
            "ages": ages(now),
            "old_after": OLD,
            "reminder_months": settings.REMINDER_MONTHS,
            "reminders": service_drafts.unfinished(service_drafts.Purpose.REMINDER),
            "notices": service_drafts.unfinished(service_drafts.Purpose.NOTICE),
            "undecided": undecided,
            "to_be_told": Subscriber.objects.to_be_told(undecided).count() if undecided else 0,
            "decisions": NoticeDecision.objects.select_related("notice", "by"),
            "may_prepare": may_prepare,
            "now": now,
        }
        return TemplateResponse(request, "admin/broadcasts/campaign/consents.html", context)
