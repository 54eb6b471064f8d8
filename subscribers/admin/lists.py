"""The shared parts of the lists: pages of their own, filters by period and by choices."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from subscribers.exporting.filters import midnight


class Period(admin.ListFilter):
    """The filter from one day to another, both included, by the day in Cascina; either may be left open."""

    title = "periodo"
    moment: ClassVar[str] = "at_whatsapp"
    """The field of the list's rows that tells when they happened."""
    template = "admin/subscribers/consentrecord/period_filter.html"
    parameters = ("dal", "al")

    def __init__(
        self,
        request: HttpRequest,
        params: dict[str, list[str]],
        model: type[Model],
        model_admin: admin.ModelAdmin,
    ) -> None:
        super().__init__(request, params, model, model_admin)
        self.used_parameters = {name: params.pop(name)[-1] for name in self.parameters if name in params}

    def has_output(self) -> bool:
        return True

    def expected_parameters(self) -> list[str | None]:
        return list(self.parameters)

    def choices(self, changelist: ChangeList) -> Iterator[dict[str, Any]]:
        """Yield what the form needs: its own days, and the other filters, which it must keep."""
        own = {*self.parameters, PAGE_VAR}
        yield {
            "days": self.used_parameters,
            "others": [(name, value) for name, value in changelist.params.items() if name not in own],
            "without": changelist.get_query_string(remove=self.parameters),
        }

    def queryset(self, request: HttpRequest, queryset: QuerySet[Model]) -> QuerySet[Model]:
        first, last = (day(str(self.used_parameters.get(name, ""))) for name in self.parameters)
        if first:
            queryset = queryset.filter(**{f"{self.moment}__gte": midnight(first)})
        if last:
            queryset = queryset.filter(**{f"{self.moment}__lt": midnight(last + timedelta(days=1))})
        return queryset


def day(text: str | None) -> date | None:
    """The day that the browser sends as 2026-06-08."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise IncorrectLookupParameters from None


class Chosen(admin.SimpleListFilter):
    """The base of a filter by choices: the words of each, and what it leaves of a list."""

    choices_of: ClassVar[dict[str, tuple[str, Callable[[Any], Any]]]]

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(value, label) for value, (label, _) in self.choices_of.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Model]) -> QuerySet[Model]:
        _, left = self.choices_of.get(self.value() or "", ("", lambda rows: rows))
        found: QuerySet[Model] = left(queryset)
        return found
