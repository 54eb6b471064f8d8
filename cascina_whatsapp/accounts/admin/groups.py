# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The groups, to read: what they may do is the program's, and who is in them is asked for with the account."""

from typing import Any

from django.contrib import admin
from django.contrib.auth import admin as djangos_own  # noqa: F401
from django.contrib.auth.models import Group
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse

from cascina_whatsapp.accounts import group_rules
from cascina_whatsapp.components import ReadOnlyAdmin

admin.site.unregister(Group)  # Django's own page, which that module registered


@admin.register(Group)
class StaffGroupAdmin(ReadOnlyAdmin):
    """Nobody changes a group's rights from a page, not even who has all powers."""

    list_display = ["name", "sees", "members"]
    sortable_by = []
    ordering = ["name"]
    fields = ["name", "sees", "rights"]
    readonly_fields = ["sees", "rights"]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().changelist_view(request, {"title": "Gruppi"})

    def get_queryset(self, request: HttpRequest) -> QuerySet[Group]:
        groups: QuerySet[Group] = super().get_queryset(request).annotate(people=Count("user"))
        return groups

    @admin.display(description="che cosa vede")
    def sees(self, group: Group) -> str:
        if not group_rules.sees_content(group.name):
            return "né messaggi né numeri"
        return group_rules.SEES.get(group.name, "non è scritto")

    @admin.display(description="persone")
    def members(self, group: Group) -> int:
        return int(getattr(group, "people", 0))

    @admin.display(description="può")
    def rights(self, group: Group) -> str:
        return ", ".join(group.permissions.values_list("name", flat=True))
