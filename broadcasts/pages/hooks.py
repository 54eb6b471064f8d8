"""What the pages ask the slices, and who answers, in order: with `broadcasts/hooks.py` the only file that names them.

A question is a tuple of functions; whoever asks reads here who answers. An answer that raises takes its own panel
from the page and no more: the page says which could not be shown, and the log has a line.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import User
from django.urls import URLPattern

from broadcasts.costs.pages import answers as costs
from broadcasts.launching.message import Message
from broadcasts.models import Campaign
from broadcasts.parts.panel import Fact, Panel
from broadcasts.reporting.month import MonthReport
from broadcasts.steps.plan import Plan
from cascina_whatsapp.presentation.acts import Act
from cascina_whatsapp.presentation.formatting.tables import Row

ADDRESSES: tuple[Callable[[ModelAdmin], Iterable[URLPattern]], ...] = (costs.addresses,)
"""The pages of one broadcast, below the addresses of its own. Asked once, by `campaigns.addresses`."""

OFFERS: tuple[Callable[[User, Campaign], Mapping[str, Act]], ...] = (costs.offers,)
"""What this reader may do with the broadcast now, by the names in `parts.anatomy`."""

AFTER_REFUSAL: tuple[Callable[[Campaign], Act], ...] = (costs.after_refusal,)
"""What else may be done with a text that WhatsApp refused than to mend it. Beside a draft."""

FIRST_FACTS: tuple[Callable[[Message, Plan], Iterable[Fact]], ...] = (costs.facts,)
"""The facts of a message after to whom it goes, on its page; before it leaves three are shown in all."""

IN_LINE: tuple[Callable[[Plan], str], ...] = (costs.in_line,)
"""What is said of a draft in one line, between to whom and when; asked where it goes to somebody's telephone."""

WARNINGS: tuple[Callable[[Plan], Iterable[tuple[str, str]]], ...] = (costs.warnings,)
"""What to mind before a message leaves: sentence and tone ("wait", "bad"), on its page and beside a draft."""

REMARKS: tuple[Callable[[Plan], str], ...] = (costs.remark,)
"""What else whoever approves a message reads, or ""."""

SAID: tuple[Callable[[Message], str], ...] = (costs.said,)
"""What the page that follows a message says after whom it reached, or ""."""

PANELS: tuple[Callable[[Message, str], Panel | None], ...] = (costs.panel,)
"""Panels of a message's page, by place: "notices" beside its facts; "figures" of what became of it, once it left."""

BEFORE_RESUMING: tuple[Callable[[Campaign, datetime], str], ...] = (costs.why_dearer,)
"""What one reads before a stopped message goes on; "" where one click resumes it."""

NOT_RESUMED: tuple[Callable[[Campaign, datetime], str], ...] = (costs.beyond_budget,)
"""Why it may not go on all the same, or "". Asked where somebody answers `BEFORE_RESUMING`."""

OF_A_MONTH: tuple[Callable[[MonthReport, datetime], tuple[str, list[Row]]], ...] = (costs.of_a_month,)
"""What the page of a month says beyond its messages, and its figures for the file."""

OF_A_REQUEST: tuple[Callable[[Campaign, int, date], str], ...] = (costs.at_most,)
"""What *Inizio* says of a message that asks for its approval and goes to so many people. No query for each."""

HOME: tuple[tuple[str, tuple[str, ...], str, Callable[[Any], Any]], ...] = (
    ("spending", costs.DECIDE, "admin/broadcasts/costs/home.html", costs.home),
)
"""Sections of *Inizio*: name, the rights of which one opens it, template, and what that reads as `told`.

Asked of the page's reader, who knows `now` and what they may.
"""

WAITING: tuple[tuple[tuple[str, ...], Callable[[User], Iterable[tuple[str, str, str, str]]]], ...] = (
    ((costs.CONFIRMS,), costs.waiting),
)
"""What waits for a person, on *Inizio* and under *Novità*: any of these rights; title, detail, page, verb."""
