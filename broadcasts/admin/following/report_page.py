"""The page of a broadcast from its approval on, and the files to take away. Taking one away leaves a trace."""

import logging

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from broadcasts.admin.parts.anatomy import arranged
from broadcasts.admin.parts.buttons import EXPLAIN_PAUSE
from broadcasts.admin.parts.election_buttons import Declaring, declaring_of
from broadcasts.admin.parts.offers import offers_of
from broadcasts.launching.message_facts import before_it_leaves, on_its_way
from broadcasts.launching.message_head import Head, head_of
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
from cascina_whatsapp.presentation.taking_away import take_away

from .progress_page import RESEND, Page, Steps, resendable

log = logging.getLogger(__name__)
FOLLOWED = (C.APPROVED, C.SENDING, C.PAUSED, C.SUSPENDED, C.SENT, C.CANCELLED)
"""The states in which a broadcast's page follows it; before them it is a form."""
MAY_EXPORT = "broadcasts.export_campaign"
FILES = {"excel": "Scarica per Excel", "data": "Scarica i dati grezzi"}
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
        about, name = f"resoconto del messaggio {campaign.pk}", f"resoconto-{campaign.pk}"
        has_list, sheets = files.has_deliveries(campaign), files.tables_of(campaign)
        data = files.deliveries(campaign) if has_list else files.totals(campaign)
        return take_away(request, name=name, about=about, data=data, sheets=sheets)

    def show(self, request: HttpRequest, campaign: Campaign) -> HttpResponse:
        """The page; whoever calls it has seen that this person may."""
        report = report_of(campaign, timezone.now())
        user = colleague(request)
        declaring = declaring_of(user, campaign, report.made_at)
        head = head_of(
            campaign,
            user,
            report.made_at,
            events=report.events,
            position=declaring.panel.position if declaring.panel else None,
            held=report.progress.held,
            ends=report.ends,
        )
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

    def _page(self, request: HttpRequest, report: Report, head: Head, declaring: Declaring) -> Page:
        campaign, user, standing = report.campaign, colleague(request), head.standing
        may_export = user.has_perm(MAY_EXPORT) and campaign.started_at is not None
        offers = offers_of(
            user,
            campaign,
            standing,
            may_copy=self.admin.has_add_permission(request),
            may_delete=self.admin.has_delete_permission(request, campaign),
            is_public=report.is_public,
            files=FILES if may_export else {},
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


def _note(report: Report, standing: Standing) -> str:
    """Say what a press means in this state."""
    waiting = report.progress.waiting
    if standing == S.STOPPED and waiting:
        rest = "alla persona che manca" if waiting == 1 else f"ai {grouped(waiting)} che mancano"
        return f"Se riprendi parte solo {rest}: nessuno lo riceve due volte."
    return NOTES.get(standing, "")
