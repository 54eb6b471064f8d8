# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How our number stands at Meta, on one page: each thing in a word, and what to do when it is bad."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from broadcasts.limits import daily_limit
from broadcasts.models import NumberStanding
from broadcasts.rules import failure_reasons, number_states
from broadcasts.rules.number_states import Condition, condition
from cascina_whatsapp.components import ReadOnlyAdmin, badge, page_context
from cascina_whatsapp.formatting.dates import day_and_clock
from cascina_whatsapp.formatting.numbers import grouped


@dataclass(frozen=True)
class Line:
    """One line of the page."""

    what: str
    value: str
    badge: str
    advice: str


@admin.register(NumberStanding)
class NumberStandingAdmin(ReadOnlyAdmin):
    """The daily limit, the quality and the speed of our number; for whoever reads Meta's notices."""

    fields = ["checked_at", "limit", "grade", "throughput", "name_status"]
    readonly_fields = ["limit", "grade"]

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("broadcasts.view_accountnotice")

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        standing = daily_limit.number_status()
        context = {
            **page_context(self, request, "Stato del numero"),
            "standing": standing,
            "lines": lines(standing, timezone.now()),
            "may_submit": request.user.has_perm("broadcasts.submit_whatsapptemplate"),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/broadcasts/numberstanding/change_list.html", context)

    @admin.display(description="persone al giorno")
    def limit(self, standing: NumberStanding):
        return limit_in_words(standing)

    @admin.display(description="qualità")
    def grade(self, standing: NumberStanding):
        found = condition(number_states.QUALITY, standing.quality)
        return badge(found.label, found.tone)


def lines(standing: NumberStanding, now: datetime) -> list[Line]:
    """Everything that is known of the number, the most urgent to know first."""
    used = daily_limit.used(now)
    refusal = f"{failure_reasons.sentence(standing.refusal_code)}. {number_states.REFUSED}"
    token = number_states.token(standing.token, refusal=refusal, now=now)
    limit = number_states.daily_limit(standing.daily_limit, used, is_known=bool(standing.tier))
    return [
        _line("Chiave di accesso", _token_in_words(standing), token),
        _line("Collegamento", standing.display_number, condition(number_states.LINK, standing.status)),
        _line("Qualità", "", condition(number_states.QUALITY, standing.quality)),
        _line("Persone al giorno", limit_in_words(standing), limit),
        _line("Velocità", "", condition(number_states.THROUGHPUT, standing.throughput)),
        _line("Nome", standing.verified_name, condition(number_states.NAME, standing.name_status)),
        Line("Scritte nelle ultime 24 ore", f"{grouped(used)} persone", "", ""),
    ]


def limit_in_words(standing: NumberStanding) -> str:
    """How many people may be written to in a day."""
    if standing.daily_limit is not None:
        return grouped(standing.daily_limit)
    return "senza limite" if standing.tier else "non ancora noto"


def _line(what: str, value: str, found: Condition) -> Line:
    return Line(what, value, badge(found.label, found.tone), found.advice)


def _token_in_words(standing: NumberStanding) -> str:
    """When Meta last took our key, when it last refused it, and until when it is valid."""
    moments = {
        "accettata il": standing.accepted_at,
        "rifiutata il": standing.refused_at,
        "scade il": standing.token_expires_at,
        "accesso ai dati fino al": standing.data_access_expires_at,
    }
    words = [f"{word} {day_and_clock(at)}" for word, at in moments.items() if at]
    if standing.token_expires_at is None:
        words.append("senza scadenza" if standing.token_read_at else "scadenza non ancora letta")
    return "; ".join(words)
