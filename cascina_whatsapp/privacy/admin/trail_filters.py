"""The filters of the trail: by whom, what, and from which day to which."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest

from cascina_whatsapp.security.trail import Event
from subscribers.admin import lists

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


class Period(lists.Period):
    """The filter from one day to another, by when it was done."""

    moment = "at"
