"""A trial of a broadcast: on one's own telephones, and on those of colleagues who agreed; how the last ones stand."""

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

from broadcasts.models import Campaign
from broadcasts.parts.addresses import visible
from broadcasts.parts.panel import Panel
from broadcasts.rules.states import DeliveryStatus
from broadcasts.slices.trials import asking, numbers
from broadcasts.slices.trials.models import Trial, TrialNumber
from cascina_whatsapp.presentation.components import badge, colleague, page_context

from .number_pages import TO_TRY

BUSY = "busy"
WORDS: dict[str, tuple[str, str]] = {
    DeliveryStatus.QUEUED: ("parte fra un momento", BUSY),
    DeliveryStatus.SENDING: ("in partenza", BUSY),
    DeliveryStatus.UNCERTAIN: ("non si sa se è arrivata", "warn"),
    DeliveryStatus.HELD: ("trattenuta da WhatsApp", "warn"),
    DeliveryStatus.ACCEPTED: ("mandata, non ancora arrivata", BUSY),
    DeliveryStatus.SENT: ("mandata, non ancora arrivata", BUSY),
    DeliveryStatus.DELIVERED: ("arrivata", "ok"),
    DeliveryStatus.READ: ("letta", "ok"),
    DeliveryStatus.FAILED: ("non arrivata", "err"),
}
"""State of a trial → what is said of it, and the tone of its badge."""
WATCHED_FOR = timedelta(minutes=10)
"""The time for which a page asks how a trial stands: a telephone that is off may take days."""
MOST_SHOWN = 10


def panel_of(campaign: Campaign, now: datetime) -> Panel:
    """Show the last trials of a broadcast, and whether to ask again how they stand. One query."""
    rows = campaign.trials.select_related("by", "number__user")[:MOST_SHOWN]
    told = [(one, *WORDS.get(one.status, (one.get_status_display(), "quiet"))) for one in rows]
    since = now - WATCHED_FOR
    shows = {
        "rows": [(one, badge(words, tone)) for one, words, tone in told],
        "are_on_their_way": any(tone == BUSY and one.asked_at > since for one, _, tone in told),
    }
    return Panel("admin/broadcasts/trials/panel.html", shows)


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
        mine = numbers.usable_by(user).filter(user=user).first()
        self.fields["numbers"] = Telephones(user)
        self.fields["numbers"].initial = [mine.pk] if mine else []


def trials_list(admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """The part of a broadcast's page that tells how its last trials stand, and asks again."""
    campaign = visible(admin, request, pk)
    shown = {"trials": panel_of(campaign, timezone.now()).shows, "original": campaign}
    return TemplateResponse(request, "admin/broadcasts/trials/list.html", shown)


def trial_page(admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """The page that asks on which telephones a trial goes; a GET never sends. `admin` knows a broadcast's preview."""
    campaign, by = visible(admin, request, pk, may="broadcasts.try_campaign"), colleague(request)
    form = TrialForm(by, request.POST if request.method == "POST" else None)
    if form.is_valid() and _ask_for(request, campaign, form):
        return redirect("admin:broadcasts_campaign_change", pk)
    usable = numbers.usable_by(by)
    mine = [number for number in usable if number.user_id == by.pk]
    add = f"{reverse('admin:broadcasts_trialnumber_add')}?{TO_TRY}={pk}"
    context = {
        **page_context(admin, request, "Mandami una prova"),
        "subtitle": str(campaign),
        "original": campaign,
        "form": form,
        "has_numbers": bool(usable),
        "has_colleagues": len(usable) > len(mine),
        "add_mine": "" if mine else add,
        "preview": admin.preview_of(campaign),
    }
    return TemplateResponse(request, "admin/broadcasts/trials/trial.html", context)


def _ask_for(request: HttpRequest, campaign: Campaign, form: TrialForm) -> bool:
    by, now = colleague(request), timezone.now()
    try:
        asked = asking.ask_each(campaign=campaign, by=by, now=now, **form.cleaned_data)
    except asking.CannotTry as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(
        request,
        "La prova parte fra un momento: guarda il telefono."
        if len(asked) == 1
        else f"{len(asked)} prove partono fra un momento.",
    )
    return True
