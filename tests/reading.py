"""A second person who has read what waits for them, as it is now."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model

from cascina_whatsapp.security import as_read


def read_of(row: Model) -> str:
    """What the page of this row posts back."""
    from cascina_whatsapp.staff_site.deciding_page import KINDS, Proposal  # the bench has no models yet

    now = type(row)._default_manager.get(pk=row.pk)
    if isinstance(now, Proposal):
        return KINDS[now.kind].read(now)
    return as_read.digest(getattr(now, "shown", now))


def having_read(decide: Callable, row: Model, **told) -> Any:
    """Decide on a row, just read."""
    return decide(row, read=read_of(row), **told)
