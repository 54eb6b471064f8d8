"""The forms of an electoral period: writing one, and adding acts of ours to an active one."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from broadcasts.content.attachments.attachment import check_upload
from broadcasts.models import Campaign
from broadcasts.rules.attachments import AttachmentRefused
from broadcasts.slices.elections.in_words import midnight
from broadcasts.slices.elections.periods import OWN_ACTS
from cascina_whatsapp.elections.models import ElectoralPeriod
from cascina_whatsapp.elections.rules import RunOff
from cascina_whatsapp.presentation.components import Day, field_of
from cascina_whatsapp.presentation.formatting.dates import day_of

POLLS_CLOSE = time(15)
"""Polls of two days close on Monday at 15 (law 147/2013, article 1, paragraph 399): only a proposal, in the form."""
RUN_OFF = (
    (RunOff.YES, "Sì: il periodo finisce alla chiusura del ballottaggio"),
    (RunOff.NO, "No: il periodo finisce alla chiusura dei seggi"),
    (RunOff.UNKNOWN, "Non si sa ancora: vale come se ci fosse, finché qualcuno non scrive che non c'è"),
)
KINDS = [("", "Scegli"), *ElectoralPeriod.Kind.choices]
APPLIES = (("True", "Sì"), ("False", "No: nulla si ferma"))
PDFS = ("act_file", "internal_file")
PDF_INPUT = forms.FileInput({"accept": ".pdf"})
KEPT = "C'è già un PDF: se ne scegli un altro, prende il suo posto."


class PdfField(forms.FileField):
    """A PDF, read in a child process; what was kept before passes."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Check the file and return it as it is kept. Raises ValidationError."""
        file = super().clean(data, initial)
        if not isinstance(file, UploadedFile):
            return file
        try:
            return check_upload(file, Campaign.Kind.DOCUMENT)[1]
        except AttachmentRefused as refusal:
            raise forms.ValidationError(str(refusal)) from None


class PeriodForm(forms.ModelForm):
    """A draft. It begins with a day: the law counts from midnight."""

    starts_at = forms.DateField(
        label="Dal giorno",
        widget=Day,
        help_text="Il giorno in cui i comizi sono convocati, dalle ore 0:00: si legge nell'atto, non si calcola.",
    )
    run_off = forms.ChoiceField(
        label="C'è il ballottaggio?", choices=RUN_OFF, initial=RunOff.UNKNOWN, widget=forms.RadioSelect
    )
    applies_to_us = forms.TypedChoiceField(
        label="Riguarda Cascina?",
        choices=APPLIES,
        coerce=lambda value: value == "True",
        initial=True,
        widget=forms.RadioSelect,
    )
    act_link = forms.URLField(label="Collegamento all'atto", required=False, assume_scheme="https")

    class Meta:
        model = ElectoralPeriod
        fields = [
            "name", "kind", "applies_to_us", "applies_reason",
            "starts_at", "ends_at", "run_off", "run_off_starts_at", "run_off_ends_at",
            "act_kind", "act_number", "act_date", "act_link", "act_file",
            "warning_from", *OWN_ACTS,
        ]  # fmt: skip
        field_classes = dict.fromkeys(PDFS, PdfField)
        widgets = {name: PDF_INPUT for name in PDFS}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_new = self.instance.pk is None
        self.initial["starts_at"] = None if is_new else day_of(self.instance.starts_at)
        if is_new:
            self.initial["ends_at"] = [None, POLLS_CLOSE]
        if "kind" in self.fields:  # a reader's form has no fields
            field_of(self, "kind", forms.TypedChoiceField).choices = KINDS
        for name in PDFS:
            if name in self.fields and getattr(self.instance, name):
                self.fields[name].help_text = KEPT

    def clean_starts_at(self) -> datetime:
        day: date = self.cleaned_data["starts_at"]
        return midnight(day)

    def clean(self) -> dict[str, Any] | None:
        """Drop the run-off's days where there is no run-off, and the reason of a period that applies to us."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("run_off") == RunOff.NO:
            for name in ("run_off_starts_at", "run_off_ends_at"):
                cleaned[name] = None
                self.errors.pop(name, None)
        if cleaned.get("applies_to_us"):
            cleaned["applies_reason"] = ""
        return cleaned


class ActsForm(forms.ModelForm):
    """The form that adds acts of our own to an active period; those it already has are not asked for."""

    class Meta:
        model = ElectoralPeriod
        fields = list(OWN_ACTS)
        field_classes = {"internal_file": PdfField}
        widgets = {
            "internal_date": Day(),
            "standing_order_date": Day(),
            "internal_file": PDF_INPUT,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        empty = lacking(self.instance)
        for name in OWN_ACTS:
            if name not in empty:
                del self.fields[name]


class OrderForm(forms.Form):
    """The form of a note on an order of Agcom."""

    note = forms.CharField(
        label="Che cosa ha ordinato Agcom, e che cosa si è fatto",
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Numero e data della delibera, che cosa contesta ed entro quando; poi l'avviso: dove, dal, al.",
    )


class AnnulForm(forms.Form):
    """The form of the reason for which a period is annulled."""

    reason = forms.CharField(
        label="Perché",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "class": "short"}),
        help_text="Resta fra gli atti. Per esempio: data sbagliata, riscritto; elezioni rinviate.",
    )


class RunOffForm(forms.Form):
    """The form that settles whether there is a run-off."""

    is_held = forms.TypedChoiceField(
        label="C'è il ballottaggio?",
        choices=(
            ("True", "Sì: il periodo vale fino alla sua chiusura"),
            ("False", "No: il periodo finisce prima"),
        ),
        coerce=lambda value: value == "True",
        widget=forms.RadioSelect,
    )


def lacking(period: ElectoralPeriod) -> list[str]:
    """List the fields of our own acts that the period lacks."""
    return [name for name in OWN_ACTS if not getattr(period, name)]
