"""The words and acts of citizens, as the items of `messages` and `user_preferences` in a webhook."""

import secrets
from typing import Any

from .citizens import Citizen
from .sent_messages import CitizenMessage, new_wamid

# Kinds that do not open the 24-hour window (not documented by Meta: assumed not to).
SILENT_KINDS = {"reaction", "edit", "unsupported"}
FILE_TYPES = {
    "image": "image/jpeg",
    "video": "video/mp4",
    "audio": "audio/ogg; codecs=opus",
    "document": "application/pdf",
    "sticker": "image/webp",
}


class NotSayable(ValueError):
    """The request says nothing or something unknown; str() is the reason, in English."""


def say(citizen: Citizen, words: dict[str, Any], now: float) -> CitizenMessage:
    """The citizen says the words of a control request; the window opens. Raises NotSayable."""
    kind, content = content_of(words)
    at = float(words.get("timestamp", now))
    message = _heading(citizen, words.get("wamid") or new_wamid(_shown(citizen)), at) | content
    if context := _context(words):
        message["context"] = context
    if kind not in SILENT_KINDS:
        citizen.last_spoke_at = max(citizen.last_spoke_at, at)
    return CitizenMessage(at=at, citizen=citizen, wamid=message["id"], message=message)


def content_of(words: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The kind, and the part of the message that depends on it. Raises NotSayable."""
    if "text" in words and "kind" not in words:
        return "text", {"type": "text", "text": {"body": str(words["text"])}}
    if "button" in words:
        return "button", interactive("button_reply", words["button"])
    if "list" in words:
        return "list", interactive("list_reply", words["list"])
    if "quick_reply" in words:
        pressed = words["quick_reply"]
        button = {"payload": pressed.get("payload", pressed.get("text", "")), "text": pressed.get("text", "")}
        return "quick_reply", {"type": "button", "button": button}
    kind = str(words.get("kind", ""))
    if kind not in KINDS:
        raise NotSayable("give text, button, list, quick_reply, or kind: " + ", ".join(KINDS))
    return kind, KINDS[kind](kind, words)


def interactive(kind: str, choice: dict[str, Any]) -> dict[str, Any]:
    """The answer to reply buttons or to a list."""
    return {"type": "interactive", "interactive": {"type": kind, kind: choice}}


def file(kind: str, words: dict[str, Any]) -> dict[str, Any]:
    """A picture, a voice message, a document …"""
    part: dict[str, Any] = {
        "id": str(secrets.randbelow(10**15)),
        "mime_type": FILE_TYPES[kind],
        "sha256": secrets.token_urlsafe(32),
    }
    if words.get("caption"):
        part["caption"] = str(words["caption"])
    if kind == "audio":
        part["voice"] = True
    if kind == "document":
        part["filename"] = "documento.pdf"
    return {"type": kind, kind: part}


def location(kind: str, words: dict[str, Any]) -> dict[str, Any]:
    """A position: the square of the town hall."""
    return {"type": "location", "location": {"latitude": 43.6764, "longitude": 10.5476}}


def reaction(kind: str, words: dict[str, Any]) -> dict[str, Any]:
    """A thumb up on a message."""
    return {"type": "reaction", "reaction": {"message_id": words.get("context", ""), "emoji": "👍"}}


def unsupported(kind: str, words: dict[str, Any]) -> dict[str, Any]:
    """Write a message that the Cloud API does not pass on, such as an edited one."""
    error = {
        "code": 131051,
        "title": "Message type unknown",
        "message": "Message type unknown",
        "error_data": {"details": "Message type is currently not supported."},
    }
    what = "edit" if kind == "edit" else "poll"
    return {"type": "unsupported", "unsupported": {"type": what}, "errors": [error]}


KINDS = dict.fromkeys(FILE_TYPES, file) | {
    "location": location,
    "reaction": reaction,
    "edit": unsupported,
    "unsupported": unsupported,
}


def _shown(citizen: Citizen) -> str:
    """Return a citizen's number if the citizen shows it; otherwise ""."""
    return citizen.phone if citizen.shares_number else ""


def changed_number(citizen: Citizen, before: dict[str, Any], now: float) -> dict[str, Any]:
    """The system message about another number; `before` holds the phone and BSUID that were."""
    system = {
        "type": "user_changed_number",
        "body": "The user changed their phone number",
        "wa_id": citizen.phone[1:],
        "user_id": citizen.bsuid,
        "previous_user_id": before["bsuid"],
    }
    heading = {"from": before["phone"][1:], "id": new_wamid(before["phone"]), "timestamp": str(int(now))}
    return heading | {"type": "system", "system": system}


def changed_bsuid(citizen: Citizen, before: dict[str, Any], now: float) -> dict[str, Any]:
    """The system message about another BSUID: it carries no number."""
    system = {
        "type": "user_changed_user_id",
        "body": "The user id of the user changed",
        "user_id": citizen.bsuid,
        "previous_user_id": before["bsuid"],
    }
    return {"id": new_wamid(), "timestamp": str(int(now)), "type": "system", "system": system}


def preference(citizen: Citizen, value: str, now: float) -> dict[str, Any]:
    """The citizen pressed "stop" or "resume" inside WhatsApp; here the timestamp is a number."""
    wa_id = citizen.visible_wa_id
    return ({"wa_id": wa_id} if wa_id else {}) | {
        "user_id": citizen.bsuid,
        "detail": f"User requested to {value} marketing messages",
        "category": "marketing_messages",
        "value": value,
        "timestamp": int(now),
    }


def _heading(citizen: Citizen, wamid: str, at: float) -> dict[str, Any]:
    wa_id = citizen.visible_wa_id
    return ({"from": wa_id} if wa_id else {}) | {
        "from_user_id": citizen.bsuid,
        "id": wamid,
        "timestamp": str(int(at)),
    }


def _context(words: dict[str, Any]) -> dict[str, Any]:
    """Write what the message answers, and whether it was forwarded."""
    quoted = words.get("context") or words.get("quick_reply", {}).get("context")
    context = {"id": quoted} if quoted else {}
    return context | ({"forwarded": True} if words.get("forwarded") else {})
