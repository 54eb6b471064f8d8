"""Declarations of the tests' stories: what Giulia says of a broadcast, and Silvia authorises."""

from datetime import datetime

from broadcasts.models import Campaign
from broadcasts.slices.elections import declaring
from broadcasts.slices.elections.models import ElectionDeclaration
from broadcasts.slices.elections.rules import Category
from tests.builders import NOW, hire
from tests.people import GIULIA
from tests.staff import SILVIA

REASON = "Via Roma è chiusa da lunedì: chi la percorre deve saperlo prima di partire."


def statement(**overrides) -> dict[str, object]:
    """Everything that the law asks, said of a closed road."""
    said = {
        "impersonal": True,
        "indispensable": True,
        "category": Category.ROADS,
        "reason": REASON,
    }
    return said | overrides


def declared(campaign: Campaign, *, now: datetime = NOW, **overrides) -> ElectionDeclaration:
    """Giulia declares it."""
    return declaring.declare(campaign=campaign, statement=statement(**overrides), by=hire(GIULIA), now=now)


def authorised(campaign: Campaign, *, now: datetime = NOW, **overrides) -> ElectionDeclaration:
    """Giulia declares it, and Silvia authorises."""
    return declaring.authorise(
        declared(campaign, now=now, **overrides), by=hire(SILVIA), now=now, note="Serve"
    )
