"""The groups, to read: what they may do is the program's, and who is in them is asked for with the account."""

from typing import Any

from django.contrib import admin
from django.contrib.auth import admin as djangos_own  # noqa: F401
from django.contrib.auth.models import Group, Permission
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from cascina_whatsapp.accounts import group_rules
from cascina_whatsapp.presentation.components import ReadOnlyAdmin

VERBS = {"add": "aggiungere", "change": "modificare", "delete": "eliminare", "view": "vedere"}
"""The rights that Django knows for every model, by the beginning of a permission's name."""

admin.site.unregister(Group)  # Django's own page, which that module registered


@admin.register(Group)
class StaffGroupAdmin(ReadOnlyAdmin):
    """The list of groups, to read: nobody changes a group's rights from a page, not even who has all powers."""

    list_display = ["name", "sees", "members"]
    sortable_by = []
    ordering = ["name"]
    fields = ["sees", "rights"]
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
    def rights(self, group: Group) -> SafeString:
        allowed = group.permissions.select_related("content_type")
        each = sorted((in_words(permission),) for permission in allowed)
        return format_html('<ul class="points">{}</ul>', format_html_join("", "<li>{}</li>", each))


def in_words(permission: Permission) -> str:
    """Say in Italian what a permission allows: "vedere messaggi", "approvare i testi"."""
    model = permission.content_type.model_class()
    if model is None:  # of a table that is no more
        return permission.name
    verb = VERBS.get(permission.codename.partition("_")[0])
    own = dict(model._meta.permissions).get(permission.codename)
    if own is None and verb:
        return f"{verb} {model._meta.verbose_name_plural}"
    return str(own or permission.name).removeprefix("Può ")
