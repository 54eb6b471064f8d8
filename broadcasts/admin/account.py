# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What Meta says of our templates and of our account, to read."""

from django.contrib import admin

from broadcasts.models import AccountNotice, WhatsAppTemplate
from cascina_whatsapp.admin_parts import ReadOnlyAdmin, badge


@admin.register(WhatsAppTemplate)
class WhatsAppTemplateAdmin(ReadOnlyAdmin):
    """Which templates can be sent, and why the others can't."""

    list_display = ["name", "state", "category", "quality", "reason", "synchronised_at"]
    fields = ["name", "language", "state", "category", "quality", "reason", "synchronised_at"]
    readonly_fields = ["state"]

    @admin.display(description="stato", ordering="status")
    def state(self, template: WhatsAppTemplate):
        return badge(template.status, "ok" if template.is_usable else "err")


@admin.register(AccountNotice)
class AccountNoticeAdmin(ReadOnlyAdmin):
    """Warnings, limits and restrictions, the newest first."""

    list_display = ["at", "field", "event"]
    list_filter = ["field"]
