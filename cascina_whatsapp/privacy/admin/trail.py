"""The trail, to read and to take away; and its nightly checks. For who watches over the data, nobody else."""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from cascina_whatsapp.presentation.components import Columns, ReadOnlyAdmin
from cascina_whatsapp.presentation.formatting.dates import moment_in_figures
from cascina_whatsapp.presentation.formatting.numbers import grouped
from cascina_whatsapp.presentation.taking_away import take_away
from cascina_whatsapp.privacy.proofs import check_in_words
from cascina_whatsapp.security.trail.forwarding import table
from cascina_whatsapp.security.trail.models import TrailCheck, TrailRecord
from subscribers.admin.seals import RegisterCheckAdmin

from .trail_filters import ActorFilter, EventFilter, Period

MAY_EXPORT = "trail.export_trailrecord"


class TrailList(ChangeList):
    """The list of the trail, which leads from one page to the next."""

    @property
    def newer(self) -> str:
        """The address of the page before; "" on the first."""
        return self.get_query_string({PAGE_VAR: self.page_num - 1}) if self.page_num > 1 else ""

    @property
    def older(self) -> str:
        """The address of the page after; "" on the last."""
        is_last = self.page_num >= self.paginator.num_pages
        return "" if is_last else self.get_query_string({PAGE_VAR: self.page_num + 1})


@admin.register(TrailRecord)
class TrailRecordAdmin(ReadOnlyAdmin):
    """The list of what every account did: the newest first, narrowed down by whom, what and when."""

    change_list_template = "admin/privacy/trailrecord/change_list.html"
    list_display = ["happened", "who", "what", "about"]
    list_filter: ClassVar[list[Any]] = [ActorFilter, EventFilter, Period]
    ordering = ["-sequence"]
    sortable_by = []
    fieldsets: ClassVar[Any] = [
        (None, {"fields": ["happened", "who", "about", "said"]}),
        ("Per chi verifica", {"classes": ["collapse"], "fields": ["previous_hash", "hash"]}),
    ]
    readonly_fields: ClassVar[Columns] = ["happened", "what", "who", "said"]

    def get_urls(self) -> list[URLPattern]:
        export = self.admin_site.admin_view(self.export_view)
        return [path("download/", export, name="trail_trailrecord_csv"), *super().get_urls()]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return TrailList

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

    @admin.display(description="chi")
    def who(self, told: TrailRecord) -> str:
        return told.by_name

    @admin.display(description="che cosa")
    def what(self, told: TrailRecord) -> str:
        return told.label

    @admin.display(description="dettagli")
    def said(self, told: TrailRecord) -> str:
        return ", ".join(f"{name}: {value}" for name, value in told.details.items())


@admin.register(TrailCheck)
class TrailCheckAdmin(RegisterCheckAdmin):
    """The verifications of the trail, and what they found."""
