"""The files of a message's report to take away."""

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from broadcasts.models import WORDS, Campaign
from broadcasts.reporting import files
from cascina_whatsapp.presentation.taking_away import take_away

MAY_EXPORT = "broadcasts.export_campaign"
FILES = {"excel": "Scarica per Excel", "data": "Scarica i dati (CSV)"}
"""What a button posts as `file` → its words."""


def take_report(admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take away the file that the button names."""
    campaign = get_object_or_404(Campaign.objects.select_related("kept", *WORDS), pk=pk)
    if not admin.has_view_permission(request, campaign) or not request.user.has_perm(MAY_EXPORT):
        raise PermissionDenied
    about, name = f"resoconto del messaggio {campaign.pk}", f"resoconto-{campaign.pk}"
    has_list, sheets = files.has_deliveries(campaign), files.tables_of(campaign)
    data = files.deliveries(campaign) if has_list else files.totals(campaign)
    return take_away(request, name=name, about=about, data=data, sheets=sheets)
