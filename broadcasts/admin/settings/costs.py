"""Meta's prices, the rate in euros, the monthly budget: rows are added, and stay as the trace of what held when."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import DecimalField, Model, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone

from broadcasts.costs import by_two, exchange
from broadcasts.costs.budget import month_to_date
from broadcasts.models import Budget, ExchangeRate, Price
from cascina_whatsapp.accounts.reauthentication import ask_again
from cascina_whatsapp.presentation.components import Columns, badge, colleague, user_column
from cascina_whatsapp.presentation.formatting.currencies import Exchange, apiece
from cascina_whatsapp.presentation.formatting.dates import day_of
from cascina_whatsapp.presentation.formatting.numbers import money
from cascina_whatsapp.security.trail import Event

from .confirmed import Confirmed
from .statement_page import StatementPage

UNCONFIRMED = "aspetta una conferma"


class AddedOnly(Confirmed):
    """An admin list whose rows are added by who has the permission; nobody changes or deletes one."""

    actions = None
    in_words: ClassVar[str]
    """The column that tells a row's sum."""
    show_facets = admin.ShowFacets.NEVER
    formfield_overrides = Confirmed.formfield_overrides | {DecimalField: {"localize": True}}  # with a comma

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: forms.ModelForm, change: bool) -> None:
        by, obj.set_at = colleague(request), timezone.now()
        obj.set_by = by
        if by_two.write(obj, by=by, in_words=getattr(self, self.in_words)(obj)):
            messages.warning(request, by_two.WAITS)


class ByTwoAdmin(AddedOnly):
    """A list of rows of which some wait: who approves broadcasts confirms one on its page, as it was read there."""

    change_form_template = "admin/broadcasts/budget/change_form.html"

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **more: Any) -> HttpResponse:
        row = self.get_object(request, object_id)
        may_confirm = row is not None and by_two.may_confirm(row, colleague(request))
        if request.method == "POST" and may_confirm:
            return ask_again(request) or self._confirm(request, row)
        more["extra_context"] = {**(more.get("extra_context") or {}), "confirms": may_confirm}
        return super().change_view(request, object_id, *args, **more)

    def _confirm(self, request: HttpRequest, row: Any) -> HttpResponse:
        with transaction.atomic():
            if by_two.confirm(row, by=colleague(request), now=timezone.now()):
                self.log_change(request, row, "Confermato.")
                messages.success(request, "Confermato.")
        return redirect(f"admin:broadcasts_{self.opts.model_name}_changelist")


@admin.register(Price)
class PriceAdmin(ByTwoAdmin):
    """The list of prices; to correct one, add it again with the same first day: the last written counts."""

    list_display = [
        "category",
        "price",
        "euros",
        "free_each_month",
        "market",
        "valid_from",
        "source",
        "counts",
    ]
    traced_as = Event.PRICES_CHANGED
    in_words = "price"
    fields = ["category", "market", "amount", "free_each_month", "valid_from", "source"]

    def get_list_display(self, request: HttpRequest) -> Columns:
        """Return the columns: the source only for who may write prices down, euros only where a rate is known."""
        has_rate = exchange.known_by(day_of(timezone.now())).exists()
        return [name for name in self._for(request, self.list_display) if name != "euros" or has_rate]

    def get_fields(self, request: HttpRequest, obj: Price | None = None) -> Columns:
        return self._for(request, self.fields)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Price]:
        """Annotate each price with the exchange rate that is known today."""
        known = exchange.known_by(day_of(timezone.now()))
        found: QuerySet[Price] = super().get_queryset(request)
        return found.annotate(
            rate=Subquery(known.values("dollars")[:1]), rate_day=Subquery(known.values("day")[:1])
        )

    def _for(self, request: HttpRequest, columns: Columns) -> Columns:
        return [name for name in columns if name != "source" or self.has_add_permission(request)]

    @admin.display(description="prezzo di un messaggio", ordering="amount")
    def price(self, price: Price) -> str:
        return money(price.amount, places=4)

    @admin.display(description="vale", ordering="waits")
    def counts(self, price: Price) -> str:
        return badge(UNCONFIRMED, "warn") if price.waits else "sì"

    @admin.display(description="oggi")
    def euros(self, price: Any) -> str:
        return apiece(price.amount, Exchange(price.rate, price.rate_day))


SET_BY, WRITTEN_BY = user_column("set_by", "fissato da"), user_column("set_by", "scritto da")


class ExchangeRateForm(forms.ModelForm):
    """A rate that somebody read somewhere: it has been published by now."""

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day > day_of(timezone.now()):
            raise forms.ValidationError("È un giorno che deve ancora venire: il cambio non c'è ancora.")
        return day


@admin.register(ExchangeRate)
class ExchangeRateAdmin(AddedOnly):
    """The list of exchange rates; one written down again counts from today, and figures of before stay."""

    form = ExchangeRateForm
    traced_as = Event.PRICES_CHANGED
    in_words = "rate"
    list_display = ["rate", "day", "valid_from", WRITTEN_BY, "source"]
    list_select_related = ["set_by"]
    fields = ["dollars", "day", "source"]

    def get_fields(self, request: HttpRequest, obj: ExchangeRate | None = None) -> Columns:
        return [*self.fields, "valid_from", WRITTEN_BY, "set_at"] if obj else [*self.fields]

    def get_readonly_fields(self, request: HttpRequest, obj: ExchangeRate | None = None) -> Columns:
        return [*super().get_readonly_fields(request, obj), WRITTEN_BY]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"day": day_of(timezone.now())}

    def save_model(
        self, request: HttpRequest, obj: ExchangeRate, form: forms.ModelForm, change: bool
    ) -> None:
        obj.valid_from = day_of(timezone.now())
        super().save_model(request, obj, form, change)

    @admin.display(description="un euro", ordering="dollars")
    def rate(self, rate: ExchangeRate) -> str:
        return money(rate.dollars, places=4)


@admin.register(Budget)
class BudgetAdmin(ByTwoAdmin):
    """The list of budgets, raised or lowered by adding one: the last whose first day has come is in force."""

    list_display = ["limit", "warning", "effect", "valid_from", "set_by", "set_at", "note"]
    traced_as = Event.LIMIT_CHANGED
    in_words = "limit"
    list_select_related = ["set_by"]
    fields = ["amount", "warn_percent", "blocks", "valid_from", "note"]
    change_list_template = "admin/broadcasts/budget/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        statement = path(
            "statement/",
            self.admin_site.admin_view(StatementPage(self)),
            name="broadcasts_budget_statement",
        )
        return [statement, *super().get_urls()]

    def get_fields(self, request: HttpRequest, obj: Budget | None = None) -> Columns:
        return [*self.fields, SET_BY, "set_at"] if obj else [*self.fields]

    def get_readonly_fields(self, request: HttpRequest, obj: Budget | None = None) -> Columns:
        return [*super().get_readonly_fields(request, obj), SET_BY]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"valid_from": day_of(timezone.now()).replace(day=1), "warn_percent": 80}

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        month = month_to_date(timezone.now())
        return super().changelist_view(
            request, {"title": "Limite del mese", "month": month, **(extra_context or {})}
        )

    @admin.display(description="limite", ordering="amount")
    def limit(self, budget: Budget) -> str:
        return "nessuno" if budget.amount is None else money(budget.amount)

    @admin.display(description="avvisa al", ordering="warn_percent")
    def warning(self, budget: Budget) -> str:
        return f"{budget.warn_percent} %"

    @admin.display(description="raggiunto il limite", ordering="blocks")
    def effect(self, budget: Budget) -> str:
        if budget.waits:
            return badge(UNCONFIRMED, "warn")
        return badge("blocca i nuovi invii", "warn") if budget.blocks else badge("avvisa soltanto")
