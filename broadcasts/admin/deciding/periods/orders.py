"""Orders of Agcom: recorded, completed, and how long the notice still has to stay. And who holds an office."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from broadcasts.models import Campaign
from cascina_whatsapp.elections import deciding
from cascina_whatsapp.elections.in_words import notice_stays
from cascina_whatsapp.elections.models import AgcomOrder, OfficeHolder
from cascina_whatsapp.elections.models.orders import last_day
from cascina_whatsapp.presentation.components import OwnFiltersOnly, badge, colleague
from cascina_whatsapp.presentation.formatting.dates import day_of

SHOWN = 20
"""Notices that were sent on WhatsApp, on the page of one order."""


class OrderForm(forms.ModelForm):
    """The form of an order as it came; the notice that went out because of it may be written later."""

    class Meta:
        model = AgcomOrder
        fields = [
            "number", "date", "items", "deadline", "period",
            "notice_text", "published_where", "published_from", "published_to",
        ]  # fmt: skip
        widgets = {
            "notice_text": forms.Textarea(attrs={"rows": 6}),
            "items": forms.Textarea(attrs={"rows": 4}),
        }

    def clean(self) -> dict[str, Any] | None:
        """Fill in the last day where only the first is given: the notice stays for the days that the law asks for."""
        cleaned = super().clean() or self.cleaned_data
        first = cleaned.get("published_from")
        if first and not cleaned.get("published_to") and "published_to" not in self.errors:
            cleaned["published_to"] = last_day(first)
        return cleaned


@admin.register(AgcomOrder)
class AgcomOrderAdmin(OwnFiltersOnly):
    """The list and the form of Agcom's orders, which are never deleted."""

    form = OrderForm
    change_form_template = add_form_template = "admin/elections/agcomorder/form.html"
    list_display = ["number", "date", "deadline", "notice"]
    sortable_by = []
    actions = None
    fieldsets = [
        ("L'ordine", {"fields": ["number", "date", "items", "deadline", "period"]}),
        (
            "L'avviso pubblicato",
            {"fields": ["published_where", "published_from", "published_to", "notice_text"]},
        ),
    ]

    @admin.display(description="avviso")
    def notice(self, order: AgcomOrder) -> SafeString:
        words, tone = notice_stays(order, _today())
        return badge(words, tone)

    def has_delete_permission(self, request: HttpRequest, obj: AgcomOrder | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: AgcomOrder, form: forms.BaseForm, change: bool) -> None:
        deciding.record_order(obj, by=colleague(request), now=timezone.now())

    def _trace(self, *args: Any) -> None:
        """Trace nothing: an order has an event of its own, which deciding traces."""

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: AgcomOrder | None = None,
    ) -> HttpResponse:
        context["show_save_and_add_another"] = False
        if obj:
            words, tone = notice_stays(obj, _today())
            sent = Campaign.objects.filter(
                purpose=Campaign.Purpose.AGCOM, service__details__numero=obj.number
            ).order_by("-pk")
            context |= {
                "title": capfirst(str(obj)),
                "state": badge(words, tone),
                "sent": list(sent[:SHOWN]) if request.user.has_perm("broadcasts.view_campaign") else [],
            }
        return super().render_change_form(request, context, add, change, form_url, obj)


@admin.register(OfficeHolder)
class OfficeHolderAdmin(OwnFiltersOnly):
    """The list of names that a message should not carry in an electoral period: the URP keeps them."""

    list_display = ["surname", "name", "role"]
    list_filter = ["role"]
    search_fields = ["name", "surname"]
    actions = None


def _today() -> date:
    return day_of(timezone.now())
