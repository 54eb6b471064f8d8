# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What Meta says of our templates and of our account, to read."""

from django.contrib import admin

from broadcasts import report
from broadcasts.models import AccountNotice, NumberStanding, WhatsAppTemplate
from cascina_whatsapp.admin_parts import ReadOnlyAdmin, badge

GRADES = {"GREEN": ("ok", "alta"), "YELLOW": ("warn", "media"), "RED": ("err", "bassa")}
"""Meta's words for the number's quality → tone and ours."""


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


@admin.register(NumberStanding)
class NumberStandingAdmin(ReadOnlyAdmin):
    """The daily limit, the quality and the speed of our number; for whoever reads Meta's notices."""

    list_display = ["checked_at", "limit", "grade", "throughput", "name_status"]
    fields = ["checked_at", "limit", "grade", "throughput", "name_status"]
    readonly_fields = ["limit", "grade"]

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("broadcasts.view_accountnotice")

    @admin.display(description="persone al giorno")
    def limit(self, standing: NumberStanding):
        if standing.daily_limit is not None:
            return report.grouped(standing.daily_limit)
        return "senza limite" if standing.tier else "non ancora noto"

    @admin.display(description="qualità")
    def grade(self, standing: NumberStanding):
        tone, word = GRADES.get(standing.quality, ("quiet", standing.quality or "non nota"))
        return badge(word, tone)
