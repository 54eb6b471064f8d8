"""The filter by electoral declaration, of the list of messages."""

from django.contrib import admin
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.http import HttpRequest

from broadcasts.elections.models import ElectionDeclaration


class Declared(admin.SimpleListFilter):
    """The filter by electoral declaration; not shown where nothing was ever declared."""

    title = "elezioni"
    parameter_name = "declared"
    unfiltered = "Dichiarati o no"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        if not ElectionDeclaration.objects.exists():
            return []
        return [("any", "Dichiarati"), ("open", "Da autorizzare"), ("authorised", "Autorizzati")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Model]) -> QuerySet[Model]:
        given = ElectionDeclaration.objects.filter(campaign=OuterRef("pk"))
        match self.value():
            case "any":
                return queryset.filter(Exists(given))
            case "open" | "authorised" as outcome:
                return queryset.filter(Exists(given.filter(outcome=outcome)))
        return queryset
