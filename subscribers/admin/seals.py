# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What shows that the register is as it was written: the daily seals, to print, and the nightly checks."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from cascina_whatsapp.admin_parts import ReadOnlyAdmin, badge
from subscribers import sealing
from subscribers.models import RegisterCheck, Seal

GROUP = 4
"""Digits that one reads aloud in one breath."""


@admin.register(Seal)
class SealAdmin(ReadOnlyAdmin):
    """The daily seals; each has a page to print and a text for the register of documents."""

    list_display = ["name", "sealed_at", "count", "short_hash"]
    ordering = ["-pk"]
    sortable_by = []
    fields = ["sequence", "count", "sealed_at", "hash"]

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": "Sigilli del registro", **(extra_context or {})})

    def get_urls(self):
        text = self.admin_site.admin_view(self.text_view)
        return [path("<int:pk>/testo/", text, name="subscribers_seal_text"), *super().get_urls()]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj:
            context |= {"groups": groups(obj.hash), "now": timezone.now()}
        return super().render_change_form(request, context, add, change, form_url, obj)

    def text_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The seal as a text file."""
        seal = get_object_or_404(Seal, pk=pk)
        if not self.has_view_permission(request, seal):
            raise PermissionDenied
        return HttpResponse(
            sealing.in_words(seal),
            content_type="text/plain; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="sigillo-{seal.pk}.txt"'},
        )

    @admin.display(description="sigillo")
    def name(self, seal: Seal):
        return f"Sigillo {seal.pk}"

    @admin.display(description="impronta")
    def short_hash(self, seal: Seal):
        return f"{seal.hash[:12]}…"


def groups(hash: str) -> list[str]:
    """The digits in groups."""
    return [hash[start : start + GROUP] for start in range(0, len(hash), GROUP)]


@admin.register(RegisterCheck)
class RegisterCheckAdmin(ReadOnlyAdmin):
    """The verifications, and what they found."""

    list_display = ["started_at", "outcome", "count", "problems", "finished_at"]
    ordering = ["-pk"]
    sortable_by = []
    fields = ["outcome", "started_at", "finished_at", "count", "problems", "sentences"]
    readonly_fields = ["outcome", "sentences"]

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": "Verifiche del registro", **(extra_context or {})})

    @admin.display(description="esito")
    def outcome(self, check: RegisterCheck):
        return badge("Integro", "ok") if check.is_clean else badge("Non torna", "err")

    @admin.display(description="che cosa")
    def sentences(self, check: RegisterCheck):
        """The first hundred; `verify_consent_log` prints them all."""
        if check.is_clean:
            return "Ogni evento è come è stato scritto."
        found = format_html_join("", "<li>{}</li>", ((sentence,) for sentence in check.findings))
        hidden = check.problems - len(check.findings)
        more = f"… e altri {hidden}: manage.py verify_consent_log li elenca tutti." if hidden else ""
        return format_html("<ol>{}</ol>{}", found, more)
