# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page on which a broadcast is approved: to whom, at what cost, what changed since the note, when it leaves."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from broadcasts.admin.fields.decision_forms import DecisionForm, LaunchForm, SendBackForm
from broadcasts.admin.parts.buttons import SEND_BACK, Button
from broadcasts.admin.parts.launch_forecast import Choice, choices
from broadcasts.content import content_diff
from broadcasts.editing.preview_panel import preview_panel_of
from broadcasts.launching import approval, sending_window, warned
from broadcasts.launching.approval_facts import ApprovalFacts, approval_facts_of
from broadcasts.launching.notifications import display_name
from broadcasts.launching.sending_window import Plan
from broadcasts.models import Campaign, CampaignEvent
from cascina_whatsapp.presentation.components import colleague, page_context
from cascina_whatsapp.presentation.formatting.dates import past_moment

from .button_page import ButtonPage

Step = CampaignEvent.Step


@dataclass(frozen=True)
class SinceNote:
    """The note with which a broadcast was sent back, and what is different since."""

    heading: str
    said: str
    """The writer of the note, and the moment."""
    note: str
    differences: list[content_diff.Difference]


@dataclass(frozen=True)
class Decision:
    """The answers that one colleague may give."""

    objections: list[str]
    """The reasons why they may not approve it: said before they press, and instead of the button."""
    gate: list[str]
    """The objections of an electoral period to the chosen moment: another one may lie outside of it."""
    since_note: SinceNote | None
    choices: list[Choice]
    """The moments to choose among."""
    send_back: Button | None
    """None for whoever may not send it back."""
    send_back_form: SendBackForm


class ApprovalPage(ButtonPage):
    """The page on which a broadcast is approved: each fact once, and the decision below, as on any button's page."""

    def __call__(self, request: HttpRequest, pk: int) -> HttpResponse:
        if request.method != "POST" and not get_object_or_404(Campaign, pk=pk).is_unapproved:
            return redirect("admin:broadcasts_campaign_change", pk)  # somebody has decided meanwhile
        return super().__call__(request, pk)

    def _ask(self, request: HttpRequest, campaign: Campaign, form: DecisionForm) -> HttpResponse:
        plan = Plan(campaign, timezone.now())
        facts = approval_facts_of(plan)
        context = {
            **page_context(self.admin, request, campaign.title),
            "original": campaign,
            "button": self.button,
            "form": form,
            "media": self.admin.media,
            "seen": self._seen(campaign),
            "facts": facts,
            "preview": preview_panel_of(plan, with_people=False),
            "decision": self._decision(request, form, plan, facts),
        }
        return TemplateResponse(request, "admin/broadcasts/campaign/approve.html", context)

    def _decision(
        self, request: HttpRequest, form: DecisionForm, plan: Plan, facts: ApprovalFacts
    ) -> Decision:
        campaign, user = plan.campaign, colleague(request)
        return Decision(
            objections=self._objections(campaign, user),
            gate=self._gate(campaign, form, user, plan.now),
            since_note=since_note(campaign, facts.events, user.pk, plan.now),
            choices=choices(campaign, form, plan.situation, plan.now) if isinstance(form, LaunchForm) else [],
            send_back=SEND_BACK if SEND_BACK.is_for(user, campaign) else None,
            send_back_form=SendBackForm(campaign=campaign),
        )

    def _gate(self, campaign: Campaign, form: DecisionForm, user: User, now: datetime) -> list[str]:
        chosen = form.chosen_moment() if isinstance(form, LaunchForm) else None
        leaves = max(chosen or now, now)
        found = sending_window.objections(campaign, user, leaves=leaves, now=now)
        said = form.non_field_errors()
        return [problem.sentence for problem in found if problem.sentence not in said]

    def _objections(self, campaign: Campaign, user: User) -> list[str]:
        found = [self.button.objection(campaign, user)]
        problems = [*approval.objections(campaign, user), *warned.objections(campaign, timezone.now())]
        found += [problem.sentence for problem in problems]
        return list(dict.fromkeys(filter(None, found)))


def since_note(
    campaign: Campaign, events: list[CampaignEvent], reader: int, now: datetime
) -> SinceNote | None:
    """The last note with which it was sent back, for the colleague with the id `reader`; None where there is none."""
    notes = [event for event in events if event.what == Step.SENT_BACK]
    event = notes[-1] if notes else None
    by = event.by if event else None
    if event is None or by is None:
        return None
    whose, who = (
        ("tua nota", "avevi")
        if by.pk == reader
        else (f"nota di {display_name(by)}", f"{display_name(by)} aveva")
    )
    return SinceNote(
        heading=f"Che cosa è cambiato dalla {whose}",
        said=f"{past_moment(event.at, now).capitalize()} {who} scritto:",
        note=event.note,
        differences=content_diff.differences(event.before, campaign),
    )
