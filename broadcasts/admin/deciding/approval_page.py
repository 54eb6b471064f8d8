# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page on which a broadcast is approved: to whom, at what cost, what changed since the note, when it leaves."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from broadcasts.admin.forms.decision_forms import DecisionForm, LaunchForm, SendBackForm
from broadcasts.admin.shown.launch_forecast import choices
from broadcasts.admin.steps.buttons import SEND_BACK
from broadcasts.content import content_diff, custom_template_panel, time_to_live
from broadcasts.costs import projected_spend
from broadcasts.editing.preview_panel import preview_panel_of
from broadcasts.launching import approval, sending_window, urgency, warned
from broadcasts.launching.notifications import display_name
from broadcasts.limits import weekly_limit
from broadcasts.models import Campaign, CampaignEvent
from broadcasts.outlets import choosing
from broadcasts.reporting import sentences
from broadcasts.reporting.forecast_inputs import situation_of
from broadcasts.reporting.outlook import outlook
from broadcasts.reporting.same_matter import left_lately
from broadcasts.rules.states import CampaignStatus
from cascina_whatsapp.components import colleague, page_context
from cascina_whatsapp.formatting.dates import past_moment

from .button_page import ButtonPage
from .election_pages import declaration_facts

Step = CampaignEvent.Step
DECIDED = (Step.APPROVED, Step.APPROVED_OWN, Step.REVIEW_ASKED, Step.DEARER)


@dataclass(frozen=True)
class SinceNote:
    """The note with which a broadcast was sent back, and what is different since."""

    heading: str
    said: str
    """The writer of the note, and the moment."""
    note: str
    differences: list[content_diff.Difference]


class ApprovalPage(ButtonPage):
    """The page on which a broadcast is approved: each fact once, and the decision below, as on any button's page."""

    def __call__(self, request: HttpRequest, pk: int) -> HttpResponse:
        if request.method != "POST" and not get_object_or_404(Campaign, pk=pk).is_unapproved:
            return redirect("admin:broadcasts_campaign_change", pk)  # somebody has decided meanwhile
        return super().__call__(request, pk)

    def _ask(self, request: HttpRequest, campaign: Campaign, form: DecisionForm) -> HttpResponse:
        now, user = timezone.now(), colleague(request)
        known = situation_of(campaign, now)
        events = list(campaign.events.select_related("by"))
        asking = _request_of(campaign, events)
        context: dict[str, Any] = {
            **page_context(self.admin, request, campaign.title),
            "original": campaign,
            "button": self.button,
            "form": form,
            "media": self.admin.media,
            "seen": self._seen(campaign),
            "asked": _asked_in_words(campaign, asking, now),
            "dearer": _dearer(events),
            "called_off": sentences.called_off(campaign, events, now),
            "asked_by": asking.by if asking else None,
            "objections": self._objections(campaign, request),
            "gate": self._gate(campaign, form, request, now),
            "declared": declaration_facts(campaign) if campaign.declarations.exists() else {},
            "since_note": since_note(campaign, events, user.pk, now),
            "where": choosing.in_words(campaign),
            "where_notes": choosing.notes(campaign),
            "alert_lines": content_diff.alert_lines(campaign),
            "outlook": outlook(campaign, now, known),
            "held_back": _held_back(campaign, now),
            "left_lately": left_lately(campaign, now),
            "outlay": projected_spend.outlay(campaign, now),
            "lives": time_to_live.told(campaign),
            "choices": choices(campaign, form, known, now) if isinstance(form, LaunchForm) else [],
            "overridden": urgency.overridden(campaign, now) if campaign.is_urgent else None,
            "custom_template": custom_template_panel.panel_of(campaign),
            "preview": preview_panel_of(campaign, now, with_people=False),
            "events": events,
            "send_back": SEND_BACK if SEND_BACK.is_for(user, campaign) else None,
            "send_back_form": SendBackForm(campaign=campaign),
        }
        return TemplateResponse(request, "admin/broadcasts/campaign/approve.html", context)

    def _gate(self, campaign: Campaign, form: DecisionForm, request: HttpRequest, now: datetime) -> list[str]:
        """List what an electoral period has against the chosen moment; a moment outside of the period may pass."""
        chosen = form.chosen_moment() if isinstance(form, LaunchForm) else None
        leaves = max(chosen or now, now)
        found = sending_window.objections(campaign, colleague(request), leaves=leaves, now=now)
        said = form.non_field_errors()
        return [problem.sentence for problem in found if problem.sentence not in said]

    def _objections(self, campaign: Campaign, request: HttpRequest) -> list[str]:
        """List why this person may not approve the broadcast: shown before they press, instead of the button."""
        user = colleague(request)
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


def _held_back(campaign: Campaign, now: datetime) -> str:
    """Say in Italian that some people have had enough messages this week; "" where there are none."""
    people = weekly_limit.would_be_held_back(campaign, now)
    if not people:
        return ""
    most = "un messaggio" if settings.WEEKLY_MESSAGES == 1 else f"{settings.WEEKLY_MESSAGES} messaggi"
    had = "ha" if people == 1 else "hanno"
    return f"Per {sentences.people(people)} non parte: {had} già ricevuto {most} questa settimana."


def _request_of(campaign: Campaign, events: list[CampaignEvent]) -> CampaignEvent | None:
    """The request that waits for an answer; None of a draft, and of one that was put back without anybody asking."""
    asked = [event for event in events if event.what == Step.REVIEW_ASKED and event.by]
    return asked[-1] if asked and campaign.status == CampaignStatus.IN_REVIEW else None


def _dearer(events: list[CampaignEvent]) -> str:
    """Find why an approval was lost to a higher price, as long as nobody has decided since; "" otherwise."""
    steps = [event for event in events if event.what in DECIDED]
    return steps[-1].note if steps and steps[-1].what == Step.DEARER else ""


def _asked_in_words(campaign: Campaign, request: CampaignEvent | None, now: datetime) -> str:
    """Say in Italian who asks for approval, since when, and that the text is fixed; "" for a draft."""
    if campaign.status != CampaignStatus.IN_REVIEW:
        return ""
    who = ""
    if request and request.by:
        who = f"Lo chiede {display_name(request.by)}, {past_moment(request.at, now)}. "
    return f"{who}Nessun altro lo può cambiare mentre lo leggi."
