# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Looking somebody up for a colleague: recorded in the trail before the answer is given, and bounded by the day.

A number that may be tried as often as one likes is no secret, however well lists mask it.
"""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from cascina_whatsapp.security import trail
from cascina_whatsapp.security.trail import Event, daily_caps

from .history import LookupResult, find

BEYOND = (
    "Oggi hai già cercato {} volte: il servizio non cerca più fino a domani. Se ti serve per il tuo lavoro, parlane "
    "con il responsabile della protezione dei dati, che ne è stato avvisato."
)


class TooManyLookUps(ValueError):
    """The day's bound is reached; the message is a sentence in Italian."""


def look_up(text: str, *, by: User, now: datetime) -> LookupResult:
    """Look up whoever `text` names, as `history.find` finds them. Raises TooManyLookUps beyond LOOKUPS_PER_DAY."""
    found = _counted(text, by, now)
    if found is None:
        most = settings.LOOKUPS_PER_DAY
        daily_caps.beyond(Event.LOOK_UP_REFUSED, by=by, now=now, about=f"più di {most} ricerche in un giorno")
        raise TooManyLookUps(BEYOND.format(most))
    return found


@transaction.atomic
def _counted(text: str, by: User, now: datetime) -> LookupResult | None:
    """Look somebody up and count it; None where the day's look-ups are used up, in two windows together, too."""
    daily_caps.hold()
    if daily_caps.today(Event.LOOKED_UP, by=by, now=now).count() >= settings.LOOKUPS_PER_DAY:
        return None
    found = find(text)
    trail.record(Event.LOOKED_UP, by=by, now=now, about=_whom(found), details={"way": found.by.value})
    return found


def _whom(found: LookupResult) -> str:
    """The row's number; the words that were typed stay out."""
    if found.subscriber:
        return f"trovato: iscritto {found.subscriber.pk}"
    return f"trovato: evento {found.record.sequence}" if found.record else "nessuno"
