"""The forms of a correction and of a withdrawal."""

from typing import Any

from django import forms
from django.utils.text import capfirst

from broadcasts.editing.occasion_fields import OccasionFields
from broadcasts.models import Campaign
from broadcasts.models.campaign_columns import OCCASION, columns_of
from broadcasts.rules import occasions, plain_text
from broadcasts.rules.occasions import NAMES, Occasion
from cascina_whatsapp.web.public_site.amending import REASONS, Words
from cascina_whatsapp.web.public_site.models import REASON_MOST

EVERYBODY = (
    "Lo leggono tutti, accanto al messaggio: una frase semplice, senza nomi di persone, indirizzi o numeri."
)


def refuse_markup(text: str) -> None:
    """Raise ValidationError for a text with markup, or with characters that can't be shown."""
    if problem := plain_text.problem_in(text):
        raise forms.ValidationError(problem)


def reason_field(label: str) -> forms.CharField:
    """Return the field of why something published is said anew or taken back."""
    return forms.CharField(
        label=label,
        max_length=REASON_MOST,
        validators=[refuse_markup],
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=EVERYBODY,
    )


class CorrectionForm(OccasionFields):
    """The form of a correction: what was wrong, the words from now on, and an event's days, hours and place."""

    field_order = ("reason", "title", "body", *OCCASION)

    reason = reason_field("Che cosa era sbagliato")
    title = forms.CharField(label="Titolo", max_length=Campaign.TITLE_MOST, validators=[refuse_markup])
    body = forms.CharField(
        label="Testo",
        max_length=Campaign.BODY_MOST,
        validators=[refuse_markup],
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def __init__(self, *args: Any, occasion: Occasion, **options: Any) -> None:
        """`occasion`: what is announced now."""
        options["initial"] = options.get("initial", {}) | columns_of(occasion)
        super().__init__(*args, **options)
        self.has_event = occasion.is_told
        for name in OCCASION:
            self.fields[name].label = capfirst(str(self.fields[name].label))
            if not self.has_event:
                del self.fields[name]

    def clean(self) -> None:
        super().clean()
        self.occasion = _occasion_of(self.cleaned_data)
        for part, sentence in occasions.problems(self.occasion).items() if self.has_event else ():
            if not self.has_error(f"occasion_{part}"):
                self.add_error(f"occasion_{part}", sentence)

    def clean_occasion_place(self) -> str:
        place: str = self.cleaned_data["occasion_place"]
        refuse_markup(place)
        return place

    def words(self) -> Words:
        """Return the words of the correction, once the form is valid."""
        told = {name: self.cleaned_data[name] for name in ("reason", "title", "body")}
        return Words(**told, occasion=self.occasion.parts if self.has_event else None)


def _occasion_of(cleaned: dict[str, Any]) -> Occasion:
    """A part that could not be read counts as missing."""
    parts = {name: cleaned.get(f"occasion_{name}") for name in NAMES}
    return Occasion(**parts | {"place": parts["place"] or ""})


class ReasonForm(forms.Form):
    """A form that asks for nothing but why a message is withdrawn."""

    def words(self) -> Words:
        """Return the reason, once the form is valid."""
        return Words(self.cleaned_data["reason"])


class WithdrawalForm(ReasonForm):
    """The form by which one person withdraws a message: the reason is one of a list."""

    prefix = "withdraw"
    reason = forms.ChoiceField(
        label="Perché si ritira",
        choices=[("", "Scegli"), *((reason, reason) for reason in REASONS)],
        help_text="Lo leggono tutti, accanto al messaggio.",
    )


class OwnWordsForm(ReasonForm):
    """The form by which somebody proposes that reason in their own words."""

    prefix = "own-words"
    reason = reason_field("Perché si ritira, con parole tue")
