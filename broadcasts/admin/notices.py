# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What Meta tells of our account, to read."""

from typing import ClassVar

from django.contrib import admin

from broadcasts.models import AccountNotice
from cascina_whatsapp.components import ReadOnlyAdmin


@admin.register(AccountNotice)
class AccountNoticeAdmin(ReadOnlyAdmin):
    """Warnings, limits and restrictions, the newest first."""

    list_display = ["at", "field", "event"]
    list_filter = ["field"]
    unfiltered: ClassVar[dict[str, str]] = {"field": "Ogni avviso"}
