"""Answers of outlets to the questions of `broadcasts.pages.hooks`."""

from functools import partial
from typing import Any

from django import forms
from django.contrib.admin import ModelAdmin
from django.urls import URLPattern
from django.views.decorators.http import require_POST

from broadcasts.models import Campaign
from broadcasts.parts.addresses import address
from broadcasts.parts.draft_field import DraftField
from broadcasts.parts.panel import Fact, Panel
from broadcasts.rules.states import PUBLICATION_LABELS, CampaignStatus
from broadcasts.rules.states import PublicationStatus as P
from broadcasts.slices.outlets.registry import choices, in_words, notes, usual
from broadcasts.steps.plan import Plan
from cascina_whatsapp.presentation.menu import Setting, Way, list_of

from . import publication_page, rows
from .where_field import WhereField

LINKS = (
    (
        "Messaggi",
        Setting(
            "Dove esce",
            "Dove arriva un messaggio, oltre ai telefoni?",
            (list_of("broadcasts.pressaddress"), Way("posters", "broadcasts.view_campaign")),
            ("broadcasts.pressaddress", "posters"),
        ),
    ),
)


def addresses(admin: ModelAdmin) -> list[URLPattern]:
    """List the pages on which a person publishes by hand, and says how a message fared at an outlet."""
    to_copy, decide = (partial(view, admin) for view in (publication_page.to_copy, publication_page.decide))
    return [
        address(admin, "to_copy", "<int:pk>/dove/<int:publication>/", to_copy),
        address(admin, "publication", "<int:pk>/dove/", require_POST(decide)),
    ]


def fields(form: forms.ModelForm) -> dict[str, DraftField]:
    """Ask where a draft goes; a new one begins as the last news went, which takes a query."""
    is_new = form.instance.pk is None and not form.is_bound
    initial = usual() if is_new else form.instance.chosen_outlets
    return {"where": WhereField(label="dove esce", choices=choices, initial=initial)}


def regions(plan: Plan) -> dict[str, Panel]:
    """Say below the field what will be different at the outlets."""
    return {"where": Panel("admin/broadcasts/outlets/notes.html", notes(plan.campaign))}


def facts(campaign: Campaign) -> list[Fact]:
    """Say where a broadcast goes; nothing for WhatsApp and the site alone."""
    is_usual = campaign.by_whatsapp and not campaign.outlets
    return [] if is_usual else [("Dove esce", in_words(campaign), tuple(notes(campaign)))]


def panel(message: Any, on: str) -> Panel | None:
    """Show on the page that follows a message what became of it at each outlet; of one that was stopped where."""
    if on != "follow":
        return None
    said = str(message.amended.get_what_display()) if message.amended else PUBLICATION_LABELS[P.PUBLISHED]
    shown = rows.rows(message.campaign, message.now, on_site=said if message.is_public else "")
    found = [row["where"] for row in shown if row["where"]]
    goes_on = message.is_withdrawn or message.campaign.status in (CampaignStatus.SENDING, CampaignStatus.SENT)
    head = (
        f"È già {' e '.join(found)}: ci resta, finché qualcuno non lo ritira."
        if found and not goes_on
        else ""
    )
    return Panel("admin/broadcasts/outlets/published_at.html", shown, head)
