"""The page of one message, in any state: beside what every place tells of it, its facts, its notices, its acts.

A page is a class of this with its template: the template reads `message`, and asks for what it shows alone.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.template.response import TemplateResponse

from broadcasts.content import content_diff, time_to_live, weekly_limit
from broadcasts.launching import urgency
from broadcasts.launching.drafts.outside_drafts import origin_in_words
from broadcasts.launching.message import Message
from broadcasts.launching.message.messages import Messages
from broadcasts.models import Campaign, CampaignEvent
from broadcasts.pages import hooks
from broadcasts.pages.parts.preview_panel import preview_panel_of
from broadcasts.parts import panel
from broadcasts.parts.panel import Fact, Panel, asked
from broadcasts.reporting import sentences
from broadcasts.reporting.before_and_after import left_lately
from broadcasts.reporting.display_status import READS_FIRST
from broadcasts.reporting.files import LIVES, Figure, facts_of
from broadcasts.reporting.progress import Outlook
from broadcasts.steps.plan import Plan
from cascina_whatsapp.presentation.acts import Act, Acts
from cascina_whatsapp.presentation.components import colleague, page_context
from cascina_whatsapp.presentation.formatting.dates import at_moment
from cascina_whatsapp.presentation.once import page_moment

from .action_layout import arranged
from .available_actions import offers_of
from .facts import to_whom, when_or_how_long

Step = CampaignEvent.Step
ABOUT_ITS_PRICE = (Step.APPROVED, Step.APPROVED_OWN, Step.REVIEW_ASKED, Step.DEARER)


class MessagePage(Message):
    """One message on its own page, which somebody may read."""

    template = ""
    stage = ""
    """The page's name in `hooks.PANELS`."""
    note = ""
    """The sentence beside the acts: what a press means."""

    def __init__(self, admin: ModelAdmin, request: HttpRequest, campaign: Campaign) -> None:
        super().__init__(campaign, Messages([campaign], colleague(request), page_moment()))
        self.admin, self.request = admin, request
        _ = self.events  # once, for all who ask who wrote it

    def answer(self, **more: Any) -> TemplateResponse:
        """The page; whoever asks for it has seen that this person may."""
        context = page_context(self.admin, self.request, str(self.campaign)) | {
            "original": self.campaign,
            "help_page": f"broadcasts_campaign_{self.campaign.status}",
            "message": self,
        }
        return TemplateResponse(self.request, self.template, context | more)

    # ── Its facts ─────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def plan(self) -> Plan:
        return Plan(self.campaign, self.now)

    @cached_property
    def outlook(self) -> Outlook:
        """Foresee when it would leave and be over, if it were approved now."""
        return self.departure.outlook(self.plan.situation)

    @cached_property
    def facts(self) -> list[Fact]:
        """The facts: to whom, what the slices tell, when or for how long; three at the most."""
        found = [to_whom(self.campaign, self.outlook.people), *self.told_facts]
        if len(found) < 3:
            found.append(when_or_how_long(self.departure, self.standing, self.outlook))
        return found[:3]

    @property
    def told_facts(self) -> list[Fact]:
        """The facts that the slices tell."""
        return panel.facts(hooks.FIRST_FACTS, self, self.plan)

    @cached_property
    def warnings(self) -> list[tuple[str, str]]:
        """(sentence, tone) of what to mind before it leaves."""
        return panel.warnings(hooks.WARNINGS, self.plan)

    @cached_property
    def more_facts(self) -> list[tuple[str, Figure]]:
        """(what, value), of a message about the service."""
        return [(what, value) for what, value in facts_of(self.campaign) if what != LIVES]

    @cached_property
    def lives(self) -> str:
        """The sentence on its time to live, for who has the telephone switched off."""
        return time_to_live.told(self.campaign)

    @property
    def further_facts(self) -> list[Fact]:
        """The facts that slices tell before it is approved."""
        return panel.facts(hooks.FACTS, self.campaign)

    @property
    def alert_lines(self) -> list[str]:
        """The lines that programs of others read of a warning."""
        return content_diff.alert_lines(self.campaign)

    @cached_property
    def held_back(self) -> str:
        """The sentence that some people have reached their week's limit of messages."""
        people = weekly_limit.would_be_held_back(self.campaign, self.now)
        if not people:
            return ""
        most = "un messaggio" if settings.WEEKLY_MESSAGES == 1 else f"{settings.WEEKLY_MESSAGES} messaggi"
        had = "ha" if people == 1 else "hanno"
        return f"Per {sentences.people(people)} non parte: {had} già ricevuto {most} questa settimana."

    @cached_property
    def left_lately(self) -> list[str]:
        """Other messages that may say the same."""
        return left_lately(self.campaign, self.now)

    @cached_property
    def overridden(self) -> dict[str, Any]:
        """The rules that an urgent one does not wait for."""
        return urgency.overridden(self.campaign, self.now) if self.campaign.is_urgent else {}

    @property
    def origin(self) -> str:
        """The source or system that proposed it; "" where a person began it."""
        return origin_in_words(self.events[0] if self.events else None, self.now)

    @property
    def saved_at(self) -> str:
        return at_moment(self.campaign.changed_at or self.campaign.created_at, self.now)

    @cached_property
    def asked_by(self) -> User | None:
        """The colleague who waits for its approval; None of a draft, and of what was put back unasked."""
        asked = [event.by for event in self.events if event.what == Step.REVIEW_ASKED and event.by]
        return asked[-1] if asked and self.asks else None

    @property
    def dearer(self) -> str:
        """The reason why its price took it back from its approval, as long as nobody has decided since."""
        step = self._last(*ABOUT_ITS_PRICE)
        return step.note if step and step.what == Step.DEARER else ""

    @property
    def notices(self) -> list[Panel]:
        """The notices of the slices, beside the facts."""
        return asked(hooks.PANELS, self, "notices")

    @cached_property
    def preview(self) -> dict[str, Any]:
        """The telephone, and what to think over; whom it reaches is told by the facts."""
        return preview_panel_of(self.plan, with_people=False)

    # ── What may be done ──────────────────────────────────────────────────────────────────────────────

    @cached_property
    def answers(self) -> list[Panel]:
        """The slices' panels, with all that they offer."""
        return asked(hooks.PANELS, self, self.stage)

    @property
    def panels(self) -> list[Panel]:
        """The slices' panels, without the act that is the page's dark one already."""
        dark = self.acts.dark
        return [
            replace(one, offers={name: act for name, act in one.offers.items() if act != dark})
            for one in self.answers
        ]

    @cached_property
    def acts(self) -> Acts:
        """The acts that this reader may take now."""
        return arranged(self.standing, self.offers)

    @property
    def more_offers(self) -> dict[str, Act]:
        """The acts that the slices' panels offer."""
        return {name: act for one in self.answers for name, act in one.offers.items()}

    @property
    def offers(self) -> Mapping[str, Act]:
        return offers_of(
            self.reader,
            self.campaign,
            self.standing,
            may_copy=self.admin.has_add_permission(self.request),
            may_delete=self.admin.has_delete_permission(self.request, self.campaign),
            more=self.more_offers,
        )

    @property
    def reads_first(self) -> bool:
        """True where the acts stand below the telephone: who decides has read it."""
        return self.standing in READS_FIRST and self.acts.dark is not None
