"""The forms of the decisions about a broadcast, and of the details of a pause or of an order of Agcom."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from broadcasts.content import custom_template, validation
from broadcasts.content.service import service_events
from broadcasts.launching import approval
from broadcasts.launching.drafts.occasion_fields import OneLineField
from broadcasts.models import Campaign
from broadcasts.parts.decision_form import DecisionForm
from broadcasts.rules import start_window
from cascina_whatsapp.presentation.components import Day, LabelledDateTime
from cascina_whatsapp.security import as_read
from cascina_whatsapp.whatsapp.cloud_api.limits import parameter_problem
from subscribers.texts import VARIABLES

from .drafts import MOMENT_PAST

CHOOSE_MOMENT = "Scegli il giorno e l'ora in cui deve partire."
UNREADABLE = (
    "Non capisco il giorno o l'ora: scrivili come 15/06/2026 e 9:30. Finché non li leggo non so quando parte."
)


def not_past(moment: datetime) -> None:
    """Refuse a moment that has gone by."""
    if start_window.is_past(moment, timezone.now()):
        raise forms.ValidationError(MOMENT_PAST)


class WhatChangesForm(DecisionForm):
    """The form of what a changed privacy notice means for subscribers, as part of a sentence."""

    body = OneLineField(
        label="Che cosa cambia",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Continua la frase «cambia il modo in cui usiamo i dati di questo servizio: …». Senza a capo.",
    )

    def __init__(self, *args: Any, campaign: Campaign, **options: Any) -> None:
        super().__init__(*args, campaign=campaign, initial={"body": campaign.body}, **options)


class DetailsForm(DecisionForm):
    """The details of a pause or of an order of Agcom, as far as the text in force mentions them."""

    def __init__(self, *args: Any, campaign: Campaign, **options: Any) -> None:
        super().__init__(*args, campaign=campaign, **options)
        names = service_events.detail_names(campaign)
        for name in names:
            self.fields[name] = _field(name)
        self.initial = (campaign.service.details if names else {}) | service_events.days(campaign)

    def clean(self) -> None:
        super().clean()
        today = timezone.localdate()
        for name, sentence in service_events.misplaced_days(self.cleaned_data, today).items():
            self.add_error(name, sentence)

    def answers(self) -> dict[str, Any]:
        """Return the details as the broadcast keeps them."""
        return {"details": self.written()}

    def written(self) -> dict[str, str]:
        """Return the details that are valid so far."""
        right = getattr(self, "cleaned_data", {})
        return service_events.stored_details({name: value for name, value in right.items() if value})


def _field(name: str) -> forms.Field:
    if name in service_events.DAYS:
        return forms.DateField(label=service_events.label(name), widget=Day())
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
    """The form of the note with which a broadcast is sent back to draft."""

    note = forms.CharField(
        label="Che cosa deve correggere",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "class": "short"}),
        error_messages={"required": "Scrivi che cosa va cambiato: chi lo ha scritto legge solo questo."},
    )


class NoteForm(SendBackForm):
    """The form of the same note once more, as it reads now."""

    def __init__(self, *args: Any, campaign: Campaign, **options: Any) -> None:
        step = approval.note_of(campaign)
        initial = {"note": step.note if step else ""}
        super().__init__(*args, campaign=campaign, initial=initial, **options)


class MoveForm(DecisionForm):
    """The form of another moment for an approved broadcast."""

    at = forms.SplitDateTimeField(
        label="Quando parte",
        widget=LabelledDateTime,
        error_messages={"required": CHOOSE_MOMENT, "invalid": UNREADABLE},
        validators=[not_past],
    )

    def __init__(self, *args: Any, campaign: Campaign, **options: Any) -> None:
        super().__init__(*args, campaign=campaign, initial={"at": campaign.scheduled_for}, **options)


class LaunchForm(DecisionForm):
    """The form of an approval: when it leaves, and whether without its new lines."""

    NOW, FLAT, PLANNED, AT = "now", "flat", "planned", "at"
    at = forms.SplitDateTimeField(
        label="Giorno e ora", widget=LabelledDateTime, required=False, validators=[not_past]
    )
    without_grace = forms.BooleanField(required=False)
    keeps_to_zones = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not self.campaign.is_urgent:
            del self.fields["without_grace"]
        planned = self.campaign.scheduled_for
        self.planned = None if start_window.is_past(planned, timezone.now()) else planned
        choices = [(one, one) for one in self.offered]
        self.fields["when"] = forms.ChoiceField(label="Quando parte", choices=choices, required=False)
        self.initial = {"when": self.PLANNED if self.planned else self.NOW, "at": self.planned}

    @property
    def offered(self) -> list[str]:
        """List the choices of a moment that make sense for the broadcast."""
        flat = [self.FLAT] if custom_template.leaves_in_one_paragraph(self.campaign) else []
        return [self.NOW, *flat, *([self.PLANNED] if self.planned else []), self.AT]

    @property
    def chosen(self) -> str:
        """Return the choice of moment that the page shows as made."""
        return self["when"].value() or self.NOW

    def chosen_moment(self) -> datetime | None:
        """The moment that is chosen; None where it leaves as soon as it is approved."""
        return {self.AT: self.typed_moment(), self.PLANNED: self.planned}.get(self.chosen)

    def clean(self) -> None:
        """A moment that was not chosen does not matter; the one that was must be there, and be read."""
        super().clean()
        when = self.cleaned_data.get("when")
        if when == self.PLANNED and as_read.changed(self.planned, self.data.get("planned", "")):
            self.add_error(None, as_read.CHANGED)
        if when in (self.NOW, self.FLAT, self.PLANNED):
            self.errors.pop("at", None)
        elif self.has_error("at", "invalid"):
            self.errors["at"] = self.error_class([UNREADABLE])
        elif self.has_error("at", "invalid_date") or self.has_error("at", "invalid_time"):
            self.errors["at"] = self.error_class([CHOOSE_MOMENT])
        elif when == self.AT and not self.cleaned_data.get("at") and not self.has_error("at"):
            self.add_error("at", CHOOSE_MOMENT)

    def answers(self) -> dict[str, Any]:
        """The moment; None where nothing was chosen: as planned in the draft, or as soon as possible."""
        return {
            "at": self.moment(timezone.now()),
            "without_grace": bool(self.cleaned_data.get("without_grace")),
            "in_one_paragraph": self.cleaned_data.get("when") == self.FLAT,
            "keeps_to_zones": self.cleaned_data["keeps_to_zones"],
        }

    def moment(self, now: datetime) -> datetime | None:
        """The moment that the valid form's answers mean."""
        when = self.cleaned_data.get("when")
        if when == self.PLANNED:
            return self.planned
        return now if when in (self.NOW, self.FLAT) else self.cleaned_data.get("at")
