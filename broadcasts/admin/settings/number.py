"""The page of our number at Meta: its facts in words of the office, and the one thing to do when one is bad."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from broadcasts.models import NumberStatus
from broadcasts.rules import number_states
from broadcasts.rules.number_states import condition
from broadcasts.whatsapp_account.number_page import limit_in_words, number_page
from broadcasts.whatsapp_account.warnings import page_of
from cascina_whatsapp.presentation.acts import Act, Acts
from cascina_whatsapp.presentation.components import ReadOnlyAdmin, badge, page_context

LOOKS_AFTER = "webhook.view_webhookpost"
"""The right of who administers the system: they put a new access key into its settings."""


@admin.register(NumberStatus)
class NumberStatusAdmin(ReadOnlyAdmin):
    """The daily limit, the quality and the speed of our number; for whoever reads Meta's notices."""

    fields = ["checked_at", "limit", "grade", "throughput", "name_status"]
    readonly_fields = ["limit", "grade"]

    def has_view_permission(self, request: HttpRequest, obj: NumberStatus | None = None) -> bool:
        return request.user.has_perm("broadcasts.view_accountnotice")

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        number = number_page(timezone.now())
        head = page_context(self, request, number["called"])
        context = {
            **head,
            "alerts": _elsewhere(head["alerts"], number),
            "number": number,
            "acts": _acts(request, number),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/broadcasts/numberstatus/change_list.html", context)

    @admin.display(description="persone al giorno")
    def limit(self, number: NumberStatus) -> str:
        return limit_in_words(number)

    @admin.display(description="qualità")
    def grade(self, number: NumberStatus) -> str:
        found = condition(number_states.QUALITY, number.quality)
        return badge(found.label, found.tone)


def _elsewhere(alerts: Sequence[Any], number: dict[str, Any]) -> list[Any]:
    """Leave out of the bar the warning that the page itself tells, with what to do."""
    own = page_of(number["warned"]) if number["warned"] else ""
    return [alert for alert in alerts if not own or alert.page != own]


def _acts(request: HttpRequest, number: dict[str, Any]) -> Acts:
    """Offer the next step: a warning is settled before a key is renewed, by who may do either."""
    may, menu = request.user.has_perm, []
    dark = None
    if number["warned"] and may("broadcasts.launch_campaign"):
        dark = Act(label="Chiudi il richiamo", address=page_of(number["warned"]))
    elif number["needs_key"] and may(LOOKS_AFTER):
        dark = Act(label="Metti una chiave nuova", address="#key")
    if may("broadcasts.submit_whatsapptemplate"):
        synchronise = reverse("admin:broadcasts_whatsapptemplate_synchronise")
        menu.append(Act(label="Controlla adesso", address=synchronise, posts=True, fields={"page": "number"}))
    if may("broadcasts.view_whatsapptemplate"):
        templates = reverse("admin:broadcasts_whatsapptemplate_changelist")
        menu.append(Act(label="Testi da far approvare a WhatsApp", address=templates))
    if may(LOOKS_AFTER):
        menu.append(Act(label="Tutto pronto?", address=reverse("admin:doctor")))
    return Acts(dark=dark, menu=tuple(menu))
