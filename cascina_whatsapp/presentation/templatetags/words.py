"""`{% load words %}`: days and moments as every page writes them, for who reads now or, in full, on any day.

`as_read` is what a page on which a second person decides posts back.

A filter writes nothing for None, since a moment that has not come has no words.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import template
from django.utils import timezone

from cascina_whatsapp.presentation.formatting import dates
from cascina_whatsapp.security import as_read

register = template.Library()
register.filter("month", dates.month_in_words)
register.filter("as_read", as_read.digest)
WRITERS: dict[str, Callable[[Any], str]] = {
    "when": lambda it: dates.when(it, timezone.now()),
    "day": lambda it: dates.brief_day(it, timezone.now()),
    "hour": dates.clock,
    "at_clock": dates.at_clock,
    "machine": lambda it: dates.in_rome(it).isoformat(timespec="seconds"),
    "full_day": dates.day_in_words,
    "full_moment": dates.moment_in_words,
    "to_the_second": partial(dates.moment_in_figures, seconds=True),
}
"""Filter → how it writes a day or a moment. `machine` is for `<time>`: HTML takes three decimals at most."""


def unless_empty(write: Callable[[Any], str]) -> Callable[[Any], str]:
    """Write nothing for nothing."""
    return lambda it: write(it) if it else ""


for name, write in WRITERS.items():
    register.filter(name, unless_empty(write))


@register.filter
def with_article(words: str, article: str) -> str:
    """Lead a day by "il", "del", "al" or "dal": {{ it|when|with_article:"dal" }}, "dall'8 giugno alle 9:05"."""
    return dates.with_article(words, article) if words else ""
