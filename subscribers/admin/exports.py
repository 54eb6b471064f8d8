# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Exports of the register: who took what away, and why."""

from django.contrib import admin

from cascina_whatsapp.admin_parts import ReadOnlyAdmin
from subscribers.models import RegisterExport


@admin.register(RegisterExport)
class RegisterExportAdmin(ReadOnlyAdmin):
    """All exports, for the data-protection officer; for others, their own."""

    list_display = ["requested_at", "requested_by", "reason", "format", "status", "total"]
