"""The beginnings of a new broadcast: with a ready text of the office, or as the copy of an older one.

A ready text fills the form and stores nothing: `?testo=3` after the address of the form. A copy is a draft at once.
"""

from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from broadcasts.admin.fields.gap_fields import READY
from broadcasts.admin.parts.badges import nature_badge
from broadcasts.editing import ready_texts
from broadcasts.models import Campaign, ReadyText
from cascina_whatsapp.presentation.components import page_context, row_number
from cascina_whatsapp.presentation.formatting.dates import day_in_words

WORDS = "q"
FOLDER = "admin/broadcasts/campaign"


class StartingPages:
    """The two pages on which one chooses."""

    def __init__(self, model_admin: ModelAdmin) -> None:
        self.admin = model_admin

    def urls(self) -> list[URLPattern]:
        """List the addresses of the starting pages, below those of the broadcasts."""
        views = {"ready": ("testi-pronti/", self.choose_text), "copy": ("copia/", self.choose_copy)}
        return [
            path(route, self.admin.admin_site.admin_view(view), name=f"broadcasts_campaign_{name}")
            for name, (route, view) in views.items()
        ]

    def choose_text(self, request: HttpRequest) -> HttpResponse:
        """The ready texts: each opens the form."""
        self._refuse_readers(request)
        texts = [
            (ready, address(ready), nature_badge(ready.is_invitation)) for ready in ready_texts.ready_texts()
        ]
        return self._page(request, "ready", "Parti da un testo pronto", texts=texts)

    def choose_copy(self, request: HttpRequest) -> HttpResponse:
        """The last broadcasts, or those whose title holds some words: each has a button."""
        self._refuse_readers(request)
        words = request.GET.get(WORDS, "").replace("\x00", "").strip()
        found = [(campaign, in_words(campaign)) for campaign in ready_texts.to_copy(words)]
        return self._page(request, "copy", "Copia da un messaggio", words=words, campaigns=found)

    def _refuse_readers(self, request: HttpRequest) -> None:
        if not self.admin.has_add_permission(request):
            raise PermissionDenied

    def _page(self, request: HttpRequest, name: str, title: str, **shown: Any) -> HttpResponse:
        context = page_context(self.admin, request, title) | shown
        return TemplateResponse(request, f"{FOLDER}/{name}.html", context)


def in_words(campaign: Campaign) -> str:
    """Write a broadcast's state, day and author in words: "Inviato il 8 giugno 2026, di Rita Redazione"."""
    when = f" il {day_in_words(campaign.started_at)}" if campaign.started_at else ""
    author = campaign.author
    who = f", di {author.get_full_name() or author.get_username()}" if author else ""
    return f"{campaign.get_status_display()}{when}{who}"


def address(ready: ReadyText) -> str:
    """Return the address of the form of a new broadcast, filled with a ready text."""
    return f"{reverse('admin:broadcasts_campaign_add')}?{READY}={ready.pk}"


def beginning(request: HttpRequest) -> dict[str, Any]:
    """Return the values that a new form begins with; {} where the address names no ready text."""
    number = row_number(request.GET.get(READY))
    ready = ready_texts.ready_texts().filter(pk=number).first() if number else None
    return ready_texts.beginning(ready) if ready else {}


def begun(request: HttpRequest) -> Campaign:
    """Build the broadcast that the form begins with, not stored, for its preview."""
    fields = beginning(request)
    chosen = fields.pop("topics", [])
    campaign = Campaign(**fields)
    campaign.chosen_topics = chosen
    return campaign
