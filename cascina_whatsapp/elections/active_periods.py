"""The periods that restrict us now, and until when. Each function is one small query.

Whoever asks for each of many messages reads `blocked_spans` once, and asks `rules` from then on.
"""

from datetime import datetime

from cascina_whatsapp.presentation.once import once_a_page

from . import rules
from .models import ElectoralPeriod


def blocked_spans(now: datetime) -> list[rules.Span]:
    """The time in which nothing may leave undeclared, from now on: what overlaps is one span."""
    return rules.union(period.span for period in ahead(now))


@once_a_page
def holds(now: datetime) -> bool:
    """Tell whether a period holds at this very moment."""
    return ElectoralPeriod.objects.blocking(now).exists()


@once_a_page
def ahead(now: datetime) -> list[ElectoralPeriod]:
    """The periods that hold, or will: active, about us, and not over."""
    return list(ElectoralPeriod.objects.ahead(now))


def until(now: datetime) -> datetime | None:
    """Return when the periods that hold now are over, overlapping ones included; None where none holds."""
    return rules.until(blocked_spans(now), now)
