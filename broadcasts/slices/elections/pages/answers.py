"""The answers of elections to what the pages ask (`broadcasts.pages.hooks`)."""

from datetime import datetime

from django.contrib.admin import ModelAdmin
from django.urls import URLPattern

from broadcasts.launching.message import Message
from broadcasts.models import Campaign
from broadcasts.parts.addresses import address, page_of
from broadcasts.parts.panel import Panel
from broadcasts.rules.states import CAMPAIGN_OVER
from broadcasts.slices.elections import gate, words
from broadcasts.slices.elections.declaration_status import declared_of
from broadcasts.slices.elections.models import ElectionDeclaration
from broadcasts.steps.plan import Plan
from cascina_whatsapp.presentation.acts import Act
from cascina_whatsapp.presentation.menu import Setting, list_of

from .buttons import DECLARE, buttons_for
from .campaign_filter import Declared
from .decisions import PAGES
from .panel import panel_of

__all__ = ["Declared"]
TEMPLATES = "admin/broadcasts/elections"
LINKS = (
    (
        "Messaggi",
        Setting(
            "Elezioni",
            "Che cosa può partire adesso?",
            (list_of("elections.electoralperiod"),),
            ("elections.electoralperiod", "elections.officeholder"),
        ),
    ),
)


def addresses(admin: ModelAdmin) -> list[URLPattern]:
    """List the addresses of the pages on which a declaration is made, and decided on."""
    return [
        address(admin, button.name, f"<int:pk>/{button.name}/", page(admin, button)) for button, page in PAGES
    ]


def panel(message: Message, on: str) -> Panel | None:
    """Tell where a message stands as to its declaration, with what its reader may do about it; None for nothing.

    Whoever approves reads the declaration whole, and what it lacks beside the moment that they choose. Whoever writes
    reads it above the form (`beside_form`).
    """
    if on not in ("wait", "approve", "follow"):
        return None
    told = panel_of(Plan(message.campaign, message.now))
    declared = declared_of(message.campaign, message.now) if on == "approve" else {}
    if not told and not declared:
        return None
    offers = {
        button.name: Act(label=button.words, address=page_of(message.campaign, button.name))
        for button in (buttons_for(message.reader, message.campaign, told) if told else ())
    }
    is_shown = told and not (on == "approve" and told["lacks"])
    return Panel(f"{TEMPLATES}/panel.html", {"panel": is_shown and told, "declared": declared}, offers=offers)


def beside_form(plan: Plan) -> Panel | None:
    """Tell, while a message is written, that it has to be declared, or was; None where elections don't concern it."""
    told = panel_of(plan)
    return Panel(f"{TEMPLATES}/writing.html", told) if told else None


def advice(plan: Plan) -> Panel | None:
    """Warn of words to weigh, of a message that would leave while a period holds or is warned of."""
    campaign = plan.campaign
    is_weighed = not campaign.is_service and campaign.status not in CAMPAIGN_OVER
    found = words.warnings(campaign) if is_weighed and gate.is_watched(plan) else []
    return Panel(f"{TEMPLATES}/advice.html", found) if found else None


def first(campaign: Campaign, now: datetime) -> str:
    """Name the page on which a broadcast is declared, where it must be before its approval is asked; or ""."""
    return DECLARE.name if gate.must_be_declared(campaign, now) else ""


def is_kept(campaign: Campaign) -> bool:
    """Tell whether a broadcast was ever declared: then it is cancelled, and stays."""
    return ElectionDeclaration.objects.filter(campaign=campaign).exists()
