# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The fields that the page of a broadcast about the service shows in place of those that a clerk writes."""

from typing import Any

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from broadcasts.content import service_events, service_messages
from broadcasts.models import Campaign
from cascina_whatsapp.presentation.formatting.dates import moment_in_figures
from subscribers.models import ServiceText

SERVICE_FIELDS = [
    "use",
    "wording_page",
    "notice_page",
    "what_changes",
    "details_in_words",
    "chosen_as_of",
]
NOTHING = "-"
Fieldsets = list[tuple[Any, Any]]
"""Titles, and what stands under them, as Django's `fieldsets`."""


RECORDED_FIELDS = ["title", "use", "wording_page", "notice_page", "chosen_as_of"]
FIELDS: dict[str, list[str]] = {
    Campaign.Purpose.REMINDER: RECORDED_FIELDS,
    Campaign.Purpose.RENEWAL: RECORDED_FIELDS,
    Campaign.Purpose.RENEWAL_REMINDER: RECORDED_FIELDS,
    Campaign.Purpose.NOTICE: ["title", "use", "wording_page", "notice_page", "what_changes", "chosen_as_of"],
}
WITH_DETAILS = ["title", "use", "wording_page", "details_in_words"]


def service_fieldsets(campaign: Campaign) -> Fieldsets:
    """Choose the fields of a broadcast about the service: its purpose, its words and its audience."""
    fields = FIELDS.get(campaign.purpose, WITH_DETAILS)
    return [("Avviso sul servizio", {"fields": fields}), ("Quando", {"fields": ["moment"]})]


class ServiceFields:
    """The fields of the page of one broadcast; the columns of the list are with the list."""

    @admin.display(description="a che cosa serve")
    def use(self, campaign: Campaign) -> str:
        return campaign.get_purpose_display()

    @admin.display(description="testo")
    def wording_page(self, campaign: Campaign) -> str:
        return _page(campaign.service.wording)

    @admin.display(description="informativa")
    def notice_page(self, campaign: Campaign) -> str:
        return _page(campaign.service.notice)

    @admin.display(description="che cosa cambia")
    def what_changes(self, campaign: Campaign) -> str:
        return campaign.body or NOTHING

    @admin.display(description="dati dell'avviso")
    def details_in_words(self, campaign: Campaign) -> str:
        return format_html_join("", "<div>{}: {}</div>", service_events.details_in_words(campaign))

    @admin.display(description="destinatari scelti al")
    def chosen_as_of(self, campaign: Campaign) -> str:
        as_of = campaign.service.as_of
        return moment_in_figures(as_of) if as_of else NOTHING


def _page(text: ServiceText | None) -> str:
    """Link to the very version of a text."""
    if text is None:
        return NOTHING
    page = reverse("admin:subscribers_servicetext_change", args=[text.pk])
    return format_html('<a href="{}">{}</a>', page, service_messages.label(text))
