"""The page on the electoral period that holds today: until when, what may leave, who authorises, what comes next."""

from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from broadcasts.elections.who_may import AUTHORISE
from broadcasts.rules.declarations import LAW
from cascina_whatsapp.accounts.staff_notices.notifying import display_name, holders
from cascina_whatsapp.elections import holding, rules
from cascina_whatsapp.elections.in_words import days, start_in_words
from cascina_whatsapp.elections.models import ElectoralPeriod
from cascina_whatsapp.presentation.components import page_context
from cascina_whatsapp.presentation.formatting.dates import moment_in_words

NAMES_AT_MOST = 20


class TodayPage:
    """The view. Three queries beside the frame's, however many periods there are."""

    def __init__(self, model_admin: ModelAdmin) -> None:
        self.admin = model_admin

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self.admin.has_view_permission(request):
            raise PermissionDenied
        context = page_context(self.admin, request, "Elezioni: che cosa vale oggi") | self._shown()
        return TemplateResponse(request, "admin/elections/electoralperiod/today.html", context)

    def _shown(self) -> dict[str, Any]:
        now = timezone.now()
        periods = holding.ahead(now)
        until = rules.until([period.span for period in periods], now)
        held = [period for period in periods if period.span.holds_at(now)]
        return {
            "until": moment_in_words(until) if until else "",
            "held": [(period, days(period)) for period in held],
            "coming": [_coming(period) for period in periods if period not in held],
            "warned": [_coming(period) for period in periods if period.is_warned(now)],
            "orders": [period.standing_order_number for period in held if period.standing_order_number],
            "authorisers": [display_name(one) for one in holders(AUTHORISE).order_by("pk")[:NAMES_AT_MOST]],
            "law": LAW,
        }


def _coming(period: ElectoralPeriod) -> tuple[ElectoralPeriod, str, str]:
    return period, start_in_words(period.starts_at), days(period)
