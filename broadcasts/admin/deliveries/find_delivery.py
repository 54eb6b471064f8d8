"""The deliveries of one person: whom one looks for comes by POST, and the address has their row's number only."""

import logging

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from cascina_whatsapp.accounts.daily_bounds import BeyondBound
from cascina_whatsapp.presentation.components import colleague, page_context
from subscribers.admin.found import note
from subscribers.admin.person import NOBODY, FindForm, may_find
from subscribers.models import Subscriber
from subscribers.register.history import look_up

log = logging.getLogger(__name__)


class FindPage:
    """Cerca le consegne di una persona."""

    def __init__(self, model_admin: ModelAdmin) -> None:
        self.admin = model_admin

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not (self.admin.has_view_permission(request) and may_find(colleague(request))):
            log.warning("user %s may not find somebody's deliveries", request.user.pk)
            raise PermissionDenied
        form = FindForm(request.POST or None)
        if form.is_valid() and (person := self._found(request, form)):
            page = reverse("admin:broadcasts_delivery_changelist")
            return redirect(
                f"{page}?person={(person.moved_to or person).pk}"
            )  # by a number that they gave up
        context = {
            **page_context(self.admin, request, "Cerca le consegne di una persona"),
            "form": form,
        }
        return TemplateResponse(request, "admin/broadcasts/delivery/find.html", context)

    def _found(self, request: HttpRequest, form: FindForm) -> Subscriber | None:
        """The person; else the form says why there is none."""
        try:
            found = look_up(form.cleaned_data["text"], by=colleague(request), now=timezone.now())
        except BeyondBound as refusal:
            form.add_error("text", str(refusal))
            return None
        known = "found" if found.subscriber else "nobody"
        log.info("user %s looked for deliveries by %s: %s", request.user.pk, found.by, known)
        if found.subscriber is None:
            form.add_error("text", NOBODY)
        else:
            note(request, found.subscriber)
        return found.subscriber
