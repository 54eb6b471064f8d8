"""The lists for the system administrator of what waits to be processed, and what could not be. Never its words."""

from typing import ClassVar

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from cascina_whatsapp.presentation.components import ReadOnlyAdmin

from . import dead_letters
from .models import DeadLetter, WebhookPost
from .redacted_shape import shape


class ShapeAdmin(ReadOnlyAdmin):
    """The admin list that shows a body's shape in place of the body, which may hold personal data."""

    @admin.display(description="notifica")
    def row(self, post: WebhookPost | DeadLetter) -> str:
        return f"n. {post.pk}"

    @admin.display(description="struttura")
    def outline(self, post: WebhookPost | DeadLetter) -> str:
        return shape(bytes(post.body))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        """Leave bodies out of lists: they don't need up to 3 MB a row."""
        return super().get_queryset(request).defer("body")


@admin.register(WebhookPost)
class WebhookPostAdmin(ShapeAdmin):
    """The list of posts, normally empty: a second after it came, a post has been processed."""

    list_display = ["row", "received_at"]
    fields = ["received_at", "outline"]
    readonly_fields = ["outline"]
    ordering = ["pk"]


@admin.register(DeadLetter)
class DeadLetterAdmin(ShapeAdmin):
    """The list of events to try again once the cause is mended. Nobody drops one: it may be somebody's goodbye."""

    list_display = ["row", "kind", "error", "at"]
    list_filter = ["kind"]
    unfiltered: ClassVar[dict[str, str]] = {"kind": "Ogni notifica"}
    fields = ["kind", "error", "at", "outline"]
    readonly_fields = ["outline"]
    actions = ["retry"]

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
