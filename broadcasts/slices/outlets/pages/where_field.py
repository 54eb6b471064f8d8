"""The field of a draft in which a clerk chooses where it goes: WhatsApp, and what this installation has beside."""

from collections.abc import Mapping
from typing import Any

from django import forms

from broadcasts.content.fingerprint import WHERE
from broadcasts.models import Campaign
from broadcasts.parts.draft_field import DraftField
from broadcasts.slices.outlets.registry import WHATSAPP


class WhereInput(forms.CheckboxSelectMultiple):
    """The boxes of the outlets. A page that does not ask, such as one of an older version, changes nothing."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        return super().value_from_datadict(data, files, name) if f"{name}_asked" in data else None


class WhereField(DraftField, forms.MultipleChoiceField):
    """The keys that were ticked; None where nobody was asked."""

    widget = WhereInput
    template = "admin/broadcasts/outlets/where_field.html"
    columns = WHERE

    def clean(self, value: Any) -> Any:
        return None if value is None else super().clean(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return data is not None and super().has_changed(initial, data)

    def put(self, campaign: Campaign, value: list[str] | None) -> None:
        if value is not None:
            campaign.by_whatsapp = WHATSAPP in value
            campaign.outlets = [key for key in value if key != WHATSAPP]
