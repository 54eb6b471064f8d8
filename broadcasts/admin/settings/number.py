# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page of our number at Meta: each of its facts in a word, and what to do when one is bad."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from broadcasts.limits import daily_limit
from broadcasts.models import NumberStatus
from broadcasts.rules import failure_reasons, number_states
from broadcasts.rules.number_states import Condition, condition
from cascina_whatsapp.presentation.components import ReadOnlyAdmin, badge, page_context
from cascina_whatsapp.presentation.formatting.dates import day_and_clock
from cascina_whatsapp.presentation.formatting.numbers import grouped


@dataclass(frozen=True)
class Line:
    """One line of the page about the number."""

    what: str
    value: str
    badge: str
    advice: str


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
        number = daily_limit.number_status()
        context = {
            **page_context(self, request, "Stato del numero"),
            "number": number,
            "lines": lines(number, timezone.now()),
            "may_submit": request.user.has_perm("broadcasts.submit_whatsapptemplate"),
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


def lines(number: NumberStatus, now: datetime) -> list[Line]:
    """List everything that is known of the number, the most urgent to know first."""
    used = daily_limit.used(now)
    refusal = f"{failure_reasons.sentence(number.refusal_code)}. {number_states.REFUSED}"
    token = number_states.token(number.token, refusal=refusal, now=now)
    limit = number_states.daily_limit(number.daily_limit, used, is_known=bool(number.tier))
    return [
        _line("Chiave di accesso", _token_in_words(number), token),
        _line("Collegamento", number.display_number, condition(number_states.LINK, number.status)),
        _line("Qualità", "", condition(number_states.QUALITY, number.quality)),
        _line("Persone al giorno", limit_in_words(number), limit),
        _line("Velocità", "", condition(number_states.THROUGHPUT, number.throughput)),
        _line("Nome", number.verified_name, condition(number_states.NAME, number.name_status)),
        Line("Scritte nelle ultime 24 ore", f"{grouped(used)} persone", "", ""),
    ]


def limit_in_words(number: NumberStatus) -> str:
    """Write in Italian how many people the number may write to in a day."""
    if number.daily_limit is not None:
        return grouped(number.daily_limit)
    return "senza limite" if number.tier else "non ancora noto"


def _line(what: str, value: str, found: Condition) -> Line:
    return Line(what, value, badge(found.label, found.tone), found.advice)


def _token_in_words(number: NumberStatus) -> str:
    """Write in Italian when Meta last accepted and last refused our access key, and until when it is valid."""
    moments = {
        "accettata il": number.accepted_at,
        "rifiutata il": number.refused_at,
        "scade il": number.token_expires_at,
        "accesso ai dati fino al": number.data_access_expires_at,
    }
    words = [f"{word} {day_and_clock(at)}" for word, at in moments.items() if at]
    if number.token_expires_at is None:
        words.append("senza scadenza" if number.token_read_at else "scadenza non ancora letta")
    return "; ".join(words)
