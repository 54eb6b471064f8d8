"""The filters of the register's list: beside kind, channel and effect, by period and by topic."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Func, Model, QuerySet, Value
from django.db.models.sql.compiler import SQLCompiler
from django.http import HttpRequest
from django.utils.timezone import get_current_timezone

from subscribers.models import Topic


class Period(admin.ListFilter):
    """The filter from one day to another, both included, by the day in Cascina; either may be left open."""

    title = "periodo"
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
            queryset = queryset.filter(at_whatsapp__gte=midnight(first))
        if last:
            queryset = queryset.filter(at_whatsapp__lt=midnight(last + timedelta(days=1)))
        return queryset


def day(text: str | None) -> date | None:
    """The day that the browser sends as 2026-06-08."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise IncorrectLookupParameters from None


def midnight(of: date) -> datetime:
    """Return when the day begins in Cascina."""
    return datetime.combine(of, time.min, tzinfo=get_current_timezone())


class AboutTopic(admin.SimpleListFilter):
    """Events of people who followed a topic at that moment, by the name that it had then."""

    title = "argomento"
    parameter_name = "topic"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(name, name) for name in Topic.objects.values_list("name", flat=True)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Model]) -> QuerySet[Model]:
        name = self.value()
        return queryset if name is None else queryset.filter(Names(F("topics"), Value(name)))


class Effect(admin.BooleanFieldListFilter):
    """The filter by whether an event changed anything, under a title that reads well after "Per"."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = "effetto"


class Names(Func):
    """The condition that a JSON list has this string in it: the two databases have no common word for that."""

    function = "JSONB_EXISTS"
    output_field = BooleanField()

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, Any]:
        return self.as_sql(
            compiler,
            connection,
            template="EXISTS (SELECT 1 FROM JSON_EACH(%(expressions)s)",
            arg_joiner=") WHERE JSON_EACH.value = ",
            **context,
        )
