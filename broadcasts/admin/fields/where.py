"""The form's question where a broadcast goes: WhatsApp, and the outlets that this installation has."""

from collections.abc import Mapping
from typing import Any

from django import forms

from broadcasts.content.fingerprint import WHERE
from broadcasts.models import Campaign
from broadcasts.outlets.registry import WHATSAPP, choices


class WhereInput(forms.CheckboxSelectMultiple):
    """The boxes of the outlets. A page that does not ask, such as one of an older version, changes nothing."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        return super().value_from_datadict(data, files, name) if f"{name}_asked" in data else None


class WhereField(forms.MultipleChoiceField):
    """The keys that were ticked; None where nobody was asked."""

    widget = WhereInput

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"label": "dove esce", "required": False, "choices": choices, **options})

    def clean(self, value: Any) -> Any:
        return None if value is None else super().clean(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return data is not None and super().has_changed(initial, data)


def choose(campaign: Campaign, where: list[str] | None) -> set[str]:
    """Put what was ticked into `campaign`, which is not saved; the names of its fields, where that is new."""
    if where is None:
        return set()
    chosen = (WHATSAPP in where, [key for key in where if key != WHATSAPP])
    is_new = chosen != (campaign.by_whatsapp, campaign.outlets)
    campaign.by_whatsapp, campaign.outlets = chosen
    return set(WHERE) if is_new else set()
