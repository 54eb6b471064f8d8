"""The fields about templates, the account and our number: nothing here is about a person."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from cascina_whatsapp.whatsapp.cloud_api.errors import redacted

from .change import Change
from .reading import MalformedEvent, moment, text, word
from .vocabulary import AccountUpdate, Event, TemplateUpdate

_DETAIL_DEPTH = 3
"""Levels of Meta's objects that are looked into for details; its own go two deep."""


def read_template(change: Change) -> Iterator[Event]:
    """News of a template, told by what the value holds: an example of Meta's has quality under status."""
    value = change.value
    if "new_quality_score" in value:
        yield _update(change, kind="quality", quality=word(value.get("new_quality_score")))
    elif "correct_category" in value:
        yield _update(
            change,
            kind="category",
            event="IMPENDING",
            category=word(value["correct_category"]),
            takes_effect=_moment(value.get("category_update_timestamp")),
        )
    elif "new_category" in value:
        yield _update(change, kind="category", event="COMPLETED", category=word(value["new_category"]))
    elif "event" in value:
        reason = word(value.get("reason"))
        yield _update(
            change,
            kind="status",
            event=word(value.get("event")),
            reason="" if reason == "NONE" else reason,
            category=word(value.get("message_template_category")),
        )
    else:
        yield change.unknown("no news of a template that we know")


def read_account(change: Change) -> Iterator[Event]:
    """News of the account or of our number."""
    value = change.value
    names = (word(value.get(name)) for name in ("event", "alert_type", "decision"))
    yield AccountUpdate(
        field=change.field,
        event=next(filter(None, names), ""),
        details=dict(_details(value)),
        envelope=change.whole_envelope(value),
    )


def _moment(value: object) -> datetime | None:
    """Read a moment; None where Meta names none that can be."""
    try:
        return moment(value)
    except MalformedEvent:
        return None


def _update(change: Change, **news: Any) -> TemplateUpdate:
    return TemplateUpdate(
        name=text(change.value.get("message_template_name")),
        language=_language(word(change.value.get("message_template_language"))),
        envelope=change.whole_envelope(change.value),
        **news,
    )


def _language(code: str) -> str:
    """Write a language code as Meta wants it sent, it_IT; in webhooks it writes it-IT."""
    language, _, country = code.replace("-", "_").partition("_")
    return f"{language.lower()}_{country.upper()}" if country else language.lower()


def _details(
    value: object, path: str = "", depth: int = _DETAIL_DEPTH
) -> Iterator[tuple[str, str | int | float]]:
    if isinstance(value, bool | int | float):
        yield path, value
    elif isinstance(value, str):
        yield path, redacted(value)
    elif depth and isinstance(value, dict | list):
        members = value.items() if isinstance(value, dict) else enumerate(value)
        for name, member in members:
            yield from _details(member, f"{path}.{name}" if path else str(name), depth - 1)
