"""The last declaration of a broadcast as pages show it: the sentences that were ticked, who and when."""

from datetime import datetime
from typing import Any

from broadcasts.models import Campaign
from broadcasts.rules.declarations import CHECKLIST, TICKS, Category
from cascina_whatsapp.presentation.formatting.dates import in_a_sentence

from .position import position


def declared_of(campaign: Campaign, now: datetime) -> dict[str, Any]:
    """The sentences that were ticked, who and when, and what became of it; {} where nobody has ever declared it."""
    stands = position(campaign, now)
    if stands is None:
        return {}
    given = stands.declaration
    return {
        "declaration": given,
        "is_authorised": stands.is_authorised,
        "became": "" if stands.is_open else stands.sentence(now),
        "when": in_a_sentence(given.declared_at, now),
        "ticks": list(TICKS.values()),
        "checked": [CHECKLIST[key] for key in given.checklist if key in CHECKLIST],
        "needs_note": given.category == Category.OTHER,
    }
