"""The page on which a message is approved: to whom, at what cost, what changed since the note, when it leaves."""

from collections.abc import Mapping
from copy import copy
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.html import format_html_join

from broadcasts.content import content_diff, custom_template
from broadcasts.content.fingerprint import fingerprint_of
from broadcasts.content.preview import preview_of
from broadcasts.content.validation import Problem
from broadcasts.launching import leaving
from broadcasts.models import Campaign, CampaignEvent
from broadcasts.models.office import current_calendar
from broadcasts.pages import hooks
from broadcasts.pages.fields.decision_forms import LaunchForm, SendBackForm
from broadcasts.pages.parts.buttons import LAUNCH, SEND_BACK
from broadcasts.pages.parts.launch_forecast import choices
from broadcasts.pages.parts.message_page import MessagePage
from broadcasts.parts.addresses import page_of
from broadcasts.parts.button import Button
from broadcasts.parts.button_page import ButtonPage
from broadcasts.parts.decision_form import DecisionForm
from broadcasts.parts.panel import said
from broadcasts.reporting import sentences
from broadcasts.rules import start_window
from broadcasts.rules.words.addressees import goes_beyond, keeping
from broadcasts.rules.words.plain_text import in_one_paragraph
from broadcasts.steps.plan import Plan
from cascina_whatsapp.accounts.staff_notices.notifying import display_name
from cascina_whatsapp.presentation.acts import Act
from cascina_whatsapp.presentation.formatting.dates import in_rome, when


class Approve(MessagePage):
    """A message for who may approve it."""

    template = "admin/broadcasts/campaign/approve.html"
    stage = "approve"
    approves = True
    reads_first = True

    def __init__(
        self, admin: ModelAdmin, request: HttpRequest, campaign: Campaign, button: Button, form: DecisionForm
    ) -> None:
        super().__init__(admin, request, campaign)
        self.button, self.form = button, form

    @cached_property
    def forbidden(self) -> list[Problem]:
        """The reasons why this reader may not let it leave at the chosen moment."""
        chosen = self.form.chosen_moment() if isinstance(self.form, LaunchForm) else None
        leaves = max(chosen or self.now, self.now)
        plan = self.plan if leaves == self.plan.leaves else Plan(self.campaign, self.now, leaves)
        return [*leaving.forbids(plan, self.reader)]

    @cached_property
    def objections(self) -> list[str]:
        """The reasons why they may not approve it: said before they press, and instead of the button."""
        found = [problem.sentence for problem in self.forbidden if problem.field != "at"]
        return list(dict.fromkeys(filter(None, [self.button.objection(self.campaign, self.reader), *found])))

    @property
    def gate(self) -> list[str]:
        """The objections to the chosen moment: another one may do. Where it was refused, they are said already."""
        of_the_moment = [problem.sentence for problem in self.forbidden if problem.field == "at"]
        return [] if self.form.non_field_errors() else of_the_moment

    @property
    def warnings(self) -> list[tuple[str, str]]:
        """The warnings but those of what forbids it, which `gate` says."""
        return [warning for warning in super().warnings if warning[1] != "bad"]

    @cached_property
    def choices(self) -> list[dict[str, Any]]:
        """The moments to choose among."""
        if not isinstance(self.form, LaunchForm):
            return []
        asks = self.asked_by
        name = (asks.first_name or asks.username) if asks and asks != self.reader else ""
        return choices(self.campaign, self.form, self.plan.situation, self.now, asked_by=name)

    @property
    def leaves_at_once(self) -> bool:
        """Tell of an urgent one that there is nothing to choose: another moment is in the menu."""
        offered = {choice["value"] for choice in self.choices}
        return self.campaign.is_urgent and offered <= {LaunchForm.NOW, LaunchForm.AT}

    @cached_property
    def send_back(self) -> Button | None:
        """None for whoever may not send it back."""
        return SEND_BACK if SEND_BACK.is_for(self.reader, self.campaign) else None

    @property
    def send_back_form(self) -> SendBackForm:
        return SendBackForm(campaign=self.campaign)

    @property
    def seen(self) -> str:
        return fingerprint_of(self.campaign)

    @property
    def remarks(self) -> list[str]:
        return said(hooks.REMARKS, self.plan)

    @property
    def flat(self) -> dict[str, Any] | None:
        """The message on one line, where it may leave so."""
        if not custom_template.leaves_in_one_paragraph(self.campaign):
            return None
        flattened = copy(self.campaign)
        flattened.body = in_one_paragraph(self.campaign.body)
        return preview_of(flattened)

    @cached_property
    def beyond_zones(self) -> tuple[str, str] | None:
        """The sentence that an alert goes beyond its zones, and the other choice with its people and cost."""
        if not (zones := self.campaign.ignored_zones):
            return None
        kept = copy(self.campaign)
        kept.keeps_to_zones = True
        plan = Plan(kept, self.now)
        told = ", ".join([sentences.people(plan.reach.people), *said(hooks.IN_LINE, plan)])
        return goes_beyond(zones), f"Mandala {keeping(zones)}: {told}"

    @property
    def leaves_closed(self) -> str:
        """The sentence that an urgent one leaves though the office is closed."""
        is_closed = self.campaign.is_urgent and not current_calendar().is_open(self.now)
        return "Può partire adesso, a ufficio chiuso." if is_closed else ""

    @cached_property
    def since_note(self) -> dict[str, Any]:
        """The last note with which it was sent back, and what is different since; {} where there is none."""
        event = self._last(*CampaignEvent.NOTES)
        if event is None or event.by is None:
            return {}
        is_own, name = event.by == self.reader, display_name(event.by)
        return {
            "heading": f"Che cosa è cambiato dalla {'tua nota' if is_own else f'nota di {name}'}",
            "said": f"{when(event.at, self.now).capitalize()} {'avevi' if is_own else f'{name} aveva'} scritto:",
            "note": event.note,
            "differences": content_diff.differences(event.before, self.campaign),
        }

    @property
    def offers(self) -> Mapping[str, Act]:
        address, seen = page_of(self.campaign, LAUNCH.name), {"seen": self.seen}
        found = {name: act for name, act in super().offers.items() if name not in (SEND_BACK.name, "delete")}
        if self.objections:
            return {name: act for name, act in found.items() if name != LAUNCH.name}
        found[LAUNCH.name] = Act(label=self._words, address=address, form="approve")
        if not self.campaign.is_urgent:
            return found
        beyond = ", anche fuori dalle zone" if self.beyond_zones else ""
        calendar = current_calendar()
        opens = start_window.moment_due(self.now, calendar)
        if opens and opens != self.now:
            local = in_rome(opens)
            at = {"when": LaunchForm.AT, "at_0": f"{local:%Y-%m-%d}", "at_1": f"{local:%H:%M}"}
            label = f"Mandalo solo in orario{beyond}: {when(opens, self.now)}"
            found["in-hours"] = Act(label=label, address=address, posts=True, fields=seen | at)
        if settings.LAUNCH_GRACE_SECONDS:
            at_once = {"when": LaunchForm.NOW, "without_grace": "on"}
            label = f"Manda senza il minuto per ripensarci{beyond}"
            found["without-grace"] = Act(label=label, address=address, posts=True, fields=seen | at_once)
        return found

    @property
    def _words(self) -> str:
        """Write the words of the dark button: those of the choice that is made, as the style sheet shows them."""
        words = {choice["word"] for choice in self.choices}
        if len(words) == 1 or self.leaves_at_once:
            return str(next(choice["word"] for choice in self.choices if choice["is_chosen"]))
        spans = ((choice["value"], choice["word"]) for choice in self.choices)
        return format_html_join("", '<span class="word word-{}">{}</span>', spans)


class ApprovalPage(ButtonPage):
    """The page on which a broadcast is approved: each fact once, and the decision below, as on any button's page."""

    def __call__(self, request: HttpRequest, pk: int) -> HttpResponse:
        if request.method != "POST" and not get_object_or_404(Campaign, pk=pk).is_unapproved:
            return redirect("admin:broadcasts_campaign_change", pk)  # somebody has decided meanwhile
        return super().__call__(request, pk)

    def _takes(self, request: HttpRequest, campaign: Campaign, form: DecisionForm) -> bool:
        """Refused, the text is again as it is stored: also where it was to lose its new lines."""
        taken = super()._takes(request, campaign, form)
        if not taken:
            campaign.refresh_from_db()
        return taken

    def show(self, request: HttpRequest, campaign: Campaign) -> HttpResponse:
        """The page, on the broadcast's own address, for who may approve it."""
        return self._ask(request, campaign, self.button.form(campaign=campaign))

    def _ask(self, request: HttpRequest, campaign: Campaign, form: DecisionForm) -> HttpResponse:
        page = Approve(self.admin, request, campaign, self.button, form)
        return page.answer(form=form, button=self.button, media=self.admin.media, seen=page.seen)
