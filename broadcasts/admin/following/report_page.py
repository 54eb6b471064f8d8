"""The page of a broadcast from its approval on, and the files to take away. Taking one away leaves a trace."""

import io
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from broadcasts.admin.parts.anatomy import arranged
from broadcasts.admin.parts.buttons import EXPLAIN_PAUSE
from broadcasts.admin.parts.election_buttons import Declaring, declaring_of
from broadcasts.admin.parts.offers import offers_of
from broadcasts.launching.message import Message, told
from broadcasts.launching.message_facts import before_it_leaves, on_its_way
from broadcasts.launching.sending_window import Plan
from broadcasts.launching.whatsapp_reading import reading_of
from broadcasts.models import WORDS, Campaign, CampaignEvent
from broadcasts.reporting.progress.outlook import outlook
from broadcasts.reporting.report import files
from broadcasts.reporting.report.report import Report, report_of
from broadcasts.reporting.wording.standings import BEFORE, READS_FIRST, Standing
from broadcasts.rules.states import CampaignStatus as C
from cascina_whatsapp.presentation.components import colleague, page_context
from cascina_whatsapp.presentation.formatting.numbers import grouped
from cascina_whatsapp.presentation.formatting.tables import FOR_EXCEL, FOR_PROGRAMS, Dialect
from cascina_whatsapp.security import trail
from cascina_whatsapp.security.trail import Event

from .progress_page import RESEND, Page, Steps, resendable

log = logging.getLogger(__name__)
FOLLOWED = (C.APPROVED, C.SENDING, C.PAUSED, C.SUSPENDED, C.SENT, C.CANCELLED)
"""The states in which a broadcast's page follows it; before them it is a form."""
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
S = Standing
MAY_STAY = (
    "Se lo correggi torna fra le bozze e va approvato di nuovo. Se lo sposti soltanto, l'approvazione resta."
)
AT_ONCE = "Si ferma al primo clic, senza domande. Poi decidi se riprendere."
NOTHING_TO_DO = (
    "Non serve fare niente. Se WhatsApp non li lascia andare lo leggi qui; chi non lo riceve non si paga."
)
NOTES = {S.SCHEDULED: MAY_STAY, S.SENDING: AT_ONCE, S.HELD: NOTHING_TO_DO}
STOPS = (CampaignEvent.Step.PAUSED, CampaignEvent.Step.CANCELLED)
WHY_STOPPED, WHY_CANCELLED = "Perché l'hai fermato", "Perché l'hai annullato"


class ReportPage:
    """The page of a broadcast: `show` shows it; a POST takes away the file that its button names."""

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

    def show(self, request: HttpRequest, campaign: Campaign) -> HttpResponse:
        """The page; whoever calls it has seen that this person may."""
        report = report_of(campaign, timezone.now())
        user = colleague(request)
        declaring = declaring_of(user, campaign, report.made_at)
        head = told([campaign], user, report.made_at)[0]
        head.ends = report.ends
        page = self._page(request, report, head, declaring)
        context = {
            **page_context(self.admin, request, str(campaign)),
            "original": campaign,
            "help_page": f"broadcasts_campaign_{campaign.status}",
            "report": report,
            "page": page,
            "steps": self._steps(request, report, declaring.without(page.acts.dark)),
        }
        return TemplateResponse(request, "admin/broadcasts/campaign/followed.html", context)

    def _page(self, request: HttpRequest, report: Report, head: Message, declaring: Declaring) -> Page:
        campaign, user, standing = report.campaign, colleague(request), head.standing
        may_export = user.has_perm(MAY_EXPORT) and campaign.started_at is not None
        chosen = shown_files(campaign, report.progress.total) if may_export else {}
        offers = offers_of(
            user,
            campaign,
            standing,
            may_copy=self.admin.has_add_permission(request),
            may_delete=self.admin.has_delete_permission(request, campaign),
            is_public=report.is_public,
            files=chosen,
            elections=declaring.buttons,
        )
        if standing in BEFORE and report.outlay:
            plan = Plan(campaign, report.made_at)
            planned = outlook(campaign, plan.now, plan.situation)
            facts = before_it_leaves(plan, standing, planned, report.outlay)
        else:
            facts = on_its_way(campaign, report.progress, report.bill)
        acts = arranged(standing, offers)
        return Page(
            head,
            facts,
            acts,
            reads_first=standing in READS_FIRST and acts.dark is not None,
            note=_note(report, standing) if acts.dark else "",
            reading=reading_of(campaign, standing, report.events, report.made_at, asked_by=""),
        )

    def _steps(self, request: HttpRequest, report: Report, declaring: Declaring) -> Steps:
        campaign, user = report.campaign, colleague(request)
        people, refused = resendable(campaign, user, report.made_at)
        why = WHY_CANCELLED if campaign.status == C.CANCELLED else WHY_STOPPED
        return Steps(
            declaring=declaring,
            explains=why if EXPLAIN_PAUSE.is_for(user, campaign) else "",
            reason=next((event.note for event in reversed(report.events) if event.what in STOPS), ""),
            resend=RESEND,
            resendable=people,
            resend_refused=refused,
        )

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


def _note(report: Report, standing: Standing) -> str:
    """Say what a press means in this state."""
    waiting = report.progress.waiting
    if standing == S.STOPPED and waiting:
        rest = "alla persona che manca" if waiting == 1 else f"ai {grouped(waiting)} che mancano"
        return f"Se riprendi parte solo {rest}: nessuno lo riceve due volte."
    return NOTES.get(standing, "")
