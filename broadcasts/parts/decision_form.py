"""The form of a decision about a broadcast."""

from datetime import datetime
from typing import Any

from django import forms

from broadcasts.models import Campaign


class DecisionForm(forms.Form):
    """The form of a decision that asks for nothing."""

    def __init__(self, *args: Any, campaign: Campaign, **options: Any) -> None:
        super().__init__(*args, **options)
        self.campaign = campaign

    def answers(self) -> dict[str, Any]:
        """Return the arguments of the button's act, once the form is valid."""
        return self.cleaned_data

    def typed_moment(self) -> datetime | None:
        """The moment in the fields, as far as it can be read; None where the form asks for none."""
        if self.is_bound:
            return getattr(self, "cleaned_data", {}).get("at")
        return self.initial.get("at")


class ReasonForm(DecisionForm):
    """The form of an optional reason, which everybody who follows the broadcast reads."""

    reason = forms.CharField(label="Motivo (facoltativo)", max_length=300, required=False)
