"""A new version of the privacy notice: are subscribers told of it, who decided so? Beside it the yearly reminder."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from broadcasts.launching.drafts import service_drafts
from broadcasts.models import NoticeDecision
from broadcasts.steps.transitions import WrongState
from cascina_whatsapp.presentation.components import (
    Columns,
    ReadOnlyAdmin,
    badge,
    colleague,
    field_of,
    page_context,
    user_column,
)
from subscribers.models import ServiceText, Subscriber
from subscribers.statistics import OLD, ages

READ = "broadcasts.view_noticedecision"
"""The right of who decides about telling people of the notice, or reads it."""
PREPARE = "broadcasts.prepare_service_campaign"
REMINDER_PREPARED = "È pronta una bozza: rileggila e fai approvare. Non parte da sola."
PREPARED = (
    "È pronta una bozza: chi scrive completa «che cosa cambia» e chiede l'approvazione. Non parte da solo."
)
NOBODY_NOW = "La decisione resta scritta. Adesso però non c'è nessuno da avvisare: chi è iscritto lo sa già."
DECIDED = "Deciso: resta scritto chi ha deciso e perché."


class VersionChoice(forms.ModelChoiceField):
    """The choice of a version by its number, with what its author said of it."""

    def label_from_instance(self, text: ServiceText) -> str:
        return f"versione {text.version}: {text.note}" if text.note else f"versione {text.version}"


class NoticeDecisionForm(forms.ModelForm):
    """The form of a decision on a notice: yes or no, and why; neither is chosen beforehand."""

    notice = VersionChoice(ServiceText.objects.none(), label="Versione dell'informativa")
    is_material = forms.TypedChoiceField(
        label="È un cambiamento sostanziale?",
        choices=[("yes", "Sì: va detto agli iscritti"), ("no", "No: basta pubblicarla")],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
        help_text=NoticeDecision._meta.get_field("is_material").help_text,
    )

    class Meta:
        model = NoticeDecision
        fields = ["notice", "is_material", "reason"]
        widgets = {"reason": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "notice" in self.fields:
            versions = ServiceText.objects.filter(key="privacy_notice", version__gt=1).order_by("-version")
            field_of(self, "notice", forms.ModelChoiceField).queryset = versions
            self.initial.setdefault("notice", versions.first())

    def clean(self) -> None:
        """Refuse a second draft for the same people."""
        super().clean()
        notice = self.cleaned_data.get("notice")
        if notice and self.cleaned_data.get("is_material"):
            under_way = service_drafts.unfinished(service_drafts.Purpose.NOTICE, notice)
            if under_way.exists():
                self.add_error("is_material", service_drafts.ALREADY_UNFINISHED)


BY = user_column("by", "deciso da")


@admin.register(NoticeDecision)
class NoticeDecisionAdmin(ReadOnlyAdmin):
    """The decisions on notices, each on a page: added, never changed; another one may follow."""

    may_add = "broadcasts.add_noticedecision"
    form = NoticeDecisionForm
    listed_on = "admin:broadcasts_campaign_consents"
    fields = ["notice", "is_material", "reason"]

    def get_fields(self, request: HttpRequest, obj: NoticeDecision | None = None) -> Columns:
        if obj is None:
            return [*self.fields]
        return ["version", "decision", "reason", BY, "at", "message"]

    def get_readonly_fields(self, request: HttpRequest, obj: NoticeDecision | None = None) -> Columns:
        return [] if obj is None else self.get_fields(request, obj)

    def save_model(
        self, request: HttpRequest, obj: NoticeDecision, form: NoticeDecisionForm, change: bool
    ) -> None:
        """Let the domain make the row of the decision, and the draft of the notice with it."""
        answers = {name: form.cleaned_data[name] for name in form.Meta.fields}
        made = service_drafts.decide(**answers, by=colleague(request), now=timezone.now())
        obj.pk, obj.campaign = made.pk, made.campaign

    def response_add(
        self, request: HttpRequest, obj: NoticeDecision, post_url_continue: str | None = None
    ) -> HttpResponse:
        if obj.campaign:
            messages.success(request, PREPARED)
            return redirect("admin:broadcasts_campaign_change", obj.campaign.pk)
        messages.success(request, NOBODY_NOW if obj.is_material else DECIDED)
        return redirect(self.listed_on)

    @admin.display(description="informativa")
    def version(self, decision: NoticeDecision) -> str:
        return f"versione {decision.notice.version}"

    @admin.display(description="agli iscritti")
    def decision(self, decision: NoticeDecision) -> str:
        return badge("Si avvisano", "busy") if decision.is_material else badge("Non serve avvisarli")

    @admin.display(description="avviso")
    def message(self, decision: NoticeDecision) -> str:
        if decision.campaign is None:
            return ""
        page = reverse("admin:broadcasts_campaign_change", args=[decision.campaign.pk])
        state = decision.campaign.get_status_display()
        return format_html('<a href="{}">{}</a> ({})', page, decision.campaign, state.lower())


def consents_page(admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """The page on how old the consents are: counts, decisions; a POST makes the draft of a reminder."""
    may_prepare = request.user.has_perm(PREPARE)
    if not request.user.has_perm(READ) or (request.method == "POST" and not may_prepare):
        raise PermissionDenied
    if request.method == "POST":
        return _prepare(admin, request)
    now, undecided = timezone.now(), service_drafts.undecided_notice()
    context = {
        **page_context(admin, request, "Età dei consensi"),
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


def _prepare(admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    try:
        campaign = service_drafts.prepare_reminder(by=colleague(request), now=timezone.now())
    except WrongState as refusal:
        messages.warning(request, str(refusal))
        return redirect("admin:broadcasts_campaign_consents")
    admin.log_addition(request, campaign, [{"added": {}}])
    messages.success(request, REMINDER_PREPARED)
    return redirect("admin:broadcasts_campaign_change", campaign.pk)
