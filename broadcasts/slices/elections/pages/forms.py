"""The forms of a declaration and of the decisions on one. Sentences and bounds are those of the rules."""

from typing import Any

from django import forms
from django.utils import timezone

from broadcasts.models import Campaign
from broadcasts.parts.decision_form import DecisionForm
from broadcasts.slices.elections import rules
from broadcasts.slices.elections.declaration_status import position
from broadcasts.slices.elections.declaring import LONGEST_NOTE, NEEDS_NOTE
from broadcasts.slices.elections.rules import CATEGORY_LABELS, QUESTIONS, REASON_LEAST
from cascina_whatsapp.presentation.components import EitherField


def _asked(name: str) -> EitherField:
    """Make the field of a question of the law: yes, no, or None while nobody has answered."""
    question, means = QUESTIONS[name]
    yes_or_no = [(True, "Sì"), (False, "No")]
    return EitherField(label=question, help_text=means, choices=yes_or_no, empty_value=None, initial=None)


class DeclarationForm(DecisionForm):
    """The form of a declaration: two questions, why, and what it is, as declared before or as its words suggest."""

    impersonal = _asked("impersonal")
    indispensable = _asked("indispensable")
    reason = forms.CharField(
        label="Perché, in una frase",
        help_text=f"almeno {REASON_LEAST}",
        widget=forms.Textarea(attrs={"rows": 3, "class": "short", "data-least": REASON_LEAST}),
        required=False,
    )
    category = forms.ChoiceField(
        label="Di che cosa si tratta", choices=[("", "Scegli"), *CATEGORY_LABELS.items()], required=False
    )

    def __init__(self, *args: Any, campaign: Campaign, **options: Any) -> None:
        super().__init__(*args, campaign=campaign, **options)
        words = f"{campaign.title}\n{campaign.to_whom}\n{campaign.body}"
        self.initial = {"category": rules.suggested(words, is_urgent=campaign.is_urgent)}
        if before := position(campaign, timezone.now()):
            self.initial = {"category": before.declaration.category, "reason": before.declaration.reason}
        for name in self.fields:
            self.fields[name].widget.attrs["aria-describedby"] = f"id_{name}_told"

    @property
    def questions(self) -> list[forms.BoundField]:
        """The two questions of the law."""
        return [self[name] for name in QUESTIONS]

    def clean(self) -> None:
        super().clean()
        for name, sentence in rules.problems(self.cleaned_data).items():
            if not self.has_error(name):
                self.add_error(name, sentence)

    def answers(self) -> dict[str, Any]:
        """Return the answers as `declare_and_ask` takes them."""
        return {"statement": self.cleaned_data}


class NoteForm(DecisionForm):
    """The form of the note of who decides on a declaration; it stays among the acts."""

    note = forms.CharField(
        label="Nota",
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "short", "aria-describedby": "id_note_told"}),
    )


class ObligatoryNoteForm(DecisionForm):
    """The form of a note that can't be left out."""

    note = forms.CharField(
        label="Nota",
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3, "class": "short", "aria-describedby": "id_note_told"}),
        error_messages={"required": NEEDS_NOTE},
    )
