"""The times within which a broadcast was read: each reader once, by the time since it left for them."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import accumulate, pairwise
from typing import Any

from django.db.models import Count, DateTimeField, DurationField, ExpressionWrapper, F, Q
from django.db.models.functions import Coalesce

from broadcasts.models import Campaign

STRETCHES = (("entro 15 minuti", 15), ("entro un'ora", 60), ("entro 3 ore", 180), ("entro un giorno", 1440))
"""(in words, minutes)."""
LATER = "più tardi"
STEPS = (1, 2, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 360, 720, 1440, 2880)
"""Minutes at which readers are counted: fine enough to say within which time half of them had read it."""


@dataclass(frozen=True)
class ReadingTimes:
    """Readers, by the step within which they read it; the last number are those after all steps."""

    readers: tuple[int, ...] = ()

    @property
    def total(self) -> int:
        return sum(self.readers)

    def stretches(self) -> list[tuple[str, int]]:
        """(in words, readers): few enough to be read at a glance, and they add up to all readers."""
        sums = dict(zip(STEPS, accumulate(self.readers), strict=False))
        ends = [0, *(sums.get(minutes, 0) for _, minutes in STRETCHES), self.total]
        names = [*(name for name, _ in STRETCHES), LATER]
        return [(name, end - begin) for name, (begin, end) in zip(names, pairwise(ends), strict=True)]

    @property
    def longest(self) -> int:
        """Readers in the largest of the stretches, at least 1: the length of a whole bar."""
        return max(readers for _, readers in self.stretches()) or 1

    @property
    def half_in_words(self) -> str:
        """Say how soon half of the readers read: "Metà di chi l'ha letto ci ha messo meno di 20 minuti."; or ""."""
        if not self.total:
            return ""
        reached = zip(STEPS, accumulate(self.readers), strict=False)
        minutes = next((step for step, readers in reached if 2 * readers >= self.total), None)
        if minutes is None:
            return "Metà di chi l'ha letto ci ha messo più di due giorni."
        return f"Metà di chi l'ha letto ci ha messo meno di {_in_words(minutes)}."


def count(campaign: Campaign) -> ReadingTimes:
    """Count reading times. One query over the broadcast's deliveries."""
    left = Coalesce("accepted_at", "sent_at", "claimed_at", output_field=DateTimeField())
    took = ExpressionWrapper(F("read_at") - left, output_field=DurationField())
    read = campaign.deliveries.filter(read_at__isnull=False).order_by().annotate(took=took)
    within: dict[str, Any] = {
        f"within_{minutes}": Count("pk", filter=Q(took__lte=timedelta(minutes=minutes))) for minutes in STEPS
    }
    found = read.aggregate(readers=Count("pk"), **within)
    sums = [0, *(found[name] for name in within), found["readers"]]
    return ReadingTimes(tuple(more - fewer for fewer, more in pairwise(sums)))


def _in_words(minutes: int) -> str:
    if minutes == 1:
        return "un minuto"
    if minutes <= 90:
        return "un'ora" if minutes == 60 else f"{minutes} minuti"
    hours = minutes // 60
    return {24: "un giorno", 48: "due giorni"}.get(hours, f"{hours} ore")
