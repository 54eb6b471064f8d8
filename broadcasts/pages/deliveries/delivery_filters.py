"""The filters of the list of deliveries, and the order in which each choice reads an index."""

from collections.abc import Mapping
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ALL_VAR, ERROR_FLAG, PAGE_VAR
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from broadcasts.models import Campaign, Delivery, DeliveryQuerySet

RECENT = 20
MOST_REASONS = 50
PAGING = {PAGE_VAR, ALL_VAR, ERROR_FLAG}
"""The parameters that an address may have beside a choice: another page of the same list."""


def ordering(asked: Mapping[str, str]) -> list[str]:
    """The newest broadcast first, along an index: of a million rows none is read that is not shown.

    By person inside a broadcast: by its own number, PostgreSQL would look for an old broadcast's rows from the
    newest row of the table on. Every choice is read so: one that no index begins with takes an index of its own
    (models/deliveries.py).
    """
    return ["-pk"] if asked.keys() <= PAGING else ["-campaign_id", "-subscriber_id", "-pk"]


class RecentCampaign(admin.SimpleListFilter):
    """The last broadcasts that were sent; the page of a broadcast links to its own deliveries, however old."""

    title = "messaggio"
    parameter_name = "campaign"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        started = Campaign.objects.exclude(started_at=None).order_by("-started_at")
        return [(str(pk), title) for pk, title in started.values_list("pk", "title")[:RECENT]]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Model]) -> QuerySet[Model]:
        chosen = self.value()
        if chosen is None:
            return queryset
        if not chosen.isdecimal():
            raise IncorrectLookupParameters
        return queryset.filter(campaign=chosen)


class Reason(admin.SimpleListFilter):
    """The filter by the reason for which messages of one broadcast failed; shown with a broadcast only."""

    title = "motivo"
    parameter_name = "reason"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        campaign = request.GET.get("campaign", "")
        if not campaign.isdecimal():
            return []
        missing = Delivery.objects.missing().filter(campaign=int(campaign))
        found = missing.order_by("reason").values_list("reason", flat=True).distinct()
        return [(reason, reason or "Senza spiegazione") for reason in found[:MOST_REASONS]]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Delivery]:
        deliveries: DeliveryQuerySet = queryset  # the list is of deliveries
        return deliveries if self.value() is None else deliveries.missing().filter(reason=self.value())


class OnePerson(admin.SimpleListFilter):
    """The deliveries of whom somebody looked for, by the row's number; nobody is offered for choosing."""

    title = "persona"
    parameter_name = "person"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        number = request.GET.get("person", "")
        return [(number, f"iscritto {number}")] if number.isdecimal() else []

    def queryset(self, request: HttpRequest, queryset: QuerySet[Model]) -> QuerySet[Model]:
        return queryset if self.value() is None else queryset.filter(subscriber=self.value())
