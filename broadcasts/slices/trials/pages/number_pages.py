"""The numbers on which a clerk tries broadcasts: each sees, proves, shares and removes their own only."""

from datetime import timedelta
from typing import Any

import segno
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from broadcasts.slices.trials import numbers
from broadcasts.slices.trials.models import TrialNumber
from cascina_whatsapp.presentation.components import (
    Columns,
    OwnFiltersOnly,
    Pages,
    badge,
    colleague,
    row_number,
    user_column,
)
from cascina_whatsapp.presentation.menu import Section
from subscribers.rules.phone import InvalidPhone, is_landline, to_e164

MINE = Section(
    "I miei numeri di prova",
    "broadcasts_trialnumber_changelist",
    permission="broadcasts.view_trialnumber",
)
TO_TRY = "messaggio"
"""The parameter with the broadcast that somebody wants to try, and goes back to."""


class TrialNumberForm(forms.ModelForm):
    """The form of a trial number, however it is spelt."""

    class Meta:
        model = TrialNumber
        fields = ["phone", "is_shared"]
        widgets = {"phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "maxlength": 30})}

    user: User

    def clean_phone(self) -> str:
        try:
            phone = to_e164(self.cleaned_data["phone"])
        except InvalidPhone:
            raise forms.ValidationError("Non è un numero di telefono: scrivilo con tutte le cifre.") from None
        if numbers.has(self.user, phone):
            raise forms.ValidationError("Hai già aggiunto questo numero: lo trovi nell'elenco.")
        return phone


OWNER = user_column("user", "di chi")


@admin.register(TrialNumber)
class TrialNumberAdmin(OwnFiltersOnly):
    """The list of one's own trial numbers; who looks after accounts sees everybody's, masked."""

    form = TrialNumberForm
    actions = None
    list_display = ["hidden_phone", "state", "user", "is_shared", "used_at"]
    list_select_related = ["user"]
    list_display_links = ["hidden_phone"]
    change_form_template = "admin/broadcasts/trials/number.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[TrialNumber]:
        rows = super().get_queryset(request)
        return rows if request.user.has_perm("auth.view_user") else rows.filter(user=colleague(request))

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> TrialNumber | None:
        """Return the number, whoever owns it; None where there is none.

        Who may not see it is refused: whether it exists or not is no secret.
        """
        number = row_number(object_id)
        return TrialNumber.objects.filter(pk=number).first() if number else None

    def has_view_permission(self, request: HttpRequest, obj: TrialNumber | None = None) -> bool:
        is_for_me = obj is None or obj.user_id == request.user.pk or request.user.has_perm("auth.view_user")
        return super().has_view_permission(request, obj) and is_for_me

    def get_fields(self, request: HttpRequest, obj: TrialNumber | None = None) -> Columns:
        if obj is None:
            return ["phone", "is_shared"]
        return ["state", "used_at"] if obj.user_id == request.user.pk else ["state", OWNER, "used_at"]

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
        by = colleague(request)
        number = numbers.add(obj.phone, is_shared=obj.is_shared, by=by, now=timezone.now())
        obj.pk, obj.user = number.pk, by

    def response_add(
        self, request: HttpRequest, obj: TrialNumber, post_url_continue: str | None = None
    ) -> HttpResponse:
        return redirect(_page_of(request, obj.pk))

    def pages(self) -> Pages:
        return {
            "<int:pk>/code/": ("code", require_POST(self.code_view)),
            "<int:pk>/share/": ("share", require_POST(self.share_view)),
            "<int:pk>/state/": ("state", require_safe(self.state_view)),
        }

    def code_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A new code for a number of mine."""
        try:
            numbers.ask_code(self._mine(request, pk), now=timezone.now())
        except numbers.TooMany as refusal:
            messages.error(request, str(refusal))
        return redirect(_page_of(request, pk))

    def share_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Let colleagues send trials to a number of mine, or no more."""
        number, is_shared = self._mine(request, pk), "is_shared" in request.POST
        if number.is_shared != is_shared:
            numbers.share(number, is_shared)
            self.log_change(request, number, "Condiviso." if is_shared else "Non più condiviso.")
        messages.success(
            request,
            "Salvato: i colleghi possono mandarti prove su questo telefono."
            if is_shared
            else "Salvato: su questo telefono mandi prove solo tu.",
        )
        return redirect(_page_of(request, pk))

    def state_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The part of the page that waits for the code: its script asks for it again and again."""
        return TemplateResponse(
            request, "admin/broadcasts/trials/proving.html", _proving(request, self._mine(request, pk))
        )

    def _mine(self, request: HttpRequest, pk: int) -> TrialNumber:
        number = get_object_or_404(TrialNumber, pk=pk)
        if number.user_id != request.user.pk or not self.has_add_permission(request):
            raise PermissionDenied
        return number

    def beside(self, request: HttpRequest, row: TrialNumber) -> dict[str, Any]:
        return {"is_mine": True, **_proving(request, row)} if row.user_id == request.user.pk else {}

    @admin.display(description="numero", ordering="pk")
    def hidden_phone(self, number: TrialNumber) -> str:
        return number.masked

    @admin.display(description="stato")
    def state(self, number: TrialNumber) -> str:
        """Draw the badge for whether a broadcast can be tried on this number."""
        if number.verified_at:
            return badge("verificato", "ok")
        waits = numbers.valid_code(number, timezone.now())
        return badge("aspetta il codice", "busy") if waits else badge("codice scaduto", "warn")


def _proving(request: HttpRequest, number: TrialNumber) -> dict[str, Any]:
    """Collect what proves a trial number: the code, where to write it, and the link that writes it for its owner."""
    code = numbers.valid_code(number, timezone.now())
    ours, link = numbers.way_for(code, number.phone)
    asked = row_number(request.GET.get(TO_TRY))
    return {
        "original": number,
        "code": code,
        "ours": ours,
        "link": link,
        "is_landline": is_landline(number.phone),
        "square": segno.make(link).svg_data_uri(scale=4, border=2, light="white") if link else "",
        "minutes": numbers.CODE_VALIDITY // timedelta(minutes=1),
        "query": _query(request),
        "trial": reverse("admin:broadcasts_campaign_trial", args=[asked]) if asked else "",
    }


def _query(request: HttpRequest) -> str:
    """Return the query with the broadcast for whose trial somebody is here; "" without one."""
    asked = row_number(request.GET.get(TO_TRY))
    return f"?{TO_TRY}={asked}" if asked else ""


def _page_of(request: HttpRequest, pk: int) -> str:
    return reverse("admin:broadcasts_trialnumber_change", args=[pk]) + _query(request)
