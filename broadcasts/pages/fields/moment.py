"""The form fields of when a broadcast leaves, at once or at a day and an hour."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.forms.renderers import BaseRenderer
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString

from cascina_whatsapp.presentation.components import LabelledDateTime

CHOICE = "when"
ASAP, AT = "asap", "at"
CHOOSE_MOMENT = "Scegli il giorno e l'ora, oppure «Appena approvato»."
UNREADABLE = "Non capisco il giorno o l'ora: scrivili come 15/06/2026 e 9:30."


class MomentInput(LabelledDateTime):
    """The two choices of a moment; the second opens day and hour. Without a choice, these count as they are."""

    template_name = "admin/broadcasts/campaign/moment_input.html"

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> list[Any]:
        """Read day and hour; nothing where it leaves as soon as it is approved, whatever the hidden fields hold."""
        found: list[Any] = super().value_from_datadict(data, files, name)
        is_asap = data.get(CHOICE) == ASAP or (CHOICE not in data and not any(found))
        return [None, None] if is_asap else found

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the choice that is made to the context: "at a moment" also while the moment is not filled in."""
        chosen = any(part is not None for part in value) if isinstance(value, list) else value is not None
        return super().get_context(name, value, attrs) | {"choice": AT if chosen else ASAP}

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        """Render the fields of the moment with the project's own templates: Django looks for a widget's elsewhere."""
        return render_to_string(self.template_name, self.get_context(name, value, attrs))


class MomentField(forms.SplitDateTimeField):
    """A moment or none; what can't be read is told as a clerk can mend it."""

    widget = MomentInput

    def clean(self, value: Any) -> datetime | None:
        """Check a moment, with one sentence also where both day and hour are odd."""
        parts = value or [None, None]
        if any(part is not None for part in parts) and not all(parts):
            raise forms.ValidationError(CHOOSE_MOMENT)
        try:
            moment: datetime | None = super().clean(value)
        except forms.ValidationError:
            raise forms.ValidationError(UNREADABLE) from None
        return moment
