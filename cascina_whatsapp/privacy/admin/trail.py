"""The trail, to read and to take away; and its nightly checks. For who watches over the data, nobody else."""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.decorators import method_decorator
from django.utils.text import capfirst
from django.views.decorators.http import require_POST

from cascina_whatsapp.presentation.components import Columns, Pages, ReadOnlyAdmin
from cascina_whatsapp.presentation.formatting.dates import moment_in_figures
from cascina_whatsapp.presentation.formatting.numbers import grouped
from cascina_whatsapp.presentation.taking_away import take_away
from cascina_whatsapp.privacy.proofs import check_in_words
from cascina_whatsapp.security.trail import Event
from cascina_whatsapp.security.trail.forwarding import table
from cascina_whatsapp.security.trail.models import TrailCheck, TrailRecord
from subscribers.admin import lists
from subscribers.admin.seals import RegisterCheckAdmin

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
        return [(str(value), capfirst(str(label))) for value, label in Event.choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value()
        return queryset.filter(event=chosen) if chosen else queryset


class Period(lists.Period):
    """The filter from one day to another, by when it was done."""

    moment = "at"


MAY_EXPORT = "trail.export_trailrecord"


@admin.register(TrailRecord)
class TrailRecordAdmin(ReadOnlyAdmin):
    """The list of what every account did: the newest first, narrowed down by whom, what and when."""

    change_list_template = "admin/privacy/trailrecord/change_list.html"
    list_display = ["happened", "sentence"]
    list_select_related = ["by"]
    list_filter: ClassVar[list[Any]] = [ActorFilter, EventFilter, Period]
    ordering = ["-sequence"]
    sortable_by = []
    fieldsets: ClassVar[Any] = [
        (None, {"fields": ["happened", "sentence", "by_name", "said"]}),
        ("Per chi verifica", {"classes": ["collapse"], "fields": ["previous_hash", "hash"]}),
    ]
    readonly_fields: ClassVar[Columns] = ["happened", "sentence", "said"]

    def pages(self) -> Pages:
        return {"download/": ("csv", self.export_view)}

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        own = {
            "title": "Tracce",
            "check": check_in_words(),
            "may_export": request.user.has_perm(MAY_EXPORT),
            "query": request.GET.urlencode(),
        }
        return super().changelist_view(request, {**own, **(extra_context or {})})

    @method_decorator(require_POST)
    def export_view(self, request: HttpRequest) -> HttpResponseBase:
        """Write all pages of the list as CSV. That it was taken is in the trail before."""
        if not (self.has_view_permission(request) and request.user.has_perm(MAY_EXPORT)):
            raise PermissionDenied
        rows = self.get_changelist_instance(request).get_queryset(request).order_by("sequence")
        newest = rows.aggregate(newest=Max("sequence"))["newest"] or 0
        as_shown = table(rows.filter(sequence__lte=newest))  # without the record of its own taking
        return take_away(request, name="tracce", about=f"tracce ({grouped(rows.count())})", data=as_shown)

    @admin.display(description="quando")
    def happened(self, told: TrailRecord) -> str:
        return moment_in_figures(told.at, seconds=True)

    @admin.display(description="che cosa")
    def sentence(self, told: TrailRecord) -> str:
        return told.sentence

    @admin.display(description="dettagli")
    def said(self, told: TrailRecord) -> str:
        return ", ".join(f"{name}: {value}" for name, value in told.details.items())


@admin.register(TrailCheck)
class TrailCheckAdmin(RegisterCheckAdmin):
    """The verifications of the trail, and what they found."""
