# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a decision about a broadcast asks for, and the details of a pause or of an order of Agcom."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from broadcasts.content import service_events, validation
from broadcasts.models import Campaign
from broadcasts.office_calendar import current_calendar
from broadcasts.rules import start_window
from cascina_whatsapp.cloud_api.limits import parameter_problem
from cascina_whatsapp.components import Day, LabelledDateTime
from subscribers.texts import VARIABLES

from .forms import MOMENT_PAST


class DecisionForm(forms.Form):
    """What a decision about a broadcast asks for: nothing."""

    def __init__(self, *args: Any, campaign: Campaign, **options: Any) -> None:
        super().__init__(*args, **options)
        self.campaign = campaign

    def answers(self) -> dict[str, Any]:
        """What the button's act takes, once the form is valid."""
        return self.cleaned_data


class CustomTemplateForm(DecisionForm):
    """The category that Meta is asked for: Meta decides, and may choose the other one."""

    category = forms.ChoiceField(
        label="Che cosa è",
        choices=[
            ("UTILITY", "Avviso di servizio: strade, scadenze, allerte, servizi che cambiano"),
            ("MARKETING", "Invito o promozione: eventi, cultura, iniziative (costa di più)"),
        ],
        initial="UTILITY",
        widget=forms.RadioSelect,
        help_text="Decide Meta: un invito presentato come avviso viene rifiutato, o approvato come promozione.",
    )


class WhatChangesForm(DecisionForm):
    """What a changed privacy notice means for who is subscribed, as part of a sentence."""

    body = forms.CharField(
        label="Che cosa cambia",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Continua la frase «cambia il modo in cui usiamo i dati di questo servizio: …». Senza a capo.",
    )

    def __init__(self, *args: Any, campaign: Campaign, **options: Any) -> None:
        super().__init__(*args, campaign=campaign, initial={"body": campaign.body}, **options)

    def clean_body(self) -> str:
        """One line: a parameter of a template holds no other."""
        return " ".join(self.cleaned_data["body"].split())


class DetailsForm(DecisionForm):
    """The details of a pause or of an order of Agcom, as far as the text in force mentions them."""

    def __init__(self, *args: Any, campaign: Campaign, **options: Any) -> None:
        super().__init__(*args, campaign=campaign, **options)
        names = service_events.detail_names(campaign)
        for name in names:
            self.fields[name] = _day_field(name) if name in service_events.DAYS else _number_field(name)
        self.initial = (campaign.service.details if names else {}) | service_events.days(campaign)

    def clean(self) -> None:
        super().clean()
        today = timezone.localdate()
        for name, sentence in service_events.misplaced_days(self.cleaned_data, today).items():
            self.add_error(name, sentence)

    def answers(self) -> dict[str, Any]:
        """As the broadcast keeps them."""
        return {"details": self.written()}

    def written(self) -> dict[str, str]:
        """What of it is right so far."""
        right = getattr(self, "cleaned_data", {})
        return service_events.stored_details({name: value for name, value in right.items() if value})


def _day_field(name: str) -> forms.DateField:
    return forms.DateField(
        label=service_events.label(name),
        widget=Day(),
    )


def _number_field(name: str) -> forms.CharField:
    longest = service_events.NUMBER_LENGTH
    return forms.CharField(
        label=service_events.label(name),
        max_length=longest,
        validators=[_validate_parameter],
        help_text=f"Per esempio {VARIABLES[name].sample}. Massimo {longest} caratteri.",
    )


def _validate_parameter(value: str) -> None:
    if problem := parameter_problem(value):
        raise forms.ValidationError(validation.PARAMETER_PROBLEMS[problem])


class SendBackForm(DecisionForm):
    """Why it goes back to draft."""

    note = forms.CharField(
        label="Che cosa va cambiato", max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReasonForm(DecisionForm):
    """Why, if there is something to say; everybody who follows the broadcast reads it."""

    reason = forms.CharField(label="Motivo (facoltativo)", max_length=300, required=False)


class LaunchForm(DecisionForm):
    """When it leaves, and for an urgent one that what it overrides was read."""

    NOW, OPENING, AT = "now", "opening", "at"
    MOMENTS = ((NOW, "Adesso"), (OPENING, "Alla prossima apertura"), (AT, "In un momento scelto"))
    when = forms.ChoiceField(
        label="Quando parte",
        choices=MOMENTS,
        widget=forms.RadioSelect,
        required=False,
    )
    at = forms.SplitDateTimeField(label="Giorno e ora", required=False, widget=LabelledDateTime)
    understood = forms.BooleanField(
        label="Ho letto che cosa supera questo messaggio: deve partire come urgente.",
        error_messages={"required": "Leggi che cosa supera il messaggio e conferma con la casella."},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not self.campaign.is_urgent:
            del self.fields["understood"]
        planned = self.campaign.scheduled_for
        if planned and not start_window.is_past(planned, timezone.now()):
            self.initial = {"when": self.AT, "at": planned}
        else:
            self.initial = {"when": self.NOW}

    def clean_at(self) -> datetime | None:
        at: datetime | None = self.cleaned_data["at"]
        if start_window.is_past(at, timezone.now()):
            raise forms.ValidationError(MOMENT_PAST)
        return at

    def clean(self) -> None:
        """A moment that was not chosen does not matter; the one that was must be there."""
        super().clean()
        when = self.cleaned_data.get("when")
        if when in (self.NOW, self.OPENING):
            self.errors.pop("at", None)
        elif when == self.AT and not self.cleaned_data.get("at") and not self.has_error("at"):
            self.add_error("at", "Scegli il giorno e l'ora in cui deve partire.")

    def answers(self) -> dict[str, Any]:
        """The moment; None where nothing was chosen: as planned in the draft, or as soon as possible."""
        return {"at": self.moment(timezone.now())}

    def moment(self, now: datetime) -> datetime | None:
        """The moment that the valid form's answers mean."""
        when = self.cleaned_data.get("when")
        if when == self.NOW:
            return now
        if when == self.OPENING:
            return start_window.opening_after(now, current_calendar())
        return self.cleaned_data.get("at")
