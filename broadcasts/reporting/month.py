"""A month in one page: the broadcasts that left in it, whom they reached, who joined and left.

Reads what is kept: counts of large broadcasts, the people's own dates; and what failed, along its index.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from broadcasts.models import WORDS, Campaign
from cascina_whatsapp.presentation.formatting.dates import ROME, month_in_words
from cascina_whatsapp.presentation.formatting.numbers import grouped, many, per_cent
from cascina_whatsapp.presentation.formatting.tables import Row
from subscribers.statistics import Moves, moves

from . import files
from .progress import failures_by_reason, progress_of_all
from .recipient_breakdown import Progress, has_left


@dataclass(frozen=True)
class MonthReport:
    """The report of a month, or of what has gone of it."""

    first: date
    campaigns: list[Campaign]
    """The broadcasts that left in the month, the oldest first: what was stopped before anybody had it did not."""
    progress: dict[int, Progress]
    moves: Moves
    reasons: list[tuple[str, int]]

    @property
    def whole(self) -> Progress:
        """The progress of all broadcasts together: a person counts as often as one was for them."""
        states: Counter[str] = Counter()
        for so_far in self.progress.values():
            states.update(so_far.counts)
        return Progress(dict(states))

    def tables(self, more: Iterable[Row]) -> dict[str, Iterable[Row]]:
        """Build the sheets of the month's workbook, with `more` figures; all can be added up over months."""
        whole = self.whole
        sums: list[Row] = [
            ("Mese", month_in_words(self.first)),
            ("Messaggi mandati", len(self.campaigns)),
            ("Persone", whole.total),
            ("Arrivati", whole.arrived),
            ("Letti", whole.read),
            ("Nuovi iscritti", self.moves.joined),
            ("Cancellati", self.moves.left),
        ]
        return {
            "Riepilogo": [*sums, *more],
            "Messaggi": files.list_of(self.campaigns, self.progress),
            "Motivi": [("Motivo", "Persone"), *self.reasons],
        }


def month_report(day: date) -> MonthReport:
    """The month of `day`. As many queries for a year's worth of broadcasts as for one."""
    first = day.replace(day=1)
    begin, end = midnight(first), midnight(next_month(first))
    of_the_month = Campaign.objects.filter(started_at__gte=begin, started_at__lt=end).order_by(
        "started_at", "pk"
    )
    told = of_the_month.select_related("kept", "author", "approved_by", *WORDS)
    begun = list(told.prefetch_related("topics", "zones", "events"))
    progress = progress_of_all(begun)
    campaigns = [one for one in begun if has_left(one, progress[one.pk])]
    return MonthReport(
        first=first,
        campaigns=campaigns,
        progress={one.pk: progress[one.pk] for one in campaigns},
        moves=moves(begin, end),
        reasons=failures_by_reason(campaigns),
    )


def sentence(report: MonthReport) -> str:
    """Say in a few Italian sentences what left in a month and who joined."""
    whole, left = report.whole, len(report.campaigns)
    if not left:
        return f"{_in_month(report.first)} non è partito nessun messaggio. {_joined_and_left(report.moves)}"
    sent = "è partito un messaggio" if left == 1 else f"sono partiti {grouped(left)} messaggi"
    arrived, read_by = (many(times, "volta", "volte") for times in (whole.arrived, whole.read))
    reached = f"{'arrivato' if left == 1 else 'arrivati'} {arrived} su {grouped(whole.total)}"
    read = (
        f", {'letto' if left == 1 else 'letti'} {read_by} ({per_cent(whole.read, whole.total)})"
        if whole.arrived
        else ""
    )
    return f"{_in_month(report.first)} {sent}, {reached}{read}. {_joined_and_left(report.moves)}"


def _in_month(first: date) -> str:
    """Write "in" a month in Italian: "A giugno 2026", "Ad aprile 2026"."""
    words = month_in_words(first)
    return f"Ad {words}" if words.startswith("a") else f"A {words}"


def _joined_and_left(of: Moves) -> str:
    joined = many(of.joined, "nuovo iscritto", "nuovi iscritti") if of.joined else "Nessun nuovo iscritto"
    return f"{joined}, {many(of.left, 'cancellato', 'cancellati') if of.left else 'nessun cancellato'}."


def next_month(day: date) -> date:
    """Return the first day of the month after a day's own."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def previous_month(day: date) -> date:
    """Return the first day of the month before a day's own."""
    return date(day.year - (day.month == 1), (day.month - 2) % 12 + 1, 1)


def midnight(day: date) -> datetime:
    """Return when a day begins on Cascina's clocks."""
    return datetime.combine(day, time(), tzinfo=ROME)
