"""`{% load words %}`: days and moments as every page writes them, for who reads now or, in full, on any day.

`as_read` is what a page on which a second person decides posts back.

A filter writes nothing for None, since a moment that has not come has no words.
"""

from datetime import date, datetime

from django import template
from django.utils import timezone

from cascina_whatsapp.presentation.formatting import dates
from cascina_whatsapp.security import as_read

register = template.Library()
register.filter("month", dates.month_in_words)
register.filter("as_read", as_read.digest)


@register.filter
def when(moment: datetime | None) -> str:
    """Write a moment: "oggi alle 10:44", "lunedì 30 alle 9:00", "23 ottobre alle 10:12"."""
    return dates.when(moment, timezone.now()) if moment else ""


@register.filter
def day(moment: date | datetime | None) -> str:
    """Write a day: "oggi", "lunedì 30", "23 ottobre", "23 ottobre 2025"."""
    return dates.brief_day(moment, timezone.now()) if moment else ""


@register.filter
def hour(moment: datetime | None) -> str:
    """Write the hour alone, inside a list by day: "9:05"."""
    return dates.clock(moment) if moment else ""


@register.filter
def at_clock(moment: datetime | None) -> str:
    """Write the hour within a sentence: "alle 9:05", "all'1:05"."""
    return dates.at_clock(moment) if moment else ""


@register.filter
def machine(moment: datetime | None) -> str:
    """Write a moment for `<time>`, in Rome's time, to the second: HTML takes three decimals at most."""
    return dates.in_rome(moment).isoformat(timespec="seconds") if moment else ""


@register.filter
def full_day(moment: date | datetime | None) -> str:
    """Write a day for paper and for terms set by law: "23 dicembre 2026"."""
    return dates.day_in_words(moment) if moment else ""


@register.filter
def full_moment(moment: datetime | None) -> str:
    """Write a moment for paper, or for any day on which it is read: "lunedì 8 giugno 2026 alle 9:05"."""
    return dates.moment_in_words(moment) if moment else ""


@register.filter
def to_the_second(moment: datetime | None) -> str:
    """Write a moment as the register and the traces keep it: "08/06/2026 09:05:07"."""
    return dates.moment_in_figures(moment, seconds=True) if moment else ""


@register.filter
def with_article(words: str, article: str) -> str:
    """Lead a day by "il", "del", "al" or "dal": {{ it|when|with_article:"dal" }}, "dall'8 giugno alle 9:05"."""
    return dates.with_article(words, article) if words else ""
