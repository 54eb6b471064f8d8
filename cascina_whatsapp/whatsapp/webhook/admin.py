"""The list for the system administrator of what could not be processed. Never its words."""

from typing import ClassVar

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from cascina_whatsapp.presentation.components import ReadOnlyAdmin

from . import dead_letters
from .models import DeadLetter
from .redacted_shape import shape


@admin.register(DeadLetter)
class DeadLetterAdmin(ReadOnlyAdmin):
    """The list of events to try again once the cause is mended. Nobody drops one: it may be somebody's goodbye."""

    list_display = ["row", "kind", "error", "at"]
    list_filter = ["kind"]
    unfiltered: ClassVar[dict[str, str]] = {"kind": "Ogni notifica"}
    fields = ["kind", "error", "at", "outline"]
    readonly_fields = ["outline"]
    actions = ["retry"]

    @admin.display(description="notifica")
    def row(self, event: DeadLetter) -> str:
        return f"n. {event.pk}"

    @admin.display(description="struttura")
    def outline(self, event: DeadLetter) -> str:
        """The body's shape in place of the body, which may hold personal data."""
        return shape(bytes(event.body))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        """Leave bodies out of the list: it doesn't need up to 3 MB a row."""
        return super().get_queryset(request).defer("body")

    def has_retry_permission(self, request: HttpRequest) -> bool:
        """Tell Django whether the action below is allowed."""
        return request.user.has_perm("webhook.retry_deadletter")

    @admin.action(description="Riprova", permissions=["retry"])
    def retry(self, request: HttpRequest, queryset: QuerySet[DeadLetter]) -> None:
        """Put dead letters back among the posts: the next tick processes them."""
        events = list(queryset)
        for event in events:
            self.log_change(request, event, "Rimessa in coda")
            dead_letters.retry(event)
        self.message_user(request, f"Rimesse in coda: {len(events)}.", messages.SUCCESS)
