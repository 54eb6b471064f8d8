"""The press list: whom the office writes to by e-mail."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from broadcasts.parts.confirmed import Confirmed
from broadcasts.slices.outlets.models import PressAddress
from broadcasts.slices.outlets.registry import configured
from broadcasts.steps import notifications
from cascina_whatsapp.presentation.components import colleague
from cascina_whatsapp.security.trail import Event

PERSONAL = frozenset(
    {
        "alice.it",
        "email.it",
        "fastwebnet.it",
        "gmail.com",
        "googlemail.com",
        "hotmail.com",
        "hotmail.it",
        "icloud.com",
        "inwind.it",
        "iol.it",
        "libero.it",
        "live.com",
        "live.it",
        "me.com",
        "msn.com",
        "outlook.com",
        "outlook.it",
        "proton.me",
        "protonmail.com",
        "tim.it",
        "tin.it",
        "tiscali.it",
        "virgilio.it",
        "yahoo.com",
        "yahoo.it",
    }
)
"""Domains of providers at which people have their own mailboxes."""


class PressAddressForm(forms.ModelForm):
    """The form of an address of the press: newsrooms and offices alone."""

    class Meta:
        model = PressAddress
        fields = ["name", "kind", "address"]

    def clean_address(self) -> str:
        address = str(self.cleaned_data["address"])
        if address.rpartition("@")[2].strip().lower() in PERSONAL:
            raise forms.ValidationError(
                "È una casella personale: scrivi l'indirizzo della redazione o dell'ufficio, con il suo dominio."
            )
        return address


@admin.register(PressAddress)
class PressAddressAdmin(Confirmed):
    """The press list, by which alerts leave, too; an address whose owner asks to be taken off is deleted here."""

    form = PressAddressForm
    list_display = ["name", "kind", "address"]
    change_list_template = "admin/broadcasts/outlets/press.html"
    actions = None
    traced_as = Event.PRESS_LIST_CHANGED

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().changelist_view(request, {"title": "Dove esce", "outlets": configured()})

    def save_model(self, request: HttpRequest, obj: PressAddress, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        _tell(request, obj, "scritto")

    def delete_model(self, request: HttpRequest, obj: PressAddress) -> None:
        super().delete_model(request, obj)
        _tell(request, obj, "tolto")


def _tell(request: HttpRequest, address: PressAddress, how: str) -> None:
    notifications.alert_of_change(
        by=colleague(request),
        subject="È cambiato l'elenco della stampa",
        what=f"ha {how} un indirizzo a cui vanno messaggi e allerte: {address}",
        page="admin:broadcasts_pressaddress_changelist",
    )
