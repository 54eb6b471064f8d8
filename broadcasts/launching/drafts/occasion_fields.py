"""The event that a broadcast announces, as forms ask it: two days, two hours and a place, none of them required."""

from typing import Any

from django import forms

from broadcasts.models.campaign_columns import OCCASION
from broadcasts.rules.occasions import PLACE_MOST
from cascina_whatsapp.presentation.components import Clock, Day

NO_DAY = "Non capisco il giorno: scrivilo come 15/06/2026."
NO_HOUR = "Non capisco l'ora: scrivila come 9:30."


class DayField(forms.DateField):
    """The form field of a day or none."""

    widget = Day

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, "error_messages": {"invalid": NO_DAY}, **options})


class HourField(forms.TimeField):
    """An hour of the day or none."""

    widget = Clock

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, "error_messages": {"invalid": NO_HOUR}, **options})


class OneLineField(forms.CharField):
    """The form field of a text on one line."""

    def to_python(self, value: object) -> str:
        return " ".join((super().to_python(value) or "").split())


class OccasionFields(forms.Form):
    """The fields of a form that ask for a broadcast's event: a mixin before Django's forms.

    Their rules are rules.occasions'.
    """

    occasion_begins = DayField(label="giorno in cui comincia l'evento")
    occasion_begins_at = HourField(label="ora in cui comincia l'evento")
    occasion_ends = DayField(label="giorno in cui finisce l'evento")
    occasion_ends_at = HourField(label="ora in cui finisce l'evento")
    occasion_place = OneLineField(label="luogo dell'evento", max_length=PLACE_MOST, required=False)

    @property
    def shows_occasion(self) -> bool:
        """Tell whether the fields of the event have something to show: they are folded otherwise."""
        return any(self[name].value() or self.has_error(name) for name in OCCASION)
