"""A limit of a month, as the office writes it, and an approval that it may refuse."""

from datetime import date
from decimal import Decimal

from broadcasts import launching
from broadcasts.models import Campaign
from broadcasts.slices.costs.models import Budget
from tests.builders import NOW, hire
from tests.people import PAOLO


def budget(amount: str | None, *, blocks: bool = True, since: date = date(2026, 1, 1), **more) -> Budget:
    limit = None if amount is None else Decimal(amount)
    return Budget.objects.create(
        amount=limit, blocks=blocks, valid_from=since, set_by=hire(PAOLO), set_at=NOW, note="Delibera", **more
    )


def approve(broadcast: Campaign, **when) -> None:
    launching.launch(campaign=broadcast, by=hire(PAOLO), now=NOW, **when)
