# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""One citizen's message each, to read: numbers are masked, and never part of an address."""

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters

from broadcasts.models import Campaign, Delivery
from cascina_whatsapp.admin_parts import ReadOnlyAdmin

from .badges import delivery_badge

RECENT = 20
FORGOTTEN = "dati eliminati"
"""In place of a person of whom nothing is known any more."""


class RecentCampaign(admin.SimpleListFilter):
    """The last broadcasts that were sent; the page of a broadcast links to its own deliveries, however old."""

    title = "messaggio"
    parameter_name = "campaign"

    def lookups(self, request, model_admin):
        started = Campaign.objects.exclude(started_at=None).order_by("-started_at")
        return started.values_list("pk", "title")[:RECENT]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        if not self.value().isdecimal():
            raise IncorrectLookupParameters
        return queryset.filter(campaign=self.value())


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    """What became of each message."""

    list_display = ["id", "campaign", "recipient", "state", "reason", "claimed_at", "delivered_at", "read_at"]
    list_filter = [RecentCampaign, "status"]
    list_select_related = ["campaign", "subscriber"]
    ordering = ["-pk"]
    sortable_by = []
    fields = [
        "campaign",
        "recipient",
        "state",
        "reason",
        "error_code",
        "attempts",
        "not_before",
        "claimed_at",
        "accepted_at",
        "sent_at",
        "delivered_at",
        "read_at",
    ]
    readonly_fields = ["recipient", "state"]

    @admin.display(description="iscritto")
    def recipient(self, delivery: Delivery):
        return delivery.subscriber.masked if delivery.subscriber else FORGOTTEN

    @admin.display(description="stato")
    def state(self, delivery: Delivery):
        return delivery_badge(delivery)
