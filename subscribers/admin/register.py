# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The register of consents: to read. `exports` takes it away."""

from django.contrib import admin

from cascina_whatsapp.admin_parts import ReadOnlyAdmin
from subscribers.models import ConsentRecord


@admin.register(ConsentRecord)
class ConsentRecordAdmin(ReadOnlyAdmin):
    """The register. It knows people by their pseudonyms only."""

    list_display = ["id", "kind", "who", "at_whatsapp", "words", "channel", "took_effect"]
    list_filter = ["kind", "channel", "took_effect", "recorded_at"]
    list_select_related = ["announcement", "notice", "confirmation", "actor"]
    ordering = ["-pk"]
    sortable_by = []
    exclude = ["pseudonym", "message_digest"]
    readonly_fields = ["who"]

    @admin.display(description="pseudonimo")
    def who(self, record: ConsentRecord) -> str:
        return f"{record.pseudonym[:12]}…"
