"""The evidence that the register is as it was written: the daily seals, to print, and the nightly checks."""

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html, format_html_join
from django.views.decorators.http import require_POST

from cascina_whatsapp.presentation.acts import Act, Acts
from cascina_whatsapp.presentation.components import Pages, ReadOnlyAdmin, badge, colleague
from subscribers.models import RegisterCheck, Seal
from subscribers.register import sealing

SENT = "Mandato al protocollo."
NOT_SENT = "La posta non è partita: riprova più tardi, oppure stampa l'attestato."
PROOFS = "admin:proofs"
GROUP = 4
"""Digits that one reads aloud in one breath."""


@admin.register(Seal)
class SealAdmin(ReadOnlyAdmin):
    """The daily seals; each has a page to print and a text for the register of documents."""

    listed_on = PROOFS
    fields = ["sequence", "count", "sealed_at", "hash", "trail_sequence", "trail_hash"]

    def pages(self) -> Pages:
        return {"<int:pk>/testo/": ("text", self.text_view), "<int:pk>/invia/": ("send", self.send_view)}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Seal]:
        return super().get_queryset(request).prefetch_related("letters__sent_by")

    def beside(self, request: HttpRequest, row: Seal) -> dict[str, Any]:
        return {
            "groups": groups(row.hash),
            "trail_groups": groups(row.trail_hash or ""),
            "now": timezone.now(),
            "letters": row.letters.all(),
            "acts": _acts(row),
        }

    def text_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The seal as a text file."""
        seal = get_object_or_404(Seal, pk=pk)
        if not self.has_view_permission(request, seal):
            raise PermissionDenied
        return HttpResponse(
            sealing.in_words(seal),
            content_type="text/plain; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="attestato-{seal.pk}.txt"'},
        )

    @method_decorator(require_POST)
    def send_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """E-mail a seal to the register of documents, once more if need be."""
        seal = get_object_or_404(Seal, pk=pk)
        if not self.has_view_permission(request, seal):
            raise PermissionDenied
        if sealing.send(seal, timezone.now(), by=colleague(request)):
            self.log_change(request, seal, SENT)
            messages.success(request, SENT)
        else:
            messages.error(request, NOT_SENT)
        return redirect("admin:subscribers_seal_change", pk)


def _acts(seal: Seal) -> Acts:
    """Sending a seal away is the next step until it has left once."""
    text = Act(label="Scarica come testo", address=reverse("admin:subscribers_seal_text", args=[seal.pk]))
    if not settings.PROTOCOL_EMAILS:
        return Acts(dark=text)
    page = reverse("admin:subscribers_seal_send", args=[seal.pk])
    if seal.letters.exists():
        again = Act(label="Manda di nuovo al protocollo", address=page, posts=True)
        return Acts(pale=text, menu=(again,))
    return Acts(dark=Act(label="Manda al protocollo", address=page, posts=True), pale=text)


def groups(hash: str) -> list[str]:
    """Split the digits of a hash into groups."""
    return [hash[start : start + GROUP] for start in range(0, len(hash), GROUP)]


@admin.register(RegisterCheck)
class RegisterCheckAdmin(ReadOnlyAdmin):
    """The verifications of the register, and what they found."""

    listed_on = PROOFS
    fields = ["outcome", "started_at", "finished_at", "count", "problems", "sentences"]
    readonly_fields = ["outcome", "sentences"]

    @admin.display(description="esito")
    def outcome(self, check: RegisterCheck) -> str:
        return badge("Intatto", "ok") if check.is_clean else badge("Non torna", "err")

    @admin.display(description="che cosa")
    def sentences(self, check: RegisterCheck) -> str:
        """The first hundred; who has the machine prints them all (`verify_consent_log`)."""
        if check.is_clean:
            return "Ogni riga è come è stata scritta."
        found = format_html_join("", "<li>{}</li>", ((sentence,) for sentence in check.findings))
        hidden = check.problems - len(check.findings)
        more = f"… e altri {hidden}: li elenca tutti chi amministra il sistema." if hidden else ""
        return format_html("<ol>{}</ol>{}", found, more)
