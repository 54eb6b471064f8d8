"""The notices of Meta about our account, to read; a warning is ended here once it is settled."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from broadcasts.models import AccountNotice
from broadcasts.rules import account_warnings
from broadcasts.whatsapp_account import warnings
from cascina_whatsapp.presentation.components import Columns, ReadOnlyAdmin, badge, colleague, user_column

ENDED_BY = user_column("ended_by", "chiuso da")
OF_WARNING = ["standing", "until", "ending_note", "ended_at", ENDED_BY]
SETTLED = "Quando WhatsApp ha risposto, o i limiti sono finiti: gli inviti si possono di nuovo approvare."


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

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> Any:
        """Show above the fields of a warning that holds what it is about and what to do."""
        notice: AccountNotice | None = context.get("original")
        if notice and notice.holds(timezone.now()):
            context["subtitle"] = str(account_warnings.told(notice.field, notice.details, notice.until))
        return super().render_change_form(request, context, *args, **options)
