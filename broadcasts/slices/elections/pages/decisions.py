"""The pages on which a broadcast is declared for an electoral period, authorised, and an emergency reviewed."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from broadcasts.content.fingerprint import fingerprint_of
from broadcasts.models import Campaign
from broadcasts.parts.button import Button
from broadcasts.parts.button_page import ButtonPage
from broadcasts.parts.decision_form import DecisionForm
from broadcasts.rules.states import CampaignStatus
from broadcasts.slices.elections import declaring, gate
from broadcasts.slices.elections.declaration_status import declared_of, position
from broadcasts.slices.elections.declaring import NO_PERIOD, Outcome
from broadcasts.slices.elections.rules import LAW, Category
from broadcasts.slices.elections.who_may import DECIDED
from broadcasts.steps.plan import Plan
from cascina_whatsapp.elections import active_periods
from cascina_whatsapp.elections.models import ElectoralPeriod
from cascina_whatsapp.presentation.components import colleague, page_context

from . import buttons as steps
from .panel import panel_of


def seen(campaign: Campaign) -> str:
    """Mark what a page about a declaration was read for: the text as it is, and the last declaration on it."""
    last = steps.last(campaign)
    return f"{fingerprint_of(campaign)} {last.pk if last else 'undeclared'}"


class ElectionPage(ButtonPage):
    """A decision about a declaration. Where it can't be taken any more, one is told so on the broadcast's page."""

    subtitle = ""
    """None beside the way back, which names the broadcast."""

    def _act(self, request: HttpRequest, campaign: Campaign, form: DecisionForm) -> list[tuple[str, str]]:
        try:
            return super()._act(request, campaign, form)
        except declaring.CannotDeclare as refusal:
            return list(refusal.problems.items())

    _seen = staticmethod(seen)

    def _ask(self, request: HttpRequest, campaign: Campaign, form: DecisionForm) -> HttpResponse:
        user = colleague(request)
        if request.method != "POST" and (objection := self._objection(campaign, user)):
            messages.warning(request, objection)
            return redirect("admin:broadcasts_campaign_change", campaign.pk)
        context = {
            **page_context(self.admin, request, self._title(campaign)),
            "subtitle": self.subtitle,
            "original": campaign,
            "button": self.button,
            "form": form,
            "seen": self._seen(campaign),
            "preview": self.admin.preview_of(campaign, with_people=False),
            **self._facts(request, campaign, form),
        }
        return TemplateResponse(request, self.template, context)

    def _objection(self, campaign: Campaign, user: User) -> str:
        """Say why a page about a declaration has nothing to ask."""
        return self.button.objection(campaign, user)

    def _title(self, campaign: Campaign) -> str:
        return self.button.label


class DeclarePage(ElectionPage):
    """The form of a declaration; of a draft, the request for its approval goes with it."""

    template = "admin/broadcasts/elections/declare.html"

    def _objection(self, campaign: Campaign, user: User) -> str:
        return self.button.objection(campaign, user) or ("" if _period(campaign) else NO_PERIOD)

    def _title(self, campaign: Campaign) -> str:
        return "Dichiarazione per le elezioni"

    def _facts(self, request: HttpRequest, campaign: Campaign, form: DecisionForm) -> dict[str, Any]:
        return {
            "law": LAW,
            "period": _period(campaign),
            "asks": campaign.status == CampaignStatus.DRAFT,
            "emergency": str(Category.EMERGENCY),
            "panel": panel_of(Plan(campaign, timezone.now())),
        }


class AuthorisationPage(ElectionPage):
    """The message as citizens will see it, what was declared of it and by whom; the two answers below."""

    template = "admin/broadcasts/elections/authorise.html"
    asks = steps.AUTHORISE
    other = steps.NOT_AUTHORISE
    subtitle = "Da autorizzare"

    def __call__(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Both answers are given on one page: who comes to the address of the other one, reads that."""
        if request.method != "POST" and self.button is self.other:
            return redirect(f"admin:broadcasts_campaign_{self.asks.name}", pk)
        return super().__call__(request, pk)

    def _objection(self, campaign: Campaign, user: User) -> str:
        """Say that the declaration was decided meanwhile; "" while it is open.

        Objections to the person are on the page.
        """
        stands = position(campaign, timezone.now())
        return "" if stands and stands.declaration.outcome == Outcome.OPEN else DECIDED

    def _title(self, campaign: Campaign) -> str:
        return campaign.title or str(campaign)

    def _facts(self, request: HttpRequest, campaign: Campaign, form: DecisionForm) -> dict[str, Any]:
        return {
            "declared": declared_of(campaign, timezone.now()),
            "people": Plan(campaign, timezone.now()).reach.people if campaign.is_unapproved else None,
            "objection": steps.AUTHORISE.objection(campaign, colleague(request)),
            "yes": self.asks,
            "no": self.other,
        }


class ReviewPage(AuthorisationPage):
    """An emergency that one person alone let go, looked at by another."""

    asks = steps.UPHOLD
    other = steps.CONTEST
    subtitle = "Emergenza da riesaminare"

    def _objection(self, campaign: Campaign, user: User) -> str:
        return self.button.objection(campaign, user)

    def _facts(self, request: HttpRequest, campaign: Campaign, form: DecisionForm) -> dict[str, Any]:
        return {
            "declared": declared_of(campaign, timezone.now()),
            "yes": self.asks,
            "no": self.other,
            "is_review": True,
        }


PAGES: tuple[tuple[Button, type[ElectionPage]], ...] = (
    (steps.UNDECLARE, ElectionPage),
    (steps.DECLARE, DeclarePage),
    (steps.AUTHORISE, AuthorisationPage),
    (steps.NOT_AUTHORISE, AuthorisationPage),
    (steps.UPHOLD, ReviewPage),
    (steps.CONTEST, ReviewPage),
)
"""Each button with its page."""


def _period(campaign: Campaign) -> ElectoralPeriod | None:
    """Choose the period that a broadcast is declared for; of an urgent one, by its standing order."""
    now = timezone.now()
    return declaring.chosen(gate.periods_of(campaign, now) or active_periods.ahead(now), campaign.is_urgent)
