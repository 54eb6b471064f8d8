"""The page on which a broadcast is approved: to whom, at what cost, what changed since the note, when it leaves."""

from copy import copy
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html_join

from broadcasts.admin.fields.decision_forms import DecisionForm, LaunchForm, SendBackForm
from broadcasts.admin.following.progress_page import Page
from broadcasts.admin.parts.anatomy import arranged
from broadcasts.admin.parts.buttons import LAUNCH, SEND_BACK, Button
from broadcasts.admin.parts.election_buttons import declaring_of
from broadcasts.admin.parts.launch_forecast import Choice, choices
from broadcasts.admin.parts.offers import offers_of, page_of
from broadcasts.content import content_diff
from broadcasts.content.preview import Preview, preview_of
from broadcasts.editing.preview_panel import preview_panel_of
from broadcasts.launching import approval, flattening, sending_window, warned
from broadcasts.launching.approval_facts import ApprovalFacts, approval_facts_of
from broadcasts.launching.message import Message, told
from broadcasts.launching.message_facts import before_it_leaves, why_dearer
from broadcasts.launching.notifications import display_name
from broadcasts.launching.sending_window import Plan
from broadcasts.launching.whatsapp_reading import Reading, reading_of
from broadcasts.models import Campaign, CampaignEvent
from broadcasts.rules.one_paragraph import in_one_paragraph
from cascina_whatsapp.presentation.acts import Act
from cascina_whatsapp.presentation.components import colleague, page_context
from cascina_whatsapp.presentation.formatting.dates import in_rome, when

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
    leaves_at_once: bool
    """True of an urgent one where there is nothing to choose: another moment is in the menu."""


@dataclass(frozen=True)
class Told:
    """The notices and sentences beside the facts, each "" or None where there is nothing to say."""

    reading: Reading | None
    why_dearer: str
    flat: Preview | None
    """The message on one line, where it may leave so."""
    leaves_closed: str
    """The sentence that an urgent one leaves though the office is closed."""


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
        plan, user = Plan(campaign, timezone.now()), colleague(request)
        facts = approval_facts_of(plan)
        decision = self._decision(request, form, plan, facts)
        declaring = declaring_of(user, campaign, plan.now)
        head = told([campaign], user, plan.now)[0]
        head.approves = True
        offers = offers_of(
            user,
            campaign,
            head.standing,
            may_copy=self.admin.has_add_permission(request),
            elections=declaring.buttons,
        ) | self._own_offers(campaign, plan, decision)
        offers.pop(SEND_BACK.name, None)  # it unfolds, with its note
        if decision.objections:
            offers.pop(LAUNCH.name, None)
        acts = arranged(head.standing, offers)
        context = {
            **page_context(self.admin, request, campaign.title),
            "original": campaign,
            "help_page": f"broadcasts_campaign_{campaign.status}",
            "button": self.button,
            "form": form,
            "media": self.admin.media,
            "seen": self._seen(campaign),
            "facts": facts,
            "page": Page(
                head,
                before_it_leaves(plan, head.standing, facts.outlook, facts.outlay),
                acts,
                reads_first=True,
            ),
            "told": _told(plan, head, facts),
            "preview": preview_panel_of(plan, with_people=False),
            "decision": decision,
            "declaring": declaring.without(acts.dark),
        }
        return TemplateResponse(request, "admin/broadcasts/campaign/approve.html", context)

    def _own_offers(self, campaign: Campaign, plan: Plan, decision: Decision) -> dict[str, Act]:
        address, seen = page_of(campaign, LAUNCH.name), {"seen": self._seen(campaign)}
        found = {
            LAUNCH.name: Act(
                label=_words(decision.choices, one=decision.leaves_at_once), address=address, form="approve"
            )
        }
        calendar = plan.situation.calendar
        if not campaign.is_urgent or decision.objections:
            return found
        opens = None if calendar.is_open(plan.now) else calendar.next_opening(plan.now)
        if opens:
            local = in_rome(opens)
            at = {"when": LaunchForm.AT, "at_0": f"{local:%Y-%m-%d}", "at_1": f"{local:%H:%M}"}
            label = f"Mandalo solo in orario: {when(opens, plan.now)}"
            found["in-hours"] = Act(label=label, address=address, posts=True, fields=seen | at)
        if settings.LAUNCH_GRACE_SECONDS:
            at_once = {"when": LaunchForm.NOW, "without_grace": "on"}
            label = "Manda senza il minuto per ripensarci"
            found["without-grace"] = Act(label=label, address=address, posts=True, fields=seen | at_once)
        return found

    def _decision(
        self, request: HttpRequest, form: DecisionForm, plan: Plan, facts: ApprovalFacts
    ) -> Decision:
        campaign, user = plan.campaign, colleague(request)
        offered = (
            choices(campaign, form, plan.situation, plan.now, asked_by=first_name(facts.asked_by, user))
            if isinstance(form, LaunchForm)
            else []
        )
        return Decision(
            objections=self._objections(campaign, user),
            gate=self._gate(campaign, form, user, plan.now),
            since_note=since_note(campaign, facts.events, user.pk, plan.now),
            choices=offered,
            send_back=SEND_BACK if SEND_BACK.is_for(user, campaign) else None,
            send_back_form=SendBackForm(campaign=campaign),
            leaves_at_once=campaign.is_urgent
            and {choice.value for choice in offered} <= {LaunchForm.NOW, LaunchForm.AT},
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
    notes = [event for event in events if event.what in CampaignEvent.NOTES]
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
        said=f"{when(event.at, now).capitalize()} {who} scritto:",
        note=event.note,
        differences=content_diff.differences(event.before, campaign),
    )


def first_name(person: User | None, reader: User) -> str:
    """Return how one calls a colleague: by the first name; "" for nobody, and for the reader."""
    return (person.first_name or person.username) if person and person.pk != reader.pk else ""


def _told(plan: Plan, head: Message, facts: ApprovalFacts) -> Told:
    campaign, asks = plan.campaign, facts.asked_by
    name = (asks.first_name or asks.username) if asks else ""
    flat = None
    if flattening.would_do(campaign):
        flattened = copy(campaign)
        flattened.body = in_one_paragraph(campaign.body)
        flat = preview_of(flattened, in_window=False)
    closed = campaign.is_urgent and not plan.situation.calendar.is_open(plan.now)
    return Told(
        reading=reading_of(campaign, head.standing, facts.events, plan.now, asked_by=name),
        why_dearer=why_dearer(campaign, facts.outlay, plan.now),
        flat=flat,
        leaves_closed="Può partire adesso, a ufficio chiuso." if closed else "",
    )


def _words(offered: list[Choice], *, one: bool) -> str:
    """Write the words of the dark button: those of the choice that is made, as the style sheet shows them."""
    words = {choice.word for choice in offered}
    if len(words) == 1 or one:
        return next(choice.word for choice in offered if choice.is_chosen)
    spans = ((choice.value, choice.word) for choice in offered)
    return format_html_join("", '<span class="word word-{}">{}</span>', spans)
