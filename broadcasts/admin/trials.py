# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A trial of a broadcast, and the numbers on which a clerk tries: each sees and removes their own only."""

import logging
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.safestring import SafeString

from broadcasts.editing import trial_numbers
from broadcasts.models import Campaign, Trial, TrialNumber
from broadcasts.rules.states import DeliveryStatus
from broadcasts.sending import trial_sends
from cascina_whatsapp.components import (
    Columns,
    OwnFiltersOnly,
    badge,
    colleague,
    field_of,
    page_context,
    user_column,
)
from subscribers.rules.phone import InvalidPhone, to_e164

from . import preview

log = logging.getLogger(__name__)
TONES: dict[str, str] = {
    DeliveryStatus.DELIVERED: "ok",
    DeliveryStatus.READ: "ok",
    DeliveryStatus.FAILED: "err",
    DeliveryStatus.UNCERTAIN: "warn",
}
MOST_SHOWN = 10


def trials_of(campaign: Campaign, user: User) -> dict[str, Any]:
    """What a broadcast's page tells of its trials, and whether this person may send another one."""
    told = [
        {"trial": trial, "badge": badge(trial.get_status_display(), TONES.get(trial.status, "busy"))}
        for trial in campaign.trials.select_related("by")[:MOST_SHOWN]
    ]
    return {"trials": told, "may_try": may_try(user, campaign)}


def may_try(user: User, campaign: Campaign) -> bool:
    """Whether there is a button."""
    return campaign.status in trial_sends.BEFORE_IT_LEAVES and user.has_perm("broadcasts.try_campaign")


class ProvenNumber(forms.ModelChoiceField):
    """One of somebody's own numbers, masked."""

    def label_from_instance(self, obj: TrialNumber) -> str:
        return obj.masked


class TrialForm(forms.Form):
    """On which number, and in which of the two forms."""

    number = ProvenNumber(TrialNumber.objects.none(), label="Su quale numero", empty_label=None)
    form = forms.ChoiceField(
        label="In quale forma",
        choices=Trial.Form.choices,
        initial=Trial.Form.TEMPLATE,
        widget=forms.RadioSelect,
    )

    def __init__(self, user: User, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        field_of(self, "number", ProvenNumber).queryset = trial_numbers.proven(user)


class TrialPage:
    """Asks on which number; a GET never sends."""

    def __init__(self, model_admin: admin.ModelAdmin) -> None:
        self.admin = model_admin

    def __call__(self, request: HttpRequest, pk: int) -> HttpResponse:
        campaign = get_object_or_404(Campaign, pk=pk)
        if not (
            self.admin.has_view_permission(request, campaign)
            and request.user.has_perm("broadcasts.try_campaign")
        ):
            raise PermissionDenied
        form = TrialForm(colleague(request), request.POST or None)
        if request.method == "POST" and form.is_valid() and self._ask_for(request, campaign, form):
            return redirect("admin:broadcasts_campaign_change", pk)
        return self._page(request, campaign, form)

    def _ask_for(self, request: HttpRequest, campaign: Campaign, form: TrialForm) -> bool:
        try:
            trial_sends.ask(campaign=campaign, by=colleague(request), now=timezone.now(), **form.cleaned_data)
        except trial_sends.CannotTry as refusal:
            messages.error(request, str(refusal))
            return False
        messages.success(request, "La prova parte fra un momento: guarda il tuo telefono.")
        return True

    def _page(self, request: HttpRequest, campaign: Campaign, form: TrialForm) -> HttpResponse:
        context = {
            **page_context(self.admin, request, "Mandami una prova"),
            "subtitle": str(campaign),
            "original": campaign,
            "form": form,
            "has_numbers": trial_numbers.proven(colleague(request)).exists(),
            "preview": preview.preview_context(campaign),
        }
        return TemplateResponse(request, "admin/broadcasts/campaign/trial.html", context)


class TrialNumberForm(forms.ModelForm):
    """A number, however it is spelt."""

    class Meta:
        model = TrialNumber
        fields = ["phone"]
        widgets = {"phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "maxlength": 30})}

    user: User

    def clean_phone(self) -> str:
        try:
            phone = to_e164(self.cleaned_data["phone"])
        except InvalidPhone:
            raise forms.ValidationError("Non è un numero di telefono: scrivilo con tutte le cifre.") from None
        if trial_numbers.has(self.user, phone):
            raise forms.ValidationError("Hai già aggiunto questo numero: lo trovi nell'elenco.")
        return phone


OWNER = user_column("user", "di chi")


@admin.register(TrialNumber)
class TrialNumberAdmin(OwnFiltersOnly):
    """My numbers; who looks after accounts sees everybody's, masked."""

    form = TrialNumberForm
    actions = None
    list_display = ["hidden_phone", "state", "user", "used_at"]
    list_select_related = ["user"]
    list_display_links = ["hidden_phone"]
    list_per_page = 50
    change_form_template = "admin/broadcasts/trialnumber/change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[TrialNumber]:
        mine_and_others = super().get_queryset(request)
        if request.user.has_perm("auth.view_user"):
            return mine_and_others
        return mine_and_others.filter(user=colleague(request))

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> TrialNumber | None:
        """Of anybody: who may not see it is refused, whether it exists or not is no secret."""
        return TrialNumber.objects.filter(pk=object_id).first() if object_id.isdecimal() else None

    def has_view_permission(self, request: HttpRequest, obj: TrialNumber | None = None) -> bool:
        is_for_me = obj is None or obj.user_id == request.user.pk or request.user.has_perm("auth.view_user")
        return super().has_view_permission(request, obj) and is_for_me

    def get_fields(self, request: HttpRequest, obj: TrialNumber | None = None) -> Columns:
        return ["hidden_phone", "state", OWNER, "used_at"] if obj else ["phone"]

    def get_readonly_fields(self, request: HttpRequest, obj: TrialNumber | None = None) -> Columns:
        return self.get_fields(request, obj) if obj else []

    def has_change_permission(self, request: HttpRequest, obj: TrialNumber | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: TrialNumber | None = None) -> bool:
        is_mine = obj is None or obj.user_id == request.user.pk
        return super().has_delete_permission(request, obj) and is_mine

    def get_form(
        self, request: HttpRequest, obj: TrialNumber | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, change, **kwargs)
        if issubclass(form, TrialNumberForm):
            form.user = colleague(request)
        return form

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().changelist_view(request, {"title": "I miei numeri di prova", **(extra_context or {})})

    def save_model(self, request: HttpRequest, obj: TrialNumber, form: TrialNumberForm, change: bool) -> None:
        number = trial_numbers.add(obj.phone, by=colleague(request), now=timezone.now())
        obj.pk, obj.user = number.pk, colleague(request)

    def response_add(
        self, request: HttpRequest, obj: TrialNumber, post_url_continue: str | None = None
    ) -> HttpResponse:
        return redirect("admin:broadcasts_trialnumber_change", obj.pk)

    def get_urls(self) -> list[URLPattern]:
        page = path(
            "<int:pk>/code/", self.admin_site.admin_view(self.code_view), name="broadcasts_trialnumber_code"
        )
        return [page, *super().get_urls()]

    def code_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A new code for a number of mine; by POST."""
        number = get_object_or_404(TrialNumber, pk=pk)
        if number.user_id != request.user.pk or not self.has_add_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            try:
                trial_numbers.ask_code(number, now=timezone.now())
            except trial_numbers.TooMany as refusal:
                messages.error(request, str(refusal))
        return redirect("admin:broadcasts_trialnumber_change", pk)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: TrialNumber | None = None,
    ) -> HttpResponse:
        if obj:
            is_mine = obj.user_id == request.user.pk
            context |= {
                "is_mine": is_mine,
                "code": trial_numbers.valid_code(obj, timezone.now()) if is_mine else "",
                "instructions": trial_numbers.instructions(),
            }
        return super().render_change_form(request, context, add, change, form_url, obj)

    @admin.display(description="numero", ordering="pk")
    def hidden_phone(self, number: TrialNumber) -> str:
        return number.masked

    @admin.display(description="stato")
    def state(self, number: TrialNumber) -> str:
        return state_of(number, timezone.now())


def state_of(number: TrialNumber, now: datetime) -> SafeString:
    """Whether a broadcast can be tried on it, as a badge."""
    if number.verified_at:
        return badge("verificato", "ok")
    return (
        badge("aspetta il codice", "busy")
        if trial_numbers.valid_code(number, now)
        else badge("codice scaduto", "warn")
    )
