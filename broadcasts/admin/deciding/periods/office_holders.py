"""The names of who holds an office or stands for one: the form of each; all of them stand on the page *Elezioni*."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from cascina_whatsapp.elections.models import OfficeHolder
from cascina_whatsapp.presentation.components import OwnFiltersOnly


@admin.register(OfficeHolder)
class OfficeHolderAdmin(OwnFiltersOnly):
    """The forms of the names that a message should not carry in an electoral period."""

    actions = None

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Lead to the page on which the names stand, for who may see them."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return redirect("admin:elections_electoralperiod_changelist")
