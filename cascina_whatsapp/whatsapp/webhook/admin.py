"""The list for the system administrator of what could not be processed. Never its words."""

import json
from typing import ClassVar

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from cascina_whatsapp.presentation.components import ReadOnlyAdmin

from .models import DeadLetter


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
            event.retry()
        self.message_user(request, f"Rimesse in coda: {len(events)}.", messages.SUCCESS)


KINDS = {str: "testo", bool: "sì/no", int: "numero", float: "numero", type(None): "niente"}
DEEPEST = 30
UNREADABLE = "Non è JSON."


def shape(body: bytes) -> str:
    """The names in the JSON and the kinds of their values, indented, to compare with Meta's documentation."""
    try:
        return json.dumps(_outline(json.loads(body)), indent=2, ensure_ascii=False)
    except (ValueError, RecursionError):
        return UNREADABLE


def _outline(value: object, depth: int = 0) -> object:
    if depth > DEEPEST:
        return "…"
    if isinstance(value, dict):
        return {_name(name): _outline(member, depth + 1) for name, member in value.items()}
    if isinstance(value, list):
        found: list[object] = []
        for outline in (_outline(item, depth + 1) for item in value):
            if outline not in found:
                found.append(outline)
        return found
    return KINDS[type(value)]


def _name(name: str) -> str:
    """Return a name that is a word, as Meta's are; "…" for anything else, which might be somebody's."""
    return name if name.replace("_", "").isalpha() and name.isascii() else "…"
