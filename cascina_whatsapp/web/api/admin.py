"""The keys of other programs, for who administers: made and revoked after a fresh proof of identity, shown once."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.safestring import SafeString

from cascina_whatsapp.accounts.reauthentication import ask_again
from cascina_whatsapp.presentation.components import (
    Pages,
    ReadOnlyAdmin,
    badge,
    colleague,
    name_for_the_trail,
    page_context,
)

from . import tokens
from .models import SystemToken
from .tokens import Scope

REVOKED = "Revocata: da adesso quel programma non propone più nulla."
ALREADY = "Era già revocata."


class TokenForm(forms.Form):
    """The form of a new key: whose it is, and what it may do."""

    system = forms.CharField(
        label="Chi la usa",
        max_length=60,
        help_text="Lo leggerà chi scrive: «sito del Comune». Due chiavi con lo stesso nome sono dello stesso "
        "sistema: così una si sostituisce senza fermarlo.",
    )
    scopes = forms.TypedMultipleChoiceField(
        label="Che cosa può fare",
        choices=Scope.choices,
        coerce=Scope,
        initial=[Scope.PROPOSE],
        widget=forms.CheckboxSelectMultiple,
        help_text="Nessuna chiave può approvare o mandare.",
    )

    def clean_system(self) -> str:
        return name_for_the_trail(str(self.cleaned_data["system"]))


@admin.register(SystemToken)
class SystemTokenAdmin(ReadOnlyAdmin):
    """The list of keys, revoked ones included."""

    may_add = tokens.MAY_MAKE
    list_display = ["system", "beginning", "made_at", "used_on", "standing"]
    ordering = ["-pk"]

    def has_change_permission(self, request: HttpRequest, obj: SystemToken | None = None) -> bool:
        """Let who may revoke keys change one: nothing else of it changes."""
        return request.user.has_perm(tokens.MAY_REVOKE)

    def pages(self) -> Pages:
        return {"<int:pk>/revoke/": ("revoke", self.revoke_view)}

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The form; and the key, once only: no browser keeps it, and reloading asks whether to make another."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if question := ask_again(request):
            return question
        form = TokenForm(request.POST if request.method == "POST" else None)
        context = {**page_context(self, request, "Nuova chiave"), "form": form}
        if request.method == "POST" and form.is_valid():
            told = form.cleaned_data
            token, words = tokens.make(
                told["system"], told["scopes"], by=colleague(request), now=timezone.now()
            )
            context |= {"token": token, "words": words}
        return TemplateResponse(request, "admin/api/systemtoken/add.html", context)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show one key, and the button that ends it."""
        token = self.get_object(request, object_id)
        if not self.has_view_permission(request, token):
            raise PermissionDenied
        token = get_object_or_404(SystemToken, pk=getattr(token, "pk", None))
        return TemplateResponse(
            request, "admin/api/systemtoken/change.html", self._shown(request, token, str(token))
        )

    def revoke_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Explain, at a GET, what revoking a token does; end the token at a POST."""
        token = get_object_or_404(SystemToken, pk=pk)
        if not self.has_change_permission(request, token):
            raise PermissionDenied
        if question := ask_again(request):
            return question
        if request.method == "POST":
            done = tokens.revoke(token, by=colleague(request), now=timezone.now())
            messages.success(request, REVOKED if done else ALREADY)
            return redirect("admin:api_systemtoken_change", pk)
        context = self._shown(request, token, f"Revoca la chiave {token.prefix}…")
        return TemplateResponse(request, "admin/api/systemtoken/revoke.html", context)

    @admin.display(description="comincia con", ordering="prefix")
    def beginning(self, token: SystemToken) -> str:
        return f"{token.prefix}…"

    @admin.display(description="stato", ordering="revoked_at")
    def standing(self, token: SystemToken) -> SafeString:
        return badge("Revocata") if token.revoked_at else badge("In vigore", "ok")

    def _shown(self, request: HttpRequest, token: SystemToken, title: str) -> dict[str, Any]:
        return {
            **page_context(self, request, title),
            "original": token,
            "may": [Scope(scope).label for scope in token.scopes],
            "state": self.standing(token),
            "may_revoke": self.has_change_permission(request) and token.revoked_at is None,
        }
