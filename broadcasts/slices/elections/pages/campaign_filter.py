"""The filter by electoral declaration, of the list of messages."""

from django.contrib import admin
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.http import HttpRequest

from broadcasts.slices.elections.models import ElectionDeclaration

CHOICES = {"any": "Dichiarati", "open": "Da autorizzare", "authorised": "Autorizzati"}


class Declared(admin.SimpleListFilter):
    """The filter by electoral declaration; not shown where nothing was ever declared."""

    title = "elezioni"
    parameter_name = "declared"
    unfiltered = "Dichiarati o no"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        if not ElectionDeclaration.objects.exists():
            return []
        return list(CHOICES.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Model]) -> QuerySet[Model]:
        chosen, given = self.value(), ElectionDeclaration.objects.filter(campaign=OuterRef("pk"))
        wanted = given if chosen == "any" else given.filter(outcome=chosen)
        return queryset.filter(Exists(wanted)) if chosen in CHOICES else queryset
