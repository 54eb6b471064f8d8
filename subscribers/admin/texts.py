# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the service says by itself, version by version."""

from django.contrib import admin

from cascina_whatsapp.admin_parts import ReadOnlyAdmin
from subscribers.models import ServiceText


@admin.register(ServiceText)
class ServiceTextAdmin(ReadOnlyAdmin):
    """What the service says by itself, version by version."""

    list_display = ["key", "version", "in_force_from"]
    list_filter = ["key"]
