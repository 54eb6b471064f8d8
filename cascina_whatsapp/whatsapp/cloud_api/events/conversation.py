"""The fields `messages` and `user_preferences`: what people write or refuse, what became of our messages."""

from collections.abc import Callable, Iterator
from typing import Any

from cascina_whatsapp.whatsapp.cloud_api.errors import redacted
from cascina_whatsapp.whatsapp.cloud_api.people import person

from .change import Change
from .reading import MalformedEvent, kept, mapping, mappings, moment, plain, text, whole_number, word
from .vocabulary import (
    AccountError,
    Event,
    IdentityChange,
    InboundMessage,
    PreferenceChange,
    StatusUpdate,
)

_CAPTIONED = ("image", "video", "document")
_REPLY = plain("id", "title")

# What an envelope keeps of each part: what is read below, and nothing that a person sent besides.
_MESSAGE = {
    **plain("id", "from", "from_user_id", "from_parent_user_id", "timestamp", "type", "group_id"),
    "context": plain("id", "forwarded", "frequently_forwarded"),
    "text": plain("body"),
    "button": plain("text", "payload"),
    "interactive": {"button_reply": _REPLY, "list_reply": _REPLY},
    **{kind: plain("caption") for kind in _CAPTIONED},
    "unsupported": plain("type"),
    "system": plain(
        "type", "wa_id", "user_id", "previous_user_id", "parent_user_id", "previous_parent_user_id"
    ),
}
_STATUS = {
    **plain("id", "status", "timestamp", "recipient_id", "recipient_user_id", "recipient_parent_user_id"),
    **plain("biz_opaque_callback_data"),
    "pricing": plain("type", "pricing_type", "category"),
}
_PREFERENCE = plain("wa_id", "user_id", "parent_user_id", "category", "value", "timestamp")
_ERROR = plain("code", "title", "message")

# `system.type` → kind of identity change (Meta, system messages).
_IDENTITY_KINDS = {
    "user_changed_number": "changed_number",
    "user_changed_user_id": "changed_user_id",
    "customer_identity_changed": "identity_changed",
}


def read_conversation(change: Change) -> Iterator[Event]:
    """The events of every part that the value has."""
    parts = [part for part in _PARTS if part in change.value]
    if not parts:
        yield change.unknown("no part that we know")
    for part in parts:
        yield from _read_part(change, part)


def _read_part(change: Change, part: str) -> Iterator[Event]:
    if not isinstance(change.value[part], list):
        yield change.unknown("not a list", kind=part)
        return
    read, prune = _PARTS[part]
    for item in map(prune, map(mapping, change.value[part])):
        try:
            yield read(change, item)
        except MalformedEvent as odd:
            kind = word(item.get("type")) or part
            yield change.unknown(str(odd), kind=kind, envelope=change.envelope(part, item))


def _read_message(change: Change, item: dict[str, Any]) -> Event:
    if item.get("type") == "system":
        return _read_identity(change, item)
    sender = change.person(item.get("from"), item.get("from_user_id"), item.get("from_parent_user_id"))
    if not sender:
        raise MalformedEvent("no sender")
    words, choice = _answer(item)
    kind = word(item.get("type"))
    context = mapping(item.get("context"))
    return InboundMessage(
        id=_told(text, item, "id"),
        at=moment(item.get("timestamp")),
        sender=sender,
        kind=kind,
        text=words,
        choice=choice,
        caption=text(mapping(item.get(kind)).get("caption")) if kind in _CAPTIONED else "",
        forwarded=bool(context.get("forwarded") or context.get("frequently_forwarded")),
        group_id=text(item.get("group_id")),
        phone_number_id=change.phone_number_id,
        envelope=change.envelope("messages", item, sender),
    )


def _answer(item: dict[str, Any]) -> tuple[str, str]:
    """Read what the person wrote or read on the button, and our id of the button."""
    if item.get("type") == "text":
        return text(mapping(item.get("text")).get("body")), ""
    if item.get("type") == "button":
        button = mapping(item.get("button"))
        return text(button.get("text")), text(button.get("payload"))
    if item.get("type") == "interactive":
        interactive = mapping(item.get("interactive"))
        reply = interactive.get("button_reply") or interactive.get("list_reply") or {}
        return text(reply.get("title")), text(reply.get("id"))
    return "", ""


def _read_identity(change: Change, item: dict[str, Any]) -> IdentityChange:
    system = mapping(item.get("system"))
    kind = _IDENTITY_KINDS.get(word(system.get("type")))
    if kind is None:
        raise MalformedEvent("a system message that we do not know")
    before = person(
        text(item.get("from")),
        text(system.get("previous_user_id")) or text(item.get("from_user_id")),
        text(system.get("previous_parent_user_id")) or text(item.get("from_parent_user_id")),
    )
    after = person(text(system.get("wa_id")), text(system.get("user_id")), text(system.get("parent_user_id")))
    if not before:
        raise MalformedEvent("no sender")
    return IdentityChange(
        kind=kind,
        id=_told(text, item, "id"),
        at=moment(item.get("timestamp")),
        before=before,
        after=after,
        phone_number_id=change.phone_number_id,
        envelope=change.envelope("messages", item),
    )


def _read_status(change: Change, item: dict[str, Any]) -> StatusUpdate:
    recipient = change.person(
        item.get("recipient_id"), item.get("recipient_user_id"), item.get("recipient_parent_user_id")
    )
    error = next(mappings(item.get("errors")), {})
    pricing = mapping(item.get("pricing"))
    return StatusUpdate(
        wamid=_told(text, item, "id"),
        status=_told(word, item, "status"),
        at=moment(item.get("timestamp")),
        reference=text(item.get("biz_opaque_callback_data")),
        recipient=recipient,
        error_code=whole_number(error.get("code")),
        pricing_type=word(pricing.get("type")) or word(pricing.get("pricing_type")),
        phone_number_id=change.phone_number_id,
        envelope=change.envelope("statuses", item, recipient),
    )


def _read_preference(change: Change, item: dict[str, Any]) -> PreferenceChange:
    someone = change.person(item.get("wa_id"), item.get("user_id"), item.get("parent_user_id"))
    if not someone:
        raise MalformedEvent("nobody named")
    return PreferenceChange(
        person=someone,
        category=word(item.get("category")),
        value=word(item.get("value")),
        at=moment(item.get("timestamp")),
        phone_number_id=change.phone_number_id,
        envelope=change.envelope("user_preferences", item, someone),
    )


def _told(read: Callable[[object], str], item: dict[str, Any], name: str) -> str:
    if found := read(item.get(name)):
        return found
    raise MalformedEvent(f"no {name}")


def _pruned_status(item: dict[str, Any]) -> dict[str, Any]:
    errors = [kept(error, _ERROR) for error in mappings(item.get("errors"))]
    return kept(item, _STATUS) | ({"errors": errors} if errors else {})


_PARTS: dict[
    str, tuple[Callable[[Change, dict[str, Any]], Event], Callable[[dict[str, Any]], dict[str, Any]]]
] = {
    "messages": (_read_message, lambda item: kept(item, _MESSAGE)),
    "statuses": (_read_status, _pruned_status),
    "user_preferences": (_read_preference, lambda item: kept(item, _PREFERENCE)),
    "errors": (
        lambda change, item: AccountError(
            code=whole_number(item.get("code")),
            title=redacted(text(item.get("title")) or text(item.get("message"))),
            phone_number_id=change.phone_number_id,
            envelope=change.envelope("errors", item),
        ),
        lambda item: kept(item, _ERROR),
    ),
}
