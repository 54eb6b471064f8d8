"""The words that stand beside the pages of a message: in the bar on every page, and on Inizio."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Alert:
    """A sentence that says what is the matter and what to do, and the page concerned."""

    sentence: str
    page: str = ""
    page_label: str = ""
    is_grave: bool = True
    """Somebody has to do something; otherwise it will pass by itself."""
    more: str = ""
    """The further consequences, for who opens it."""


@dataclass(frozen=True, kw_only=True)
class Alerts:
    """The alerts of a slice: sub-queries of the bar's one row, what they mean, and rules, the gravest first."""

    columns: Callable[[], Mapping[str, Any]]
    """The sub-queries that are the same at every moment: they are built once in a process."""
    columns_at: Callable[[datetime], Mapping[str, Any]]
    facts: Callable[[Mapping[str, Any], datetime], Any]
    """Reads the annotated row."""
    rules: tuple[tuple[tuple[str, ...], Callable[[Any, datetime], Iterator[Alert]]], ...]
    """The rights of who may act → the rule, which is given the facts."""


@dataclass(frozen=True)
class PendingDecision:
    """One thing that somebody else did or asked, and that this person may decide on."""

    title: str
    detail: str
    page: str
    verb: str
    is_urgent: bool = False
