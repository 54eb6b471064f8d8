"""The page of a broadcast that waits for somebody else: asked for, sent back, or another's draft."""

from dataclasses import dataclass

from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from broadcasts.admin.following.progress_page import Page
from broadcasts.admin.parts.anatomy import arranged
from broadcasts.admin.parts.buttons import WITHDRAW
from broadcasts.admin.parts.election_buttons import declaring_of
from broadcasts.admin.parts.offers import offers_of
from broadcasts.editing.draft_facts import DraftFacts, draft_facts_of
from broadcasts.editing.preview_panel import preview_panel_of
from broadcasts.launching.approval_facts import approval_facts_of
from broadcasts.launching.message import Message, told
from broadcasts.launching.message_facts import before_it_leaves
from broadcasts.launching.notifications import page_of
from broadcasts.launching.sending_window import Plan
from broadcasts.launching.whatsapp_reading import Reading, reading_of
from broadcasts.models import Campaign
from broadcasts.reporting.wording.standings import Standing
from cascina_whatsapp.accounts.staff_notices.reading import has_read
from cascina_whatsapp.presentation.components import colleague, page_context

S = Standing


@dataclass(frozen=True)
class Waiting:
    """The notices of the page, each "" or None where there is nothing to say."""

    reading: Reading | None
    note: str
    """The note with which it was sent back."""
    whose: str
    """The heading of the note."""
    sentence: str
    """The sentence on what happens meanwhile."""


class WaitingPage:
    """The page; whoever calls it has seen that this person may read it."""

    def __init__(self, model_admin: ModelAdmin) -> None:
        self.admin = model_admin

    def show(self, request: HttpRequest, campaign: Campaign) -> HttpResponse:
        """Show how it stands, and what this reader may do meanwhile."""
        plan, user = Plan(campaign, timezone.now()), colleague(request)
        drafted, facts = draft_facts_of(campaign, plan.now), approval_facts_of(plan)
        head = told([campaign], user, plan.now)[0]
        declaring = declaring_of(user, campaign, plan.now)
        offers = offers_of(
            user,
            campaign,
            head.standing,
            may_copy=self.admin.has_add_permission(request),
            may_delete=self.admin.has_delete_permission(request, campaign),
            elections=declaring.buttons,
        )
        acts = arranged(head.standing, offers)
        context = {
            **page_context(self.admin, request, str(campaign)),
            "original": campaign,
            "help_page": f"broadcasts_campaign_{campaign.status}",
            "facts": facts,
            "drafted": drafted,
            "page": Page(
                head,
                before_it_leaves(plan, head.standing, facts.outlook, facts.outlay),
                acts,
                reads_first=False,
            ),
            "waiting": Waiting(
                reading=reading_of(campaign, head.standing, facts.events, plan.now, asked_by=""),
                note=head.sent_back.note if head.sent_back else "",
                whose=_whose(head, user.pk),
                sentence=_sentence(campaign, head, drafted, can_withdraw=WITHDRAW.is_for(user, campaign)),
            ),
            "preview": preview_panel_of(plan),
            "declaring": declaring.without(acts.dark),
        }
        return TemplateResponse(request, "admin/broadcasts/campaign/waiting.html", context)


def _whose(head: Message, reader: int) -> str:
    by = head.sent_back.by if head.sent_back else None
    if by is None:
        return "Perché è tornato"
    return "La tua nota" if by.pk == reader else f"La nota di {by.get_full_name() or by.get_username()}"


def _sentence(campaign: Campaign, head: Message, drafted: DraftFacts, *, can_withdraw: bool) -> str:
    """Say what happens meanwhile, and what one can do."""
    if head.standing == S.ASKED:
        who = head.approver.first_name or head.approver.username if head.approver else "chi approva"
        meanwhile = f"Mentre {who} lo legge nessuno lo può cambiare."
        wrong = " Se hai visto un errore, riprendilo: torna subito fra le tue bozze."
        return f"{meanwhile}{wrong if can_withdraw else ''}"
    if head.standing == S.SENT_BACK and campaign.author:
        name = campaign.author.first_name or campaign.author.username
        again = f"Quando {name} chiede di nuovo l'approvazione lo ritrovi su Inizio"
        is_read = head.sent_back and head.sent_back.by and has_read(campaign.author.pk, page_of(campaign))
        read = f"{name} l'ha già letta. " if is_read else ""
        return f"{read}{again}, con le parole cambiate in evidenza."
    return drafted.origin
