"""The files of a message's report to take away. Taking one away leaves a trace."""

import io
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from broadcasts.models import WORDS, Campaign
from broadcasts.reporting.report import files
from cascina_whatsapp.presentation.components import colleague
from cascina_whatsapp.presentation.formatting.tables import FOR_EXCEL, FOR_PROGRAMS, Dialect
from cascina_whatsapp.security import trail
from cascina_whatsapp.security.trail import Event

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
    """True for a file of the single deliveries, which may be gone."""


def flowing(rows: Iterable[bytes], name: str) -> StreamingHttpResponse:
    """A CSV that leaves while it is being read from the database."""
    return StreamingHttpResponse(
        rows, content_type=CSV, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def sheets(write: Callable[[io.BytesIO], None], name: str) -> FileResponse:
    """Answer with a workbook as a file."""
    stream = io.BytesIO()
    write(stream)
    stream.seek(0)
    return FileResponse(stream, as_attachment=True, filename=name, content_type=XLSX)


def _workbook(of: files.Summary, name: str) -> FileResponse:
    return sheets(partial(files.workbook, of), name)


def _summary(dialect: Dialect, of: files.Summary, name: str) -> StreamingHttpResponse:
    return flowing(files.csv_of_summary(of, dialect), name)


def _deliveries(dialect: Dialect, of: files.Summary, name: str) -> StreamingHttpResponse:
    return flowing(files.csv_of_deliveries(of.campaign, dialect), name)


FILES = {
    "workbook": File("Scarica per Excel", "resoconto-{}.xlsx", _workbook),
    "deliveries-data": File(
        "Scarica i dati grezzi", "consegne-{}-dati.csv", partial(_deliveries, FOR_PROGRAMS), is_list=True
    ),
    "deliveries": File(
        "Scarica le consegne per Excel (CSV)",
        "consegne-{}.csv",
        partial(_deliveries, FOR_EXCEL),
        is_list=True,
    ),
    "summary": File("Scarica i totali per Excel (CSV)", "riepilogo-{}.csv", partial(_summary, FOR_EXCEL)),
    "summary-data": File("Scarica i dati grezzi", "riepilogo-{}-dati.csv", partial(_summary, FOR_PROGRAMS)),
}


class ReportFiles:
    """A POST takes away the file that its button names."""

    def __init__(self, model_admin: ModelAdmin) -> None:
        self.admin = model_admin

    @method_decorator(require_POST)
    def __call__(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        campaign = get_object_or_404(Campaign.objects.select_related("kept", *WORDS), pk=pk)
        if not self.admin.has_view_permission(request, campaign) or not request.user.has_perm(MAY_EXPORT):
            log.warning("user %s may not have the report of campaign %s", request.user.pk, pk)
            raise PermissionDenied
        report = files.summary_of(campaign)
        if (kind := request.POST.get("file")) in offered_files(campaign, report.people):
            return self._take_away(request, report, kind)
        return redirect("admin:broadcasts_campaign_change", campaign.pk)

    def _take_away(self, request: HttpRequest, report: files.Summary, kind: str) -> HttpResponseBase:
        campaign, file = report.campaign, FILES[kind]
        self.admin.log_change(
            request, campaign, f"Resoconto esportato: {file.label.removeprefix('Scarica ')}."
        )
        about = f"resoconto del messaggio {campaign.pk}: {file.label.removeprefix('Scarica ')}"
        trail.record(Event.EXPORTED, by=colleague(request), now=timezone.now(), about=about)
        log.info("report of campaign %s taken away by user %s: %s", campaign.pk, request.user.pk, kind)
        return file.write(report, file.name.format(campaign.pk))


def offered_files(campaign: Campaign, people: int) -> dict[str, str]:
    """Kind → label of what can be taken away of this broadcast, which was for so many people."""
    has_list = files.has_deliveries(campaign, people)
    return {kind: file.label for kind, file in FILES.items() if has_list or not file.is_list}


def shown_files(campaign: Campaign, people: int) -> dict[str, str]:
    """Kind → label of those that the page's menu has: a workbook, raw data, and what a workbook does not hold."""
    offered = offered_files(campaign, people)
    raw = "deliveries-data" if "deliveries-data" in offered else "summary-data"
    kinds = [
        "workbook",
        raw,
        *(["deliveries"] if raw == "deliveries-data" and people > files.SMALL_ENOUGH else []),
    ]
    return {kind: offered[kind] for kind in kinds}
