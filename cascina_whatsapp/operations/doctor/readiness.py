"""The value of the page *Tutto pronto?*: what is still to be put right, the steps at Meta, the rest in folds."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from broadcasts import hooks
from cascina_whatsapp.presentation.checks import Outcome, Result, worst
from cascina_whatsapp.presentation.formatting.dates import when
from cascina_whatsapp.presentation.menu import address_of

from .examination import named
from .installation import Installation
from .meta_checks import FIELDS
from .steps import STEPS

WORDS = {
    Outcome.WELL: ("A posto", "ok"),
    Outcome.LEFT_OUT: ("Non controllato", ""),
    Outcome.WARNING: ("Da guardare", "wait"),
    Outcome.PROBLEM: ("Da sistemare", "bad"),
}
"""The word and the tone of a state: see `.state` in newsroom.css."""
TO_MEND = (Outcome.PROBLEM, Outcome.WARNING)
FOLDS = {
    "Persone e regole": (
        "approvers",
        *(check.name for check in hooks.CHECKS if check.fold == "Persone e regole"),
        "mail",
    ),
    "Dati e copie": ("database", "migrations", "triggers", "keys", "log", "backup", "seal", "register"),
    "Macchina": (
        "settings",
        "mode",
        "broker",
        "worker",
        "queues",
        "backlog",
        *(check.name for check in hooks.CHECKS if check.fold == "Macchina"),
        "disk",
        "clock",
        "meta",
    ),
}
"""The checks that belong to no step at Meta, under the words by which they are folded."""
A_LITTLE = 3
"""The checks still to be put right with which the page says that little is missing."""
READY, NEARLY, NOT_YET = ("Tutto pronto", "ok"), ("Manca poco", "wait"), ("Non ancora", "bad")


def readiness(found: Sequence[Result], here: Installation, *, is_whole: bool) -> dict[str, Any]:
    """Collect what the page shows of the results; only a whole examination says which step is next.

    What does not work comes before what is only to be looked at; the first line of the next step leads on.
    `is_whole`: Meta, the mail server and our own address were asked, too.
    """
    results = named(found)
    stands = [[results[name] for name in step.checks] for step in STEPS]
    to_do = _next_step(stands) if is_whole else 0
    numbers = {result.name: number for number, of in enumerate(stands, start=1) for result in of}
    wrong = [result for outcome in TO_MEND for result in found if result.outcome == outcome]
    first = next((result.name for result in wrong if to_do and numbers.get(result.name) == to_do), "")
    to_mend = [
        _line(result) | {"step": numbers.get(result.name, 0), "is_next": result.name == first}
        for result in wrong
    ]
    state, tone = _state(to_mend, is_whole)
    return {
        "state": state,
        "tone": tone,
        "told": _told(found, here.now, is_whole),
        "to_mend": to_mend,
        "steps": [
            _step(number, of, here, is_open=number == to_do) for number, of in enumerate(stands, start=1)
        ],
        "folds": [fold for fold in _folds(results) if fold["lines"]],
        "is_whole": is_whole,
    }


def _next_step(stands: list[list[Result]]) -> int:
    """The number of the first step that does not work; else of one to look at, else of one not looked at; 0: none.

    What is only to be looked at may stay so for weeks: nobody waits for it with the rest.
    """
    for outcome in (Outcome.PROBLEM, Outcome.WARNING, Outcome.LEFT_OUT):
        for number, of in enumerate(stands, start=1):
            if outcome in {result.outcome for result in of}:
                return number
    return 0


def _state(to_mend: list[dict[str, Any]], is_whole: bool) -> tuple[str, str]:
    if not is_whole:
        return "Qui", ""
    if not to_mend:
        return READY
    return NEARLY if len(to_mend) <= A_LITTLE else NOT_YET


def _told(found: Sequence[Result], now: datetime, is_whole: bool) -> str:
    """Count what is well among what was looked at: "19 controlli su 22 sono a posto, guardati oggi alle 10:40"."""
    looked_at = [result for result in found if result.outcome != Outcome.LEFT_OUT]
    well = sum(result.outcome == Outcome.WELL for result in looked_at)
    counted = f"{well} controlli su {len(looked_at)} sono a posto"
    where = "" if is_whole else ", senza chiedere fuori"
    return f"{counted}, guardati {when(now, now)}{where}"


def _step(number: int, results: Sequence[Result], here: Installation, *, is_open: bool) -> dict[str, Any]:
    """Show a step; it is well where everything about it was looked at, and is well; the next is unfolded."""
    step, outcomes = STEPS[number - 1], [result.outcome for result in results]
    outcome = worst(results)
    if outcome == Outcome.WELL and Outcome.LEFT_OUT in outcomes:
        outcome = Outcome.LEFT_OUT
    words = {"callback": here.callback_url, "fields": ", ".join(FIELDS)}
    word, tone = WORDS[outcome]
    return {
        "number": number,
        "step": step,
        "actions": [line.format(**words) for line in step.actions],
        "word": word,
        "tone": tone,
        "lines": [_line(one) for one in results],
        "address": address_of(step.page[0]),
        "is_open": is_open,
    }


def _folds(results: dict[str, Result]) -> Iterable[dict[str, Any]]:
    """Put away the checks that need nobody under one title each; `well`: how many of them are well."""
    for title, names in FOLDS.items():
        shown = [results[name] for name in names if results[name].outcome not in TO_MEND]
        well = sum(result.outcome == Outcome.WELL for result in shown)
        yield {"title": title, "well": well, "lines": [_line(result) for result in shown]}


def _line(result: Result) -> dict[str, Any]:
    """Show a result: its state in a word, and the tone of that word."""
    word, tone = WORDS[result.outcome]
    return {"result": result, "word": word, "tone": tone}
