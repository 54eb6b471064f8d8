"""A part of a message's page that a slice fills in: its template, what that reads, and what the reader may do."""

import logging
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import capfirst

from broadcasts.models import Campaign
from cascina_whatsapp.presentation.acts import Act

log = logging.getLogger(__name__)
NOT_SHOWN = "non si può mostrare"
WHAT_THEN = f"{NOT_SHOWN}: riprova fra poco, poi avvisa chi amministra il sistema."
Fact = tuple[str, str, tuple[str, ...]]
"""What, its value, what is said below it."""


@dataclass(frozen=True)
class Panel:
    """One panel. Its template reads `panel.shows`, and `message` of the page around it."""

    template: str
    shows: Any = field(default_factory=dict)
    head: str = ""
    """The sentence that it has at the head of the page, beside the state."""

    offers: Mapping[str, Act] = field(default_factory=dict)
    """Name → what the reader may do about it now: one of the page's acts, too."""


def answers(
    questions: Iterable[Callable[..., Any]], instead: Callable[[str], Any], *about: Any
) -> Iterator[Any]:
    """Yield what the slices answer, in order; for one that raises what `instead` makes of its slice's `NAME`."""
    for ask in questions:
        try:
            answer = ask(*about)
            answer = list(answer) if isinstance(answer, Iterator) else answer
        except Exception:
            name = ".".join(ask.__module__.split(".")[:3])
            log.exception("campaign %s: %s could not be shown on a page", _campaign_of(about), name)
            answer = instead(capfirst(sys.modules[name].NAME))
        yield answer


def _campaign_of(about: Iterable[Any]) -> int | None:
    found = (getattr(one, "campaign", one) for one in about)
    return next((one.pk for one in found if isinstance(one, Campaign)), None)


def asked(questions: Iterable[Callable[..., Panel | None]], *about: Any) -> list[Panel]:
    """List the slices' panels. One that raises takes its own from the page and no more."""
    return [panel for panel in answers(questions, _no_panel, *about) if panel]


def said(questions: Iterable[Callable[..., str]], *about: Any) -> list[str]:
    """List the slices' sentences; of one that raises, that it can't be shown."""
    return [sentence for sentence in answers(questions, f"{{}} {WHAT_THEN}".format, *about) if sentence]


def facts(questions: Iterable[Callable[..., Iterable[Fact]]], *about: Any) -> list[Fact]:
    """List the slices' facts; of one that raises, that it can't be shown."""
    return [
        fact for found in answers(questions, lambda name: [(name, NOT_SHOWN, ())], *about) for fact in found
    ]


def warnings(
    questions: Iterable[Callable[..., Iterable[tuple[str, str]]]], *about: Any
) -> list[tuple[str, str]]:
    """List the slices' warnings, each with its tone; of one that raises, that it can't be shown."""
    found = answers(questions, lambda name: [(f"{name} {WHAT_THEN}", "wait")], *about)
    return [warning for several in found for warning in several]


def _no_panel(name: str) -> Panel:
    return Panel("admin/broadcasts/campaign/no_panel.html", f"{name} {WHAT_THEN}")
