"""A channel of Telegram's: the methods of the Bot API that the service calls, and what stands in the channel.

`/telegram/bot<token>/<method>` answers as api.telegram.org does; whatever the token is, it is the channel's bot.
"""

import asyncio
import json
import time
from dataclasses import dataclass, field
from typing import Any

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpResponse, QueryDict
from django.http.multipartparser import MultiPartParserError

from .http_exchange import answer, cut_off, file_of
from .markup import Unreadable, read_length

TEXT_MOST, CAPTION_MOST = 4096, 1024
"""Characters of what is read, in UTF-16 (Bot API)."""
FAULTS = {
    "": "Nessuno",
    "busy": "Chiede di aspettare tre secondi",
    "removed": "Il bot non è più amministratore",
    "refused": "Rifiuta il messaggio",
    "lost": "Pubblica, ma la risposta si perde",
    "away": "Non pubblica, e risponde con un errore",
    "slow": "Pubblica dopo dieci secondi",
}
"""The faults of the next messages, as the page names them."""
SLOW = 10.0
"""Seconds."""


@dataclass
class Message:
    """One message in the channel; `file` is a picture or a document."""

    number: int
    text: str
    at: float
    kind: str = "text"
    filename: str = ""
    content: bytes = field(default=b"", repr=False)
    edited_at: float | None = None


class BotRefused(Exception):
    """The refusal of Telegram: HTTP status, sentence, further parameters."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


class Channel:
    """The simulated channel of Telegram and its bot."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.fault = ""
        self.calls: list[str] = []
        """The methods that were called, in order."""

    def find(self, number: str) -> Message:
        """Find a message by its number in the channel. Raises BotRefused."""
        found = next((one for one in self.messages if str(one.number) == number), None)
        if found is None:
            raise BotRefused(400, "Bad Request: message to edit not found")
        return found


async def respond(channel: Channel, request: ASGIRequest) -> HttpResponse:
    """Answer a call of the bot's."""
    method = request.path.rpartition("/")[2]
    channel.calls.append(method)
    if method in READS:
        return answer({"ok": True, "result": READS[method]})
    if channel.fault == "away":
        return answer({"ok": False, "error_code": 502, "description": "Bad Gateway"}, 502)
    if channel.fault == "slow":
        await asyncio.sleep(SLOW)
    try:
        _misbehave(channel)
        message = _act(channel, method, request)
    except BotRefused as refusal:
        told: dict[str, Any] = {"ok": False, "error_code": refusal.code, "description": refusal.description}
        return answer(told | ({"parameters": refusal.parameters} if refusal.parameters else {}), refusal.code)
    given = answer({"ok": True, "result": {"message_id": message.number, "date": int(message.at)}})
    return cut_off(given) if channel.fault == "lost" else given


READS: dict[str, dict[str, Any]] = {
    "getMe": {
        "id": 7000000001,
        "is_bot": True,
        "first_name": "Comune di Cascina",
        "username": "cascina_prova_bot",
    },
    "getChat": {
        "id": -1001234567890,
        "type": "channel",
        "title": "Comune di Cascina",
        "username": "cascina_prova",
    },
    "getChatMember": {"status": "administrator", "can_post_messages": True, "can_edit_messages": True},
}
"""Methods that change nothing."""


def _misbehave(channel: Channel) -> None:
    if channel.fault == "busy":
        raise BotRefused(429, "Too Many Requests: retry after 3", retry_after=3)
    if channel.fault == "removed":
        raise BotRefused(403, "Forbidden: bot is not a member of the channel chat")
    if channel.fault == "refused":
        raise BotRefused(400, "Bad Request: wrong file identifier/HTTP URL specified")


def _act(channel: Channel, method: str, request: ASGIRequest) -> Message:
    try:
        form, file = request.POST, file_of(request, method.removeprefix("send").lower())
    except MultiPartParserError:
        raise BotRefused(400, "Bad Request: can't parse the form") from None
    if "chat_id" not in form:
        raise BotRefused(400, "Bad Request: chat_id is empty")
    if method in ("editMessageText", "editMessageCaption"):
        return _edit(channel, method, form)
    part = {"sendMessage": "text", "sendPhoto": "photo", "sendDocument": "document"}.get(method)
    if part is None:
        raise BotRefused(404, "Not Found")
    said = _said(form, "text" if part == "text" else "caption")
    message = Message(len(channel.messages) + 1, said, time.time(), part)
    if part != "text":
        if file is None:
            raise BotRefused(400, f"Bad Request: there is no {part} in the request")
        message.filename, message.content = file.name, file.read()
    channel.messages.append(message)
    return message


def _edit(channel: Channel, method: str, form: QueryDict) -> Message:
    part = "text" if method == "editMessageText" else "caption"
    message, said = channel.find(form.get("message_id", "")), _said(form, part)
    if (message.kind == "text") != (part == "text"):
        raise BotRefused(400, "Bad Request: there is no text in the message to edit")
    if said == message.text:
        raise BotRefused(400, "Bad Request: message is not modified")
    message.text, message.edited_at = said, time.time()
    return message


def _said(form: QueryDict, part: str) -> str:
    said = form.get(part, "")
    try:
        length = read_length(said)
    except Unreadable:
        raise BotRefused(400, "Bad Request: can't parse entities: unsupported start tag") from None
    if part == "text" and not length:
        raise BotRefused(400, "Bad Request: message text is empty")
    if length > (TEXT_MOST if part == "text" else CAPTION_MOST):
        what = "message" if part == "text" else "message caption"
        raise BotRefused(400, f"Bad Request: {what} is too long")
    return said


def as_json(channel: Channel) -> bytes:
    """Describe what stands in the channel, the oldest first; for tests."""
    told = [
        {"number": one.number, "text": one.text, "kind": one.kind, "is_edited": one.edited_at is not None}
        for one in channel.messages
    ]
    return json.dumps({"messages": told, "calls": channel.calls, "fault": channel.fault}).encode()
