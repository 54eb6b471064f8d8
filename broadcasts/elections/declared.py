"""The last declaration of a broadcast as pages show it: the sentences that were ticked, who and when."""

from dataclasses import dataclass
from datetime import datetime

from broadcasts.models import Campaign, ElectionDeclaration
from broadcasts.rules.declarations import CHECKLIST, TICKS, Category
from cascina_whatsapp.presentation.formatting.dates import in_a_sentence

from .position import position


@dataclass(frozen=True)
class Declared:
    """A declaration, in Italian where it is told."""

    declaration: ElectionDeclaration
    is_authorised: bool
    """True where the broadcast may leave as it is."""
    became: str
    """The outcome of the declaration; "" while it waits."""
    when: str
    ticks: list[str]
    checked: list[str]
    needs_note: bool
    """True where who authorises has to say why."""


def declared_of(campaign: Campaign, now: datetime) -> Declared | None:
    """None where nobody has ever declared it."""
    stands = position(campaign, now)
    if stands is None:
        return None
    given = stands.declaration
    return Declared(
        declaration=given,
        is_authorised=stands.is_authorised,
        became="" if stands.is_open else stands.sentence(now),
        when=in_a_sentence(given.declared_at, now),
        ticks=list(TICKS.values()),
        checked=[CHECKLIST[key] for key in given.checklist if key in CHECKLIST],
        needs_note=given.category == Category.OTHER,
    )
