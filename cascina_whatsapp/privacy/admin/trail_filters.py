"""The filters of the trail: by whom, what, and from which day to which."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.timezone import get_current_timezone

from cascina_whatsapp.security.trail import Event

NOBODY = "0"
"""The choice for who has no account here: a stranger, or the service itself."""


class ActorFilter(admin.SimpleListFilter):
    """The filter by account."""

    title = "account"
    parameter_name = "chi"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        accounts = User.objects.order_by("username").values_list("pk", "username")
        return [*((str(pk), name) for pk, name in accounts), (NOBODY, "nessuno o il servizio")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value()
        if not chosen:
            return queryset
        if not chosen.isdecimal():
            raise IncorrectLookupParameters
        return queryset.filter(by=None if chosen == NOBODY else int(chosen))


class EventFilter(admin.SimpleListFilter):
    """The filter by kind of event."""

    title = "che cosa"
    parameter_name = "che"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(str(value), str(label)) for value, label in Event.choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value()
        return queryset.filter(event=chosen) if chosen else queryset


class Period(admin.ListFilter):
    """The filter from one day to another, both included, by the day in Cascina; either may be left open."""

    title = "periodo"
    parameters = ("dal", "al")

    def __init__(
        self, request: HttpRequest, params: dict[str, list[str]], model: Any, model_admin: admin.ModelAdmin
    ) -> None:
        super().__init__(request, params, model, model_admin)
        self.used_parameters = {name: params.pop(name)[-1] for name in self.parameters if name in params}

    def has_output(self) -> bool:
        return True

    def expected_parameters(self) -> list[str | None]:
        return list(self.parameters)

    def choices(self, changelist: ChangeList) -> Iterator[dict[str, Any]]:
        """The days that are chosen, for the form."""
        yield {"days": self.used_parameters}

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        first, last = (_day(str(self.used_parameters.get(name, ""))) for name in self.parameters)
        if first:
            queryset = queryset.filter(at__gte=_midnight(first))
        if last:
            queryset = queryset.filter(at__lt=_midnight(last + timedelta(days=1)))
        return queryset


def _day(text: str) -> date | None:
    """The day that the browser sends as 2026-06-08."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise IncorrectLookupParameters from None


def _midnight(of: date) -> datetime:
    """Return when the day begins in Cascina."""
    return datetime.combine(of, time.min, tzinfo=get_current_timezone())
