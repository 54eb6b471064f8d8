"""The days of an electoral period, in order, each with the law or the act that it follows from."""

from collections.abc import Iterator
from dataclasses import dataclass

from cascina_whatsapp.presentation.formatting.dates import moment_in_words

from .in_words import midnight, start_in_words
from .models import ElectoralPeriod
from .rules import RunOff

GOES_ON = {
    RunOff.YES: "il divieto continua fino al ballottaggio",
    RunOff.UNKNOWN: "il divieto continua: non si sa ancora se c'è il ballottaggio",
}
ENDS = {
    RunOff.YES: "alla chiusura del ballottaggio",
    RunOff.UNKNOWN: "se c'è il ballottaggio; se non c'è, finisce quando qualcuno lo scrive",
}


@dataclass(frozen=True)
class Milestone:
    """One day: what happens on it, and why then."""

    day: str
    what: str
    why: str


def milestones(period: ElectoralPeriod) -> list[Milestone]:
    """List the days of a period; each was typed in from an act, none is computed. None for one that stops nothing."""
    return list(_milestones(period)) if period.applies_to_us else []


def _milestones(period: ElectoralPeriod) -> Iterator[Milestone]:
    if period.warning_from:
        day = start_in_words(midnight(period.warning_from))
        yield Milestone(day, "Niente propaganda dell'ente", "L. 81/1993, art. 29 c. 6 · solo un avviso")
    yield Milestone(start_in_words(period.starts_at), "Comincia il divieto", "L. 28/2000, art. 9 c. 1")
    run_off = RunOff(period.run_off)
    closes = moment_in_words(period.ends_at)
    if run_off == RunOff.NO:
        yield Milestone(closes, "Finisce il divieto", "alla chiusura dei seggi")
        return
    yield Milestone(closes, "Finisce il primo turno", GOES_ON[run_off])
    if period.run_off_starts_at:
        yield Milestone(moment_in_words(period.run_off_starts_at), "Aprono i seggi del ballottaggio", "")
    yield Milestone(moment_in_words(period.span.ends_at), "Finisce il divieto", ENDS[run_off])
