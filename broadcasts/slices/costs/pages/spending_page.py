"""The page *Spesa*: a month, its limit and the prices, whose rows are added, and stay as the trace of what held when.

Who sees costs sees it; the broadcasts by name only who may read them.
"""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import DecimalField, Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from broadcasts.parts.confirmed import Confirmed
from broadcasts.parts.months import asked_month, neighbours
from broadcasts.slices.costs import budget
from broadcasts.slices.costs.amounts import price_list
from broadcasts.slices.costs.models import Budget, Price
from broadcasts.slices.costs.spending import spending_of
from cascina_whatsapp.accounts.reauthentication import ask_again
from cascina_whatsapp.presentation.components import Columns, colleague, page_context, user_column
from cascina_whatsapp.presentation.formatting.dates import day_of, month_in_words
from cascina_whatsapp.security.trail import Event

PAGE = "admin:broadcasts_budget_changelist"


class OfSpending(Confirmed):
    """Rows that are added by who has the permission, on a page of their own; nobody changes or deletes one.

    Some wait: who approves broadcasts confirms one on its page, as it was read there.
    """

    change_form_template = "admin/broadcasts/budget/change_form.html"
    listed_on = PAGE
    formfield_overrides = Confirmed.formfield_overrides | {DecimalField: {"localize": True}}  # with a comma

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> Columns:
        """The columns that are typed; of a row its sum, in words, and the last two: from when it counts, and why."""
        return ["told", *(self.fields or ())[-2:], SET_BY] if obj else [*(self.fields or ())]

    @admin.display(description="quanto")
    def told(self, row: Any) -> str:
        return str(row.in_words)

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> Columns:
        return [*super().get_readonly_fields(request, obj), "told", SET_BY]

    def save_model(self, request: HttpRequest, obj: Any, form: forms.ModelForm, change: bool) -> None:
        by, obj.set_at = colleague(request), timezone.now()
        obj.set_by = by
        if budget.write(obj, by=by):
            messages.warning(request, budget.WAITS)

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        return redirect(PAGE)

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **more: Any) -> HttpResponse:
        row = self.get_object(request, object_id)
        if request.method != "POST" and row is not None and not row.waits:
            return redirect(PAGE)  # the page of the costs checks the rights of who reads it
        may_confirm = row is not None and budget.may_confirm(row, colleague(request))
        if request.method == "POST" and may_confirm:
            return ask_again(request) or self._confirm(request, row)
        more["extra_context"] = {**(more.get("extra_context") or {}), "confirms": may_confirm}
        return super().change_view(request, object_id, *args, **more)

    def _confirm(self, request: HttpRequest, row: Any) -> HttpResponse:
        with transaction.atomic():
            if budget.confirm(row, by=colleague(request), now=timezone.now()):
                self.log_change(request, row, "Confermato.")
                messages.success(request, "Confermato.")
        return redirect(PAGE)


SET_BY = user_column("set_by", "scritto da")


@admin.register(Price)
class PriceAdmin(OfSpending):
    """A price, with the rate of exchange; to correct one, add it again with the same first day: the last counts."""

    traced_as = Event.PRICES_CHANGED
    fields = ["category", "amount", "free_each_month", "dollars_per_euro", "valid_from", "source"]

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Return False: *Impostazioni* leads to *Spesa*, which shows the prices, once."""
        return False

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        day = day_of(timezone.now())
        known = price_list().exchange(day)
        return {"valid_from": day, "dollars_per_euro": known.dollars if known else None}


@admin.register(Budget)
class BudgetAdmin(OfSpending):
    """A limit, raised or lowered by adding one: the last whose first day has come is in force."""

    traced_as = Event.LIMIT_CHANGED
    fields = ["amount", "warn_percent", "blocks", "valid_from", "note"]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the month that the address names (`?mese=2026-11`), or this one, with its limit and its prices."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        now = timezone.now()
        found = spending_of(asked_month(request.GET.get("mese", ""), now), now)
        first = found["month"].first
        context = {
            **page_context(self, request, f"Spesa di {month_in_words(first)}"),
            "spending": found,
            "may_read": request.user.has_perm("broadcasts.view_campaign"),
            "now": now,
            **neighbours(first, now),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/broadcasts/budget/spending.html", context)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"valid_from": day_of(timezone.now()).replace(day=1), "warn_percent": 80}
