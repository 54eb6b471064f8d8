# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The report of one broadcast: a page to print, and files to take away. Taking one away leaves a trace."""

import io
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone

from broadcasts.models import WORDS, Campaign
from broadcasts.reporting import files
from cascina_whatsapp import trail
from cascina_whatsapp.components import colleague, page_context
from cascina_whatsapp.trail import Event

from .following import chart

log = logging.getLogger(__name__)
MAY_EXPORT = "broadcasts.export_campaign"
CSV, XLSX = "text/csv; charset=utf-8", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class File:
    """One kind of file: its button, its name, and what writes it."""

    label: str
    name: str
    write: Callable[[files.Summary, str], HttpResponseBase]
    is_list: bool = False
    """Of the single deliveries, which may be gone."""


def flowing(rows: Iterable[bytes], name: str) -> StreamingHttpResponse:
    """A CSV that leaves while it is being read from the database."""
    return StreamingHttpResponse(
        rows, content_type=CSV, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def sheets(of: files.Summary, name: str) -> FileResponse:
    """A workbook."""
    stream = io.BytesIO()
    files.workbook(of, stream)
    stream.seek(0)
    return FileResponse(stream, as_attachment=True, filename=name, content_type=XLSX)


FILES = {
    "summary": File(
        "Riepilogo (CSV)", "riepilogo-{}.csv", lambda of, name: flowing(files.csv_of_summary(of), name)
    ),
    "deliveries": File(
        "Consegne (CSV)",
        "consegne-{}.csv",
        lambda of, name: flowing(files.csv_of_deliveries(of.campaign), name),
        is_list=True,
    ),
    "workbook": File("Tutto (Excel)", "resoconto-{}.xlsx", sheets),
}


class ReportPage:
    """A GET shows the page; a POST takes the file away that its button names."""

    def __init__(self, model_admin: ModelAdmin) -> None:
        self.admin = model_admin

    def __call__(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        campaign = get_object_or_404(Campaign.objects.select_related("kept", *WORDS), pk=pk)
        may_export = request.user.has_perm(MAY_EXPORT)
        if not self.admin.has_view_permission(request, campaign) or (
            request.method == "POST" and not may_export
        ):
            log.warning("user %s may not have the report of campaign %s", request.user.pk, pk)
            raise PermissionDenied
        report = files.summary_of(campaign)
        if request.method == "POST" and (kind := request.POST.get("file")) in offered_files(report):
            return self._take_away(request, report, kind)
        return self._show(request, report, offered_files(report) if may_export else {})

    def _take_away(self, request: HttpRequest, report: files.Summary, kind: str) -> HttpResponseBase:
        campaign, file = report.campaign, FILES[kind]
        self.admin.log_change(request, campaign, f"Resoconto esportato: {file.label}.")
        about = f"resoconto del messaggio {campaign.pk}: {file.label}"
        trail.record(Event.EXPORTED, by=colleague(request), now=timezone.now(), about=about)
        log.info("report of campaign %s taken away by user %s: %s", campaign.pk, request.user.pk, kind)
        return file.write(report, file.name.format(campaign.pk))

    def _show(self, request: HttpRequest, report: files.Summary, offered: dict[str, File]) -> HttpResponse:
        context = {
            **page_context(self.admin, request, "Resoconto"),
            "subtitle": report.campaign.title,
            "original": report.campaign,
            "report": report,
            "chart": chart(report.course),
            "files": offered,
            "columns": files,
            "now": timezone.now(),
        }
        return TemplateResponse(request, "admin/broadcasts/campaign/report.html", context)


def offered_files(report: files.Summary) -> dict[str, File]:
    """What can be taken away of this broadcast."""
    return {kind: file for kind, file in FILES.items() if report.has_deliveries or not file.is_list}
