"""The pages of the buttons that tell more than their question: asked, moved, resumed, sent again, taken back."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from broadcasts.launching import rescheduling
from broadcasts.launching.departure import Departure
from broadcasts.models import Campaign
from broadcasts.pages import hooks
from broadcasts.pages.following.follow import RESEND
from broadcasts.pages.parts import next_step
from broadcasts.pages.parts.buttons import ASK_REVIEW, LAUNCH, MOVE, RESUME, TAKE_BACK
from broadcasts.parts.button_page import AtOncePage, ButtonPage
from broadcasts.parts.decision_form import DecisionForm
from broadcasts.reporting.progress import Outlook
from broadcasts.reporting.situation import situation_of
from broadcasts.sending import resending
from cascina_whatsapp.presentation.components import colleague


class AskReviewPage(ButtonPage):
    """The page that asks for an approval; what a slice wants to know first is asked on its own page."""

    def __call__(self, request: HttpRequest, pk: int) -> HttpResponse:
        campaign = get_object_or_404(Campaign, pk=pk)
        self._refuse_strangers(request, campaign)
        return next_step.first(campaign) or super().__call__(request, pk)


class MovePage(ButtonPage):
    """Another moment for an approved broadcast: when it would leave then, and what is not this person's to choose."""

    def _facts(self, request: HttpRequest, campaign: Campaign, form: DecisionForm) -> dict[str, Any]:
        limits = {"limits": rescheduling.why_only_later(campaign, colleague(request))}
        at, now = form.typed_moment(), timezone.now()
        return limits | ({"departs": _departs(campaign, now, at)[0]} if at else {})


class ResumePage(ButtonPage):
    """Going on: of what never began, when and to how many; what it costs where that is more than was approved."""

    def _facts(self, request: HttpRequest, campaign: Campaign, form: DecisionForm) -> dict[str, Any]:
        now = timezone.now()
        dearer = " ".join(ask(campaign, now) for ask in hooks.BEFORE_RESUMING)
        refused = dearer and self.button.objection(campaign, colleague(request))
        price = {"dearer": dearer, "refused": refused}
        if campaign.started_at is not None:
            return price
        departs, planned = _departs(campaign, now)
        return price | {"departs": departs, "resumed": planned}


class ResendPage(ButtonPage):
    """Sending again: to how many people."""

    def _facts(self, request: HttpRequest, campaign: Campaign, form: DecisionForm) -> dict[str, Any]:
        return {"people": resending.resendable(campaign, timezone.now()).count()}


class TakeBackPage(AtOncePage):
    """Taking an approval back: who has done so reads once more what waits for them."""

    def _next_page(self, request: HttpRequest, pk: int) -> str:
        decides = LAUNCH.is_for(colleague(request), Campaign.objects.get(pk=pk))
        return f"admin:broadcasts_campaign_{'launch' if decides else 'change'}"


def _departs(campaign: Campaign, now: datetime, at: datetime | None = None) -> tuple[str, Outlook]:
    """Foresee when it leaves then, in words and as reckoned."""
    departure = Departure(campaign, now, at)
    planned = departure.outlook(situation_of(campaign, now))
    return departure.foreseen(planned), planned


PAGES: dict[str, type[ButtonPage]] = {
    ASK_REVIEW.name: AskReviewPage,
    MOVE.name: MovePage,
    RESUME.name: ResumePage,
    RESEND.name: ResendPage,
    TAKE_BACK.name: TakeBackPage,
}
"""Button → its page, where it is not a plain one."""
