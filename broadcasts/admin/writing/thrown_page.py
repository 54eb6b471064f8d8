"""A draft is thrown away by one click, and put back by another from the list of those that one has thrown away."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_POST

from broadcasts.editing import drafting, thrown_drafts
from broadcasts.models import Campaign
from cascina_whatsapp.presentation.components import colleague, page_context

THROWN = "Bozza buttata: per 30 giorni puoi riprenderla, da qui."
BACK = "Ripresa: è di nuovo una bozza."


class ThrownPages:
    """The list, and the two clicks."""

    def __init__(self, model_admin: ModelAdmin) -> None:
        self.admin = model_admin

    def urls(self) -> list[URLPattern]:
        """List the addresses of the list and of the two clicks."""
        return [
            self._path("buttate/", "thrown", self.show),
            self._path("<int:pk>/butta/", "throw_away", require_POST(self.throw_away)),
            self._path("<int:pk>/rimetti/", "put_back", require_POST(self.put_back)),
        ]

    def _path(self, route: str, name: str, view: Callable[..., HttpResponse]) -> URLPattern:
        return path(route, self.admin.admin_site.admin_view(view), name=f"broadcasts_campaign_{name}")

    def show(self, request: HttpRequest) -> HttpResponse:
        """The drafts that this colleague wrote or threw away, with a button each."""
        if not self.admin.has_add_permission(request):
            raise PermissionDenied
        mine = thrown_drafts.thrown(colleague(request))
        rows = [(one, one.thrown_at + thrown_drafts.KEPT_FOR) for one in mine if one.thrown_at]
        context = page_context(self.admin, request, "Bozze buttate") | {"rows": rows}
        return TemplateResponse(request, "admin/broadcasts/campaign/thrown.html", context)

    def throw_away(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Throw a draft away, and lead to the list from which it is put back."""
        campaign = get_object_or_404(Campaign, pk=pk)
        if campaign.is_service or not self.admin.has_delete_permission(request, campaign):
            raise PermissionDenied
        try:
            thrown_drafts.throw_away(campaign, by=colleague(request), now=timezone.now())
        except drafting.NotEditable as refusal:
            messages.error(request, str(refusal))
            return redirect("admin:broadcasts_campaign_change", pk)
        self.admin.log_change(request, campaign, "Bozza buttata.")
        messages.success(request, THROWN)
        return redirect("admin:broadcasts_campaign_thrown")

    def put_back(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Put a draft back, and lead to it."""
        if not self.admin.has_add_permission(request):
            raise PermissionDenied
        campaign = get_object_or_404(thrown_drafts.thrown(colleague(request)), pk=pk)
        thrown_drafts.put_back(campaign, by=colleague(request))
        self.admin.log_change(request, campaign, "Bozza ripresa.")
        messages.success(request, BACK)
        return redirect("admin:broadcasts_campaign_change", pk)
