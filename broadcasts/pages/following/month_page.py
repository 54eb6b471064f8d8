"""The summary of a month: a page to read and to print, and the same as a file. Taking it away leaves a trace."""

from datetime import datetime
from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils import timezone

from broadcasts.launching.message import told
from broadcasts.pages import hooks
from broadcasts.parts.months import asked_month, neighbours
from broadcasts.reporting import month
from broadcasts.rules import failure_reasons
from cascina_whatsapp.presentation.charts import Chart, Series, stacked_bars
from cascina_whatsapp.presentation.components import colleague, page_context
from cascina_whatsapp.presentation.formatting.dates import brief_day, month_in_words
from cascina_whatsapp.presentation.taking_away import FILES, take_away

from .report_files import MAY_EXPORT

UNEXPLAINED = "Senza spiegazione"


def month_page(admin: ModelAdmin, request: HttpRequest) -> HttpResponseBase:
    """Show the month that the address names (`?mese=2026-11`), or this one; a POST takes it away."""
    may_export = request.user.has_perm(MAY_EXPORT)
    if not admin.has_view_permission(request) or (request.method == "POST" and not may_export):
        raise PermissionDenied
    now = timezone.now()
    asked = asked_month(request.GET.get("mese", ""), now)
    report = month.month_report(asked)
    if request.method == "POST":
        figures = [row for ask in hooks.OF_A_MONTH for row in ask(report, now)[1]]
        tables, about = report.tables(figures), f"riepilogo di {month_in_words(report.first)}"
        name = f"riepilogo-{report.first:%Y-%m}"
        return take_away(request, name=name, about=about, data=tables["Messaggi"], sheets=tables)
    said = [month.sentence(report), *(ask(report, now)[0] for ask in hooks.OF_A_MONTH)]
    context: dict[str, Any] = {
        **page_context(admin, request, f"Riepilogo di {month_in_words(report.first)}"),
        "report": report,
        "sentence": " ".join(filter(None, said)),
        "chart": chart(report, now),
        "rows": told(report.campaigns, colleague(request), now),
        "reasons": [
            (reason or UNEXPLAINED, people, failure_reasons.about(reason))
            for reason, people in report.reasons
        ],
        "files": FILES if may_export else {},
        "now": now,
        **neighbours(report.first, now),
    }
    return TemplateResponse(request, "admin/broadcasts/campaign/month.html", context)


def chart(report: month.MonthReport, now: datetime) -> Chart:
    """Draw for each broadcast of a month who has read it, stacked on who got it unread: nobody counts twice."""
    found = [report.progress[one.pk] for one in report.campaigns]
    days = [brief_day(one.started_at, now) for one in report.campaigns if one.started_at]
    return stacked_bars(
        "month",
        "A quante persone è arrivato ogni messaggio",
        days,
        Series("L'hanno letto", [so_far.read for so_far in found], "bar"),
        Series("Arrivato, non letto", [so_far.arrived - so_far.read for so_far in found], "quiet"),
        heading="Partito",
    )
