# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The nights' retention, to read; and the record of processing, to print."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.safestring import SafeString

from cascina_whatsapp.admin_parts import ReadOnlyAdmin, badge
from cascina_whatsapp.privacy import processing
from cascina_whatsapp.privacy.models import RetentionRun


@admin.register(RetentionRun)
class RetentionRunAdmin(ReadOnlyAdmin):
    """What went each night, by kind of data; and what did not go, and why."""

    list_display = ["started_at", "state", "went", "finished_at"]
    sortable_by = []
    fields = ["started_at", "finished_at", "state"]
    readonly_fields = ["state"]
    change_list_template = "admin/privacy/retentionrun/change_list.html"
    change_form_template = "admin/privacy/retentionrun/change_form.html"

    def get_urls(self):
        view = self.admin_site.admin_view(self.record_view)
        return [path("record/", view, name="privacy_retentionrun_record"), *super().get_urls()]

    def record_view(self, request: HttpRequest) -> HttpResponse:
        """The record of processing activities (art. 30), on one page to print."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": "Registro delle attività di trattamento",
            "opts": self.opts,
            "sections": processing.sections(),
            "headings": processing.HEADINGS,
            "now": timezone.now(),
        }
        return TemplateResponse(request, "admin/privacy/retentionrun/record.html", context)

    @admin.display(description="esito")
    def state(self, run: RetentionRun) -> SafeString:
        if run.problem:
            return badge("Non riuscita del tutto", "err")
        return badge("Riuscita", "ok") if run.finished_at else badge("In corso o interrotta", "warn")

    @admin.display(description="eliminati")
    def went(self, run: RetentionRun) -> int:
        return sum(line["count"] for line in run.lines)
