# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Meta's prices and the monthly budget: rows are added, and stay as the trace of what held when."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import DecimalField, Model
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from broadcasts.costs.budget import month_to_date
from broadcasts.models import Budget, Price
from cascina_whatsapp.components import Columns, OwnFiltersOnly, badge, colleague, user_column
from cascina_whatsapp.formatting.dates import day_of
from cascina_whatsapp.formatting.numbers import money


class AddedOnly(OwnFiltersOnly):
    """Who may add a row, may; nobody changes or deletes one."""

    actions = None
    show_facets = admin.ShowFacets.NEVER
    formfield_overrides = OwnFiltersOnly.formfield_overrides | {
        DecimalField: {"localize": True}
    }  # with a comma
    list_per_page = 50

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Price)
class PriceAdmin(AddedOnly):
    """To correct a price, add it again with the same first day: the last one written counts."""

    list_display = ["category", "price", "free_each_month", "market", "valid_from", "source"]
    fields = ["category", "market", "amount", "free_each_month", "valid_from", "source"]

    @admin.display(description="prezzo di un messaggio", ordering="amount")
    def price(self, price: Price) -> str:
        return money(price.amount, places=4, currency=price.currency)


SET_BY = user_column("set_by", "fissato da")


@admin.register(Budget)
class BudgetAdmin(AddedOnly):
    """To raise or to lower it, add another one: the last one whose first day has come is in force."""

    list_display = ["limit", "warning", "effect", "valid_from", "set_by", "set_at", "note"]
    list_select_related = ["set_by"]
    fields = ["amount", "warn_percent", "blocks", "valid_from", "note"]
    change_list_template = "admin/broadcasts/budget/change_list.html"

    def get_fields(self, request: HttpRequest, obj: Budget | None = None) -> Columns:
        return [*self.fields, SET_BY, "set_at"] if obj else [*self.fields]

    def get_readonly_fields(self, request: HttpRequest, obj: Budget | None = None) -> Columns:
        return [*super().get_readonly_fields(request, obj), SET_BY]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"valid_from": day_of(timezone.now()).replace(day=1), "warn_percent": 80}

    def save_model(self, request: HttpRequest, obj: Budget, form: forms.ModelForm, change: bool) -> None:
        obj.set_by, obj.set_at = colleague(request), timezone.now()
        super().save_model(request, obj, form, change)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        month = month_to_date(timezone.now())
        return super().changelist_view(request, {"month": month, **(extra_context or {})})

    @admin.display(description="tetto al mese", ordering="amount")
    def limit(self, budget: Budget) -> str:
        return "nessuno" if budget.amount is None else money(budget.amount)

    @admin.display(description="avvisa al", ordering="warn_percent")
    def warning(self, budget: Budget) -> str:
        return f"{budget.warn_percent}%"

    @admin.display(description="raggiunto il tetto", ordering="blocks")
    def effect(self, budget: Budget) -> str:
        return badge("blocca i nuovi invii", "warn") if budget.blocks else badge("avvisa soltanto")
