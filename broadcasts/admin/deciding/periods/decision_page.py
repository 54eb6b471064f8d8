"""The pages behind the buttons of a period: each says what will happen, and acts only when that is confirmed."""

import logging
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from broadcasts.launching import periods
from cascina_whatsapp.elections import deciding
from cascina_whatsapp.elections.in_words import effect
from cascina_whatsapp.elections.models import ElectoralPeriod
from cascina_whatsapp.presentation.components import colleague, page_context

from .decisions import ACTIVATE_IT, Decision

log = logging.getLogger(__name__)
PAGE = "admin:elections_electoralperiod_change"
NOT_NOW = "Su questo periodo ora non si può fare: guarda a che punto è."


class DecisionPage:
    """The view of one button. A GET never acts."""

    def __init__(self, model_admin: ModelAdmin, decision: Decision) -> None:
        self.admin = model_admin
        self.decision = decision

    def __call__(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not (self.admin.has_view_permission(request) and request.user.has_perm(self.decision.permission)):
            log.warning("user %s has no permission %s", request.user.pk, self.decision.permission)
            raise PermissionDenied
        period = get_object_or_404(ElectoralPeriod, pk=pk)
        if not self.decision.applies(period, timezone.now()):
            messages.warning(request, NOT_NOW)
            return redirect(PAGE, pk)
        form = self._form(request, period)
        if request.method == "POST" and (form is None or form.is_valid()):
            return self._act(request, period, form)
        return self._ask(request, period, form)

    def _form(self, request: HttpRequest, period: ElectoralPeriod) -> forms.BaseForm | None:
        kind = self.decision.form
        if kind is None:
            return None
        options: dict[str, Any] = {"instance": period} if issubclass(kind, forms.ModelForm) else {}
        if request.method == "POST":
            options |= {"data": request.POST, "files": request.FILES}
        return kind(**options)

    def _act(
        self, request: HttpRequest, period: ElectoralPeriod, form: forms.BaseForm | None
    ) -> HttpResponse:
        answers = {"read": request.POST.get("read", ""), **(form.cleaned_data if form else {})}
        try:
            with transaction.atomic():
                told = self.decision.act(period, by=colleague(request), now=timezone.now(), **answers)
        except deciding.CannotDecide as refusal:
            messages.error(request, str(refusal))
            return self._ask(request, ElectoralPeriod.objects.get(pk=period.pk), form)
        log.info("period %s: %s by user %s", period.pk, self.decision.name, request.user.pk)
        messages.success(request, told)
        return redirect(PAGE, period.pk)

    def _ask(
        self, request: HttpRequest, period: ElectoralPeriod, form: forms.BaseForm | None
    ) -> HttpResponse:
        now = timezone.now()
        foreseen = periods.foresee(period, now) if self.decision is ACTIVATE_IT else None
        context: dict[str, Any] = {
            **page_context(self.admin, request, f"{self.decision.label}: {period}"),
            "original": period,
            "decision": self.decision,
            "objection": self.decision.objection(period, colleague(request)),
            "effect": effect(period, now),
            "foreseen": foreseen,
            "form": form,
        }
        return TemplateResponse(request, "admin/elections/electoralperiod/decide.html", context)
