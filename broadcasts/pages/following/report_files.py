"""The files of a message's report to take away."""

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from broadcasts.models import WORDS, Campaign
from broadcasts.reporting import files
from cascina_whatsapp.presentation.taking_away import take_away

MAY_EXPORT = "broadcasts.export_campaign"
FILES = {"excel": "Scarica per Excel", "data": "Scarica i dati (CSV)"}
"""What a button posts as `file` → its words."""


class ReportFiles:
    """A POST takes away the file that its button names."""

    def __init__(self, model_admin: ModelAdmin) -> None:
        self.admin = model_admin

    @method_decorator(require_POST)
    def __call__(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        campaign = get_object_or_404(Campaign.objects.select_related("kept", *WORDS), pk=pk)
        if not self.admin.has_view_permission(request, campaign) or not request.user.has_perm(MAY_EXPORT):
            raise PermissionDenied
        about, name = f"resoconto del messaggio {campaign.pk}", f"resoconto-{campaign.pk}"
        has_list, sheets = files.has_deliveries(campaign), files.tables_of(campaign)
        data = files.deliveries(campaign) if has_list else files.totals(campaign)
        return take_away(request, name=name, about=about, data=data, sheets=sheets)
