"""The base of every page of the admin: an action that Django logs goes into the trail, too."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from cascina_whatsapp.security import trail
from cascina_whatsapp.security.logs import scrub
from cascina_whatsapp.security.trail import Event

ADDED, CHANGED, DELETED = "aggiunta", "modifica", "eliminazione"


class Traced(admin.ModelAdmin):
    """The base of pages that note in the trail what they do. One with an event of its own names it in `traced_as`."""

    traced_as: ClassVar[Event] = Event.ADMIN_ACTION

    @method_decorator(require_safe)
    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show Django's page, which has no form; a post would lock rows outside of a transaction."""
        return super().history_view(request, object_id, extra_context)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> LogEntry:
        entry = super().log_addition(request, obj, message)
        self._trace(request, [obj], ADDED, _words(message))
        return entry

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> LogEntry:
        entry = super().log_change(request, obj, message)
        self._trace(request, [obj], CHANGED, _words(message))
        return entry

    def log_deletions(self, request: HttpRequest, queryset: Any) -> list[LogEntry]:
        going: Sequence[Model] = list(queryset)
        entries = super().log_deletions(request, queryset)
        self._trace(request, going, DELETED, "")
        return entries

    def _trace(self, request: HttpRequest, rows: Iterable[Model], what: str, message: str) -> None:
        """One record a row: which, by its number and not by its words, and what Django wrote of it."""
        if not isinstance(request.user, User):
            raise PermissionDenied
        for row in rows:
            about = f"{row._meta.verbose_name} {row.pk}"
            details = {"what": what, "model": row._meta.label_lower, "message": scrub(message)}
            trail.record(self.traced_as, by=request.user, now=timezone.now(), about=about, details=details)


def _words(message: Any) -> str:
    """Write what a page says of a change, or the names of the fields in Django's list; never what was in them."""
    if isinstance(message, str):
        return message
    parts = [part for change in message for part in change.values()]
    return ", ".join(
        str(field) for part in parts for field in part.get("fields", [part.get("name", "")]) if field
    )
