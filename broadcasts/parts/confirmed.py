"""A list whose rows could stop what leaves: whoever writes there first proves again who they are."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from cascina_whatsapp.accounts.reauthentication import ask_again
from cascina_whatsapp.presentation.components import OwnFiltersOnly


class Confirmed(OwnFiltersOnly):
    """A list whose rows are added, changed and deleted by who has just proven who they are."""

    def changeform_view(self, request: HttpRequest, object_id: str | None = None, *args: Any) -> HttpResponse:
        may = self.has_change_permission(request) if object_id else self.has_add_permission(request)
        question = ask_again(request) if may and request.method == "POST" else None
        return question or super().changeform_view(request, object_id, *args)

    def delete_view(self, request: HttpRequest, object_id: str, *args: Any) -> HttpResponse:
        may = self.has_delete_permission(request) and request.method == "POST"
        question = ask_again(request) if may else None
        return question or super().delete_view(request, object_id, *args)
