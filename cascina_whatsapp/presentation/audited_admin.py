"""The base of every page of the admin: what Django would log of an action goes into the trail instead."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest
from django.urls import URLPattern
from django.utils import timezone

from cascina_whatsapp.security import trail
from cascina_whatsapp.security.logs import scrub
from cascina_whatsapp.security.trail import Event

ADDED, CHANGED, DELETED = "aggiunta", "modifica", "eliminazione"


class Traced(admin.ModelAdmin):
    """The base of pages that note in the trail what they do. One with an event of its own names it in `traced_as`."""

    traced_as: ClassVar[Event] = Event.ADMIN_ACTION

    def get_urls(self) -> list[URLPattern]:
        """Leave out Django's page of what was done to a row: *Tracce* tells it."""
        return [page for page in super().get_urls() if not str(page.name).endswith("_history")]

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]  # no row
        self._trace(request, [obj], ADDED, _words(message))

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]  # no row
        if message:  # a form that changes nothing leaves no trace
            self._trace(request, [obj], CHANGED, _words(message))

    def log_deletions(self, request: HttpRequest, queryset: Any) -> None:  # type: ignore[override]  # no row
        self._trace(request, queryset, DELETED, "")

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
