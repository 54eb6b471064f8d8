"""The form fields of an alert for services that gather alerts: what nobody chooses is taken from the text."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import BaseRenderer
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from broadcasts.rules.cap import facts

UNREADABLE = "Non capisco fino a quando vale: scegli il giorno e l'ora."
PAST = "L'allerta sarebbe già scaduta: scegli un momento futuro, oppure lascia vuoto."


def is_asked(data: Mapping[str, Any], name: str = "alert") -> bool:
    """Tell whether the page that was posted has the questions of an alert."""
    return f"{name}_event" in data


def not_over(moment: datetime) -> None:
    """Refuse a moment that has passed, also a kept one: the alert would be over at once."""
    if moment <= timezone.now():
        raise ValidationError(PAST)


class EndAndDrill(forms.Form):
    """The two answers about an alert that are not chosen from a list. Moments are Cascina's."""

    expires = forms.DateTimeField(
        required=False, error_messages={"invalid": UNREADABLE}, validators=[not_over]
    )
    is_drill = forms.BooleanField(required=False)


class AlertInput(forms.Widget):
    """Lists to choose from, a moment, a box to tick. A page that does not ask changes nothing."""

    template_name = "admin/broadcasts/campaign/alert_input.html"

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        if not is_asked(data, name):
            return None
        return {part: data.get(f"{name}_{part}", "") for part in (*facts.ASKED, *EndAndDrill.base_fields)}

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        """Draw the questions; `value`: what is kept, or what was posted."""
        given = value if isinstance(value, dict) else {}
        lists = [
            {"name": part, "question": question, "answers": answers, "chosen": given.get(part, "")}
            for part, (question, answers) in facts.ASKED.items()
        ]
        context = {"name": name, "lists": lists, "given": given, "unchosen": facts.AS_THE_TEXT_SAYS}
        return render_to_string(self.template_name, context)


class AlertField(forms.Field):
    """The field of an alert's answers, as they are kept (rules.cap.facts); None where nothing was chosen."""

    widget = AlertInput

    def to_python(self, value: Any) -> dict[str, Any] | None:
        """Read the answers. Raises ValidationError where the moment can't be read, or is past."""
        given = value if isinstance(value, dict) else {}
        told = EndAndDrill(given)
        if told.errors:
            raise ValidationError([*told.errors["expires"]])
        return facts.stored(given | told.cleaned_data)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return data is not None and super().has_changed(initial, data)
