"""A trial of a broadcast: on one's own telephones, and on those of colleagues who agreed."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from broadcasts.models import Campaign
from broadcasts.pages.parts.preview_panel import preview_panel_of
from broadcasts.parts.addresses import visible
from broadcasts.rules.states import DeliveryStatus
from broadcasts.steps.plan import Plan
from broadcasts.trials import asking, numbers
from broadcasts.trials.models import Trial, TrialNumber
from cascina_whatsapp.presentation.components import badge, colleague, page_context

from .number_pages import TO_TRY

log = logging.getLogger(__name__)
TONES: dict[str, str] = {
    DeliveryStatus.DELIVERED: "ok",
    DeliveryStatus.READ: "ok",
    DeliveryStatus.FAILED: "err",
    DeliveryStatus.UNCERTAIN: "warn",
    DeliveryStatus.HELD: "warn",
}
WORDS: dict[str, str] = {
    DeliveryStatus.QUEUED: "parte fra un momento",
    DeliveryStatus.SENDING: "in partenza",
    DeliveryStatus.UNCERTAIN: "non si sa se è arrivata",
    DeliveryStatus.HELD: "trattenuta da WhatsApp",
    DeliveryStatus.ACCEPTED: "mandata, non ancora arrivata",
    DeliveryStatus.SENT: "mandata, non ancora arrivata",
    DeliveryStatus.DELIVERED: "arrivata",
    DeliveryStatus.READ: "letta",
    DeliveryStatus.FAILED: "non arrivata",
}
ON_ITS_WAY = (DeliveryStatus.QUEUED, DeliveryStatus.SENDING, DeliveryStatus.ACCEPTED, DeliveryStatus.SENT)
WATCHED_FOR = timedelta(minutes=10)
"""The time for which a page asks how a trial stands: a telephone that is off may take days."""
MOST_SHOWN = 10
STARTED = "La prova parte fra un momento: guarda il telefono."


def trials_of(campaign: Campaign, now: datetime) -> dict[str, Any]:
    """Collect the last trials of a broadcast, and whether to ask again how they stand. One query."""
    last = list(campaign.trials.select_related("by", "number__user")[:MOST_SHOWN])
    since = now - WATCHED_FOR
    return {
        "rows": [(trial, _badge(trial), _whose(trial)) for trial in last],
        "are_on_their_way": any(one.status in ON_ITS_WAY and one.asked_at > since for one in last),
    }


def _badge(trial: Trial) -> SafeString:
    return badge(WORDS.get(trial.status, trial.get_status_display()), TONES.get(trial.status, "busy"))


def _whose(trial: Trial) -> str:
    return trial.number.owner if trial.number and trial.number.user_id != trial.by_id else ""


class Telephones(forms.ModelMultipleChoiceField):
    """The choice of telephones: one's own masked, those of colleagues by their names alone."""

    def __init__(self, user: User) -> None:
        self.user = user
        super().__init__(
            numbers.usable_by(user),
            label="Su quali telefoni",
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "Scegli almeno un telefono."},
        )

    def label_from_instance(self, obj: TrialNumber) -> str:
        return f"Il mio, {obj.masked}" if obj.user_id == self.user.pk else obj.owner


class TrialForm(forms.Form):
    """The form of a trial: on which telephones, in which form. One's own first number is chosen beforehand."""

    form = forms.ChoiceField(
        label="Come lo vede",
        choices=Trial.Form.choices,
        initial=Trial.Form.TEMPLATE,
        widget=forms.RadioSelect,
    )
    field_order = ["numbers", "form"]

    def __init__(self, user: User, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        mine = numbers.proven(user).first()
        self.fields["numbers"] = Telephones(user)
        self.fields["numbers"].initial = [mine.pk] if mine else []


def trials_list(admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """The part of a broadcast's page that tells how its last trials stand, and asks again."""
    campaign = visible(admin, request, pk)
    shown = {"trials": trials_of(campaign, timezone.now()), "original": campaign}
    return TemplateResponse(request, "admin/broadcasts/campaign/trials_list.html", shown)


def trial_page(admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """The page that asks on which telephones a trial goes; a GET never sends."""
    campaign = visible(admin, request, pk, may="broadcasts.try_campaign")
    form = TrialForm(colleague(request), request.POST if request.method == "POST" else None)
    if form.is_valid() and _ask_for(request, campaign, form):
        return redirect("admin:broadcasts_campaign_change", pk)
    return _page(admin, request, campaign, form)


def _ask_for(request: HttpRequest, campaign: Campaign, form: TrialForm) -> bool:
    by, now = colleague(request), timezone.now()
    try:
        asked = asking.ask_each(campaign=campaign, by=by, now=now, **form.cleaned_data)
    except asking.CannotTry as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, STARTED if len(asked) == 1 else f"{len(asked)} prove partono fra un momento.")
    return True


def _page(admin: ModelAdmin, request: HttpRequest, campaign: Campaign, form: TrialForm) -> HttpResponse:
    usable = numbers.usable_by(colleague(request))
    mine = [number for number in usable if number.user_id == request.user.pk]
    add = f"{reverse('admin:broadcasts_trialnumber_add')}?{TO_TRY}={campaign.pk}"
    context = {
        **page_context(admin, request, "Mandami una prova"),
        "subtitle": str(campaign),
        "original": campaign,
        "form": form,
        "has_numbers": bool(usable),
        "has_colleagues": len(usable) > len(mine),
        "add_mine": "" if mine else add,
        "preview": preview_panel_of(Plan(campaign, timezone.now())),
    }
    return TemplateResponse(request, "admin/broadcasts/campaign/trial.html", context)
