# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The register of consents: to read, and to take away."""

from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from import_export.admin import ExportMixin
from import_export.formats.base_formats import CSV, XLSX
from import_export.forms import ExportForm

from cascina_whatsapp.admin_parts import ReadOnlyAdmin
from subscribers.models import ConsentRecord
from subscribers.resources import ConsentRecordResource


@admin.register(ConsentRecord)
class ConsentRecordAdmin(ExportMixin, ReadOnlyAdmin):
    """The register. It knows people by their pseudonyms only."""

    list_display = ["id", "kind", "who", "at_whatsapp", "words", "channel", "took_effect"]
    list_filter = ["kind", "channel", "took_effect", "recorded_at"]
    list_select_related = ["announcement", "notice", "confirmation", "actor"]
    ordering = ["-pk"]
    sortable_by = []
    exclude = ["pseudonym", "message_digest"]
    readonly_fields = ["who"]
    resource_classes = [ConsentRecordResource]
    formats = [CSV, XLSX]
    export_form_class = ExportForm  # the other one has an inline script

    @admin.display(description="pseudonimo")
    def who(self, record: ConsentRecord) -> str:
        return f"{record.pseudonym[:12]}…"

    def get_export_data(self, file_format, request, queryset, **kwargs):
        """An export leaves a trace: who, when, how many rows."""
        data = super().get_export_data(file_format, request, queryset, **kwargs)
        LogEntry.objects.create(
            user=request.user,
            content_type=ContentType.objects.get_for_model(ConsentRecord),
            object_repr=str(ConsentRecord._meta.verbose_name_plural),
            action_flag=CHANGE,
            change_message=f"Esportati {queryset.count()} eventi.",
        )
        return data
