# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The nights' retention, to read; and the record of processing, to print."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.safestring import SafeString

from cascina_whatsapp.presentation.components import ReadOnlyAdmin, badge, page_context
from cascina_whatsapp.privacy import processing, retention
from cascina_whatsapp.privacy.models import RetentionRun


@admin.register(RetentionRun)
class RetentionRunAdmin(ReadOnlyAdmin):
    """The list of nights of retention: what went, by kind of data; and what did not go, and why."""

    list_display = ["started_at", "state", "went", "finished_at"]
    sortable_by = []
    fields = ["started_at", "finished_at", "state"]
    readonly_fields = ["state"]
    change_list_template = "admin/privacy/retentionrun/change_list.html"
    change_form_template = "admin/privacy/retentionrun/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(f"{name}/", self.admin_site.admin_view(view), name=f"privacy_retentionrun_{name}")
            for name, view in (("record", self.record_view), ("trial", self.trial_view))
        ]
        return own + super().get_urls()

    def record_view(self, request: HttpRequest) -> HttpResponse:
        """The record of processing activities (art. 30), on one page to print."""
        return self._page(
            request,
            "record",
            title="Registro delle attività di trattamento",
            sections=processing.sections(),
            headings=processing.HEADINGS,
        )

    def trial_view(self, request: HttpRequest) -> HttpResponse:
        """Show what would go if the night were now; nothing does."""
        return self._page(
            request,
            "trial",
            title="Che cosa andrebbe via adesso",
            night=lambda: retention.run(timezone.now(), dry=True),
        )

    def _page(self, request: HttpRequest, name: str, title: str, **shown: Any) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        head = page_context(self, request, title)
        context = head | {"now": timezone.now()} | shown
        return TemplateResponse(request, f"admin/privacy/retentionrun/{name}.html", context)

    @admin.display(description="esito")
    def state(self, run: RetentionRun) -> SafeString:
        if run.problem:
            return badge("Non riuscita del tutto", "err")
        return badge("Riuscita", "ok") if run.finished_at else badge("In corso o interrotta", "warn")

    @admin.display(description="eliminati")
    def went(self, run: RetentionRun) -> int:
        return sum(line["count"] for line in run.lines)
