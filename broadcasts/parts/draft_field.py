"""A field of a draft that a slice brings to its forms."""

from typing import Any

from django import forms

from broadcasts.models import Campaign


class DraftField(forms.Field):
    """One field, with its part of the writing page, which reads `field`, and the columns that it writes."""

    template: str
    columns: tuple[str, ...]

    def put(self, campaign: Campaign, value: Any) -> None:
        """Put what was chosen into a broadcast, which is not saved."""
        raise NotImplementedError
