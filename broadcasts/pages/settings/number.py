"""The page of our number at Meta: its facts in words of the office, and the one thing to do when one is bad.

The notices of Meta about our account are read from there; a warning is ended here once it is settled.
"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from broadcasts.models import AccountNotice, NumberStatus
from broadcasts.rules.account import account_warnings, number_states
from broadcasts.rules.account.number_states import condition
from broadcasts.sending.account import warnings
from broadcasts.sending.account.number_page import limit_in_words, number_page
from broadcasts.sending.account.warnings import page_of
from cascina_whatsapp.presentation.acts import Act, Acts
from cascina_whatsapp.presentation.components import (
    Columns,
    ReadOnlyAdmin,
    badge,
    colleague,
    page_context,
    user_column,
)

LOOKS_AFTER = "webhook.view_webhookpost"
"""The right of who administers the system: they put a new access key into its settings."""
ENDED_BY = user_column("ended_by", "chiuso da")
OF_WARNING = ["standing", "until", "ending_note", "ended_at", ENDED_BY]
SETTLED = "Quando WhatsApp ha risposto, o i limiti sono finiti: gli inviti si possono di nuovo approvare."


@admin.register(NumberStatus)
class NumberStatusAdmin(ReadOnlyAdmin):
    """The daily limit, the quality and the speed of our number; for whoever reads Meta's notices."""

    fields = ["checked_at", "limit", "grade", "throughput", "name_status"]
    readonly_fields = ["limit", "grade"]

    def has_view_permission(self, request: HttpRequest, obj: NumberStatus | None = None) -> bool:
        return request.user.has_perm("broadcasts.view_accountnotice")

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        number = number_page(timezone.now())
        head = page_context(self, request, number["called"])
        context = {
            **head,
            "alerts": _elsewhere(head["alerts"], number),
            "number": number,
            "acts": _acts(request, number),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/broadcasts/numberstatus/change_list.html", context)

    @admin.display(description="persone al giorno")
    def limit(self, number: NumberStatus) -> str:
        return limit_in_words(number)

    @admin.display(description="qualità")
    def grade(self, number: NumberStatus) -> str:
        found = condition(number_states.QUALITY, number.quality)
        return badge(found.label, found.tone)


def _elsewhere(alerts: Sequence[Any], number: dict[str, Any]) -> list[Any]:
    """Leave out of the bar the warning that the page itself tells, with what to do."""
    own = page_of(number["warned"]) if number["warned"] else ""
    return [alert for alert in alerts if not own or alert.page != own]


def _acts(request: HttpRequest, number: dict[str, Any]) -> Acts:
    """Offer the next step: a warning is settled before a key is renewed, by who may do either."""
    may, menu = request.user.has_perm, []
    dark = None
    if number["warned"] and may("broadcasts.launch_campaign"):
        dark = Act(label="Chiudi il richiamo", address=page_of(number["warned"]))
    elif number["needs_key"] and may(LOOKS_AFTER):
        dark = Act(label="Metti una chiave nuova", address="#key")
    if may("broadcasts.submit_whatsapptemplate"):
        synchronise = reverse("admin:broadcasts_whatsapptemplate_synchronise")
        menu.append(Act(label="Controlla adesso", address=synchronise, posts=True, fields={"page": "number"}))
    if may("broadcasts.view_whatsapptemplate"):
        templates = reverse("admin:broadcasts_whatsapptemplate_changelist")
        menu.append(Act(label="Testi da far approvare a WhatsApp", address=templates))
    if may(LOOKS_AFTER):
        menu.append(Act(label="Tutto pronto?", address=reverse("admin:doctor")))
    return Acts(dark=dark, menu=tuple(menu))


class EndingForm(forms.ModelForm):
    """The form that ends a warning, with how it was settled."""

    class Meta:
        model = AccountNotice
        fields = ["ending_note"]
        help_texts = {"ending_note": SETTLED}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "ending_note" in self.fields:  # not on the page of somebody who may only look
            self.fields["ending_note"].required = True


@admin.register(AccountNotice)
class AccountNoticeAdmin(ReadOnlyAdmin):
    """Warnings, limits and restrictions; the number's page tells of them."""

    form = EndingForm
    listed_on = "admin:broadcasts_numberstatus_changelist"
    fields = ["at", "told"]
    readonly_fields = ["at", "told", "in_meta_s_words", "details", "standing", "until", "ended_at"]

    def get_fields(self, request: HttpRequest, obj: AccountNotice | None = None) -> Columns:
        """The details are Meta's own words: for who looks after the account there."""
        looks_after = request.user.has_perm("webhook.view_webhookpost")
        more = OF_WARNING if obj and obj.warns else []
        raw = ["in_meta_s_words"] if obj and obj.in_meta_s_words else []
        return [*self.fields, *more, *([*raw, "details"] if looks_after else [])]

    def get_readonly_fields(self, request: HttpRequest, obj: AccountNotice | None = None) -> Columns:
        return [*super().get_readonly_fields(request, obj), ENDED_BY]

    def has_change_permission(self, request: HttpRequest, obj: AccountNotice | None = None) -> bool:
        """Let who approves broadcasts settle a warning that holds; nothing else of a notice changes."""
        may_end = request.user.has_perm("broadcasts.launch_campaign")
        return may_end and obj is not None and obj.holds(timezone.now())

    def save_model(self, request: HttpRequest, obj: AccountNotice, form: EndingForm, change: bool) -> None:
        """End the warning through the domain, which tells who resumes."""
        note = form.cleaned_data["ending_note"]
        warnings.end(obj, by=colleague(request), note=note, now=timezone.now())

    @admin.display(description="che cosa dice")
    def told(self, notice: AccountNotice) -> str:
        return str(notice)

    @admin.display(description="nelle parole di WhatsApp")
    def in_meta_s_words(self, notice: AccountNotice) -> str:
        return notice.in_meta_s_words

    @admin.display(description="inviti")
    def standing(self, notice: AccountNotice) -> str:
        if not notice.warns:
            return ""
        return badge("fermi", "err") if notice.holds(timezone.now()) else badge("non più fermi")

    def beside(self, request: HttpRequest, row: AccountNotice) -> dict[str, Any]:
        """Say of a warning that holds what it is about and what to do."""
        holds = row.holds(timezone.now())
        return {"subtitle": str(account_warnings.told(row.field, row.details, row.until))} if holds else {}
