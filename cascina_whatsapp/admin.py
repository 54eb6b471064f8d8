# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Staff accounts: who has no superuser's powers can give nobody, not even themselves, more than a group."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import ManyToManyField
from django.forms import CheckboxSelectMultiple, ModelMultipleChoiceField
from django.http import HttpRequest

from .components import OwnFiltersOnly

POWERS = ["is_superuser", "user_permissions"]


class StaffUserAdmin(OwnFiltersOnly, UserAdmin):
    """Django's page of accounts, with the powers beyond the groups kept for superusers."""

    actions = None
    filter_horizontal = ["user_permissions"]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        dates = ["last_login", "date_joined"]
        return dates if request.user.is_superuser else [*dates, *POWERS]

    def formfield_for_manytomany(
        self, db_field: ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> ModelMultipleChoiceField | None:
        """Four groups need no double list, whose script breaks a rule of accessibility."""
        if db_field.name == "groups":
            kwargs["widget"] = CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """A superuser's account, password included, is for superusers."""
        beyond = obj is not None and obj.is_superuser and not request.user.is_superuser
        return super().has_change_permission(request, obj) and not beyond


class StaffGroupAdmin(OwnFiltersOnly, GroupAdmin):
    """Django's page of groups."""


admin.site.unregister([User, Group])
admin.site.register(User, StaffUserAdmin)
admin.site.register(Group, StaffGroupAdmin)
