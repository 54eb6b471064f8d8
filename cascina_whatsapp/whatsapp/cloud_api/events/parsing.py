"""The parsing of a webhook's body to a list of events: this room says who reads which field."""

from collections.abc import Callable, Iterator
from typing import Any

from .account import read_account, read_template
from .change import WHATSAPP, Change, read_change
from .conversation import read_conversation
from .reading import NotAWebhook, decoded, mapping, word
from .vocabulary import Event, Unknown

__all__ = ["NotAWebhook", "parse"]

READERS: dict[str, Callable[[Change], Iterator[Event]]] = {
    "messages": read_conversation,
    "user_preferences": read_conversation,
    "message_template_status_update": read_template,
    "message_template_quality_update": read_template,
    "template_category_update": read_template,
    "account_update": read_account,
    "account_alerts": read_account,
    "business_capability_update": read_account,
    "phone_number_quality_update": read_account,
    "phone_number_name_update": read_account,
    "security": read_account,
}


def parse(body: bytes | str) -> list[Event]:
    """Every event of a webhook's body, in its order; what is odd becomes Unknown. Raises only NotAWebhook."""
    return list(_events(decoded(body)))


def _events(root: dict[str, Any]) -> Iterator[Event]:
    if root.get("object") != WHATSAPP or not isinstance(root.get("entry"), list):
        envelope = {"object": word(root.get("object"))}
        yield Unknown(field="", problem="not a webhook of WhatsApp", envelope=envelope)
        return
    for entry in map(mapping, root["entry"]):
        if not isinstance(entry.get("changes"), list):
            yield read_change(entry, {}).unknown("entry without changes")
            continue
        for change in entry["changes"]:
            yield from _change_events(read_change(entry, mapping(change)))


def _change_events(change: Change) -> Iterator[Event]:
    reader = READERS.get(change.field)
    if reader is None:
        yield change.unknown("a field that nobody reads")
    elif not change.value:
        yield change.unknown("nothing in it")
    else:
        yield from reader(change)
