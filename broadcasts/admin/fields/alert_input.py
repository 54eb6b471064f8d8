"""The form fields of an alert for services that gather alerts: each has an answer that says nothing."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import BaseRenderer
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.safestring import SafeString

from broadcasts.rules.cap import facts
from cascina_whatsapp.presentation.formatting.dates import ROME, in_rome

UNREADABLE = "Non capisco fino a quando vale: scegli il giorno e l'ora."
PAST = "L'allerta sarebbe già scaduta: scegli un momento futuro, oppure lascia vuoto."
EXPIRES, DRILL = "expires", "is_drill"


def is_asked(data: Mapping[str, Any], name: str = "alert") -> bool:
    """Tell whether the page that was posted has the questions of an alert."""
    return f"{name}_event" in data


class AlertInput(forms.Widget):
    """Lists to choose from, a moment, a box to tick. A page that does not ask changes nothing."""

    template_name = "admin/broadcasts/campaign/alert_input.html"

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        if not is_asked(data, name):
            return None
        return {part: data.get(f"{name}_{part}", "") for part in (*facts.ASKED, EXPIRES, DRILL)}

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        """Draw the questions; `value`: what is kept, or what was posted."""
        given = value if isinstance(value, dict) else {}
        context = {
            "name": name,
            "lists": [
                {"name": part, "question": question, "answers": answers, "chosen": given.get(part, "")}
                for part, (question, answers) in facts.ASKED.items()
            ],
            "expires": _as_typed(given.get(EXPIRES, "")),
            "is_drill": bool(given.get(DRILL)),
        }
        return render_to_string(self.template_name, context)


class AlertField(forms.Field):
    """The field of an alert's answers, as they are kept (rules.cap.facts); None where nothing was chosen."""

    widget = AlertInput

    def clean(self, value: Any) -> dict[str, Any] | None:
        """Read the answers. Raises ValidationError where the moment can't be read, or is past."""
        given = value if isinstance(value, dict) else {}
        known = {
            name: given.get(name, "")
            for name, (_, answers) in facts.ASKED.items()
            if given.get(name, "") in [answer for answer, _ in answers]
        }
        return facts.stored(
            {**known, EXPIRES: _moment(given.get(EXPIRES, "")), DRILL: bool(given.get(DRILL))}
        )

    def has_changed(self, initial: Any, data: Any) -> bool:
        if data is None:
            return False
        try:
            return self.clean(data) != (initial or None)
        except ValidationError:
            return True


def _moment(typed: str) -> datetime | None:
    """Read a moment on Cascina's clocks. A kept one that has passed is refused too: it would be over at once."""
    if not typed:
        return None
    try:
        found = parse_datetime(typed)
    except ValueError:
        found = None
    if found is None:
        raise ValidationError(UNREADABLE)
    moment = found if found.tzinfo else found.replace(tzinfo=ROME)
    if moment <= timezone.now():
        raise ValidationError(PAST)
    return moment


def _as_typed(kept: str) -> str:
    """Write a moment as the browser's own field takes it; what was typed and can't be read, as it is."""
    try:
        found = parse_datetime(kept)
    except ValueError:
        return kept
    return in_rome(found).strftime("%Y-%m-%dT%H:%M") if found and found.tzinfo else kept
