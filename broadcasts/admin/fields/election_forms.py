"""The forms of a declaration and of the decisions on one. Sentences and bounds are those of the rules."""

from typing import Any

from django import forms
from django.utils import timezone

from broadcasts.elections.declaring import ANSWERS, LONGEST_NOTE, NEEDS_NOTE, problems_of
from broadcasts.elections.position import position
from broadcasts.models import Campaign
from broadcasts.rules.declarations import CATEGORY_LABELS, CHECKLIST, REASON_LEAST, TICKS

from .decision_forms import DecisionForm

NEEDED = "Senza questo non può partire."
BESIDE = dict.fromkeys(TICKS, NEEDED) | {"checklist": "Controlla anche i punti senza segno: servono tutti."}
"""The words beside a field whose own words say the rest."""


class DeclarationForm(DecisionForm):
    """The form of a declaration: three ticks, what it is, why, what was looked at; filled in as declared before."""

    impersonal = forms.BooleanField(label=TICKS["impersonal"], required=False)
    indispensable = forms.BooleanField(label=TICKS["indispensable"], required=False)
    not_deferrable = forms.BooleanField(label=TICKS["not_deferrable"], required=False)
    category = forms.ChoiceField(
        label="Di che cosa si tratta",
        choices=list(CATEGORY_LABELS.items()),
        widget=forms.RadioSelect,
        required=False,
    )
    reason = forms.CharField(
        label="Perché è indispensabile e non si può rinviare",
        widget=forms.Textarea(attrs={"rows": 4, "class": "short", "data-least": REASON_LEAST}),
        required=False,
    )
    checklist = forms.MultipleChoiceField(
        label="Che cosa hai controllato",
        choices=list(CHECKLIST.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, campaign: Campaign, **options: Any) -> None:
        super().__init__(*args, campaign=campaign, **options)
        before = position(campaign, timezone.now())
        if before:
            self.initial = {"category": before.declaration.category, "reason": before.declaration.reason}
        for name in self.fields:
            self.fields[name].widget.attrs["aria-describedby"] = f"id_{name}_told"

    @property
    def ticks(self) -> list[forms.BoundField]:
        """The three conditions of the law."""
        return [self[name] for name in TICKS]

    @property
    def least(self) -> int:
        """The number of characters that the reason needs."""
        return REASON_LEAST

    @property
    def typed(self) -> int:
        """The number of characters of the reason so far."""
        return len(" ".join(str(self["reason"].value() or "").split()))

    @property
    def statement(self) -> dict[str, Any]:
        """Return the statement that the answers of a declaration make."""
        given = self.cleaned_data
        answers = {name: given.get(name, "") for name in ANSWERS}
        return {name: bool(given.get(name)) for name in TICKS} | answers

    def clean(self) -> None:
        super().clean()
        for name, sentence in problems_of(self.statement).items():
            self.add_error(name, BESIDE.get(name, sentence))

    def answers(self) -> dict[str, Any]:
        """Return the answers as `launching.decisions.declare_and_ask` takes them."""
        return {"statement": self.statement}


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
