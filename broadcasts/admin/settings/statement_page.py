"""A month's account: to read, to print, to take away for who pays; beside it what WhatsApp says that it bills.

Who sees costs sees it; the broadcasts by name only who may read them. Taking it away leaves a trace.
"""

from datetime import date, datetime
from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils import timezone

from broadcasts.admin.following.month_page import asked_month
from broadcasts.admin.following.report_page import MAY_EXPORT, sheets
from broadcasts.costs import comparison
from broadcasts.costs.budget import month_until
from broadcasts.costs.spending import spending_of
from broadcasts.costs.statement import Statement, statement_of
from broadcasts.models import Expense
from broadcasts.reporting.month import next_month, previous_month
from broadcasts.reporting.report import list_files
from cascina_whatsapp.presentation.components import colleague, page_context
from cascina_whatsapp.presentation.formatting.dates import MONTHS, day_of, month_in_words
from cascina_whatsapp.security import trail
from cascina_whatsapp.security.trail import Event

from .bill_tables import compared_rows, compared_tables, reading_in_words

MAY_READ = "broadcasts.view_campaign"
BILLS_BEFORE = 2
"""The months before the one that is shown, whose bills stand beside each other."""


class StatementPage:
    """A GET shows the month that the address names (`?mese=2026-11`), or this one; a POST takes it away."""

    def __init__(self, model_admin: ModelAdmin) -> None:
        self.admin = model_admin

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        may_export = request.user.has_perm(MAY_EXPORT) and request.user.has_perm(MAY_READ)
        if not self.admin.has_view_permission(request) or (request.method == "POST" and not may_export):
            raise PermissionDenied
        now = timezone.now()
        found = statement_of(asked_month(request.GET.get("mese", ""), now), now)
        if request.method == "POST":
            return self._take_away(request, found, now)
        return self._show(request, found, now, may_export=may_export)

    def _take_away(self, request: HttpRequest, found: Statement, now: datetime) -> HttpResponseBase:
        about = f"conto di {month_in_words(found.first)}: Per Excel"
        trail.record(Event.EXPORTED, by=colleague(request), now=now, about=about)
        tables: dict[str, list_files.Rows] = dict(found.tables())
        tables["Confronto"] = compared_rows(comparison.comparison_of(found.first, found.last))
        return sheets(lambda stream: list_files.workbook(tables, stream), f"conto-{found.first:%Y-%m}.xlsx")

    def _show(
        self, request: HttpRequest, found: Statement, now: datetime, *, may_export: bool
    ) -> HttpResponse:
        compared = comparison.comparison_of(found.first, found.last)
        context: dict[str, Any] = {
            **page_context(self.admin, request, _title(found.first, now)),
            "spending": spending_of(found, month_until(found.first, now), now),
            "may_read": request.user.has_perm(MAY_READ),
            "bills": comparison.bills(_months_until(found.first, now), now),
            "tables": compared_tables(compared, now),
            "told": reading_in_words(compared, now),
            "may_export": may_export,
            "now": now,
            **neighbours(found.first, now),
        }
        return TemplateResponse(request, "admin/broadcasts/budget/statement.html", context)


def _title(first: date, now: datetime) -> str:
    """Write "Spesa di novembre", "Spesa di novembre 2025"."""
    is_this_year = first.year == day_of(now).year
    return f"Spesa di {MONTHS[first.month - 1] if is_this_year else month_in_words(first)}"


def _months_until(first: date, now: datetime) -> list[date]:
    """List the months whose bills the page compares, the last one first; one that still lasts has no bill."""
    months = [first]
    while len(months) <= BILLS_BEFORE:
        months.append(previous_month(months[-1]))
    return [month for month in months if next_month(month) <= day_of(now)]


def neighbours(first: date, now: datetime) -> dict[str, Any]:
    """The month before, if anything was counted by then, and the one after, if it has begun."""
    has_before = Expense.objects.filter(day__lt=first).exists()
    after = next_month(first)
    return {
        "before": previous_month(first) if has_before else None,
        "after": after if after <= day_of(now) else None,
    }
