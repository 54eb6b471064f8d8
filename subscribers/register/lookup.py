"""Looking somebody up for a colleague: recorded in the trail before the answer is given, and bounded by the day.

A number that may be tried as often as one likes is no secret, however well lists mask it.
"""

from datetime import datetime

from django.contrib.auth.models import User

from cascina_whatsapp.accounts import daily_bounds

from .history import LookupResult, find


@daily_bounds.bounded()
def look_up(text: str, *, by: User, now: datetime) -> LookupResult:
    """Look up whoever `text` names, as `history.find` finds them. Raises BeyondBound beyond LOOKUPS_PER_DAY."""
    found = find(text)
    way = {"way": found.by.value}
    daily_bounds.take(daily_bounds.LOOK_UP, by=by, now=now, about=_whom(found), details=way)
    return found


def _whom(found: LookupResult) -> str:
    """The row's number; the words that were typed stay out."""
    if found.subscriber:
        return f"trovato: iscritto {found.subscriber.pk}"
    return f"trovato: evento {found.record.sequence}" if found.record else "nessuno"
