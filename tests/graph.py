"""Meta's end of the meta. It takes every message, unless a story says otherwise, and remembers what it was sent."""

import json
import re
from collections.abc import Callable
from itertools import count

import requests
import responses

from .people import Citizen

Answer = tuple[int, dict, str]
"""HTTP status, headers and body."""


class Graph:
    """The Graph API as the tests see it: `messages` and `uploads` hold what arrived, in order."""

    def __init__(self, meta: responses.RequestsMock):
        self.messages: list[dict] = []
        self.uploads: list[bytes] = []
        self.while_thinking: Callable[[dict], None] = lambda message: None
        """Called at each message, before the answer."""
        self.while_uploading: Callable[[], None] = lambda: None
        """Called at each upload, before the answer."""
        self._special: dict[str, list[Answer | Exception]] = {}
        self._upload_refusals: list[Answer] = []
        self._numbers = count(1)
        meta.add_callback("POST", re.compile(r".+/messages$"), self._take_message)
        meta.add_callback("POST", re.compile(r".+/media$"), self._take_upload)

    def refuses(
        self, citizen: Citizen, code: int, *, times: int = 1, status: int = 400, **headers: str
    ) -> None:
        """The next messages to `citizen` get Meta's error `code`."""
        self._say(citizen, (status, headers, _error(code)), times)

    def drops_the_line(self, citizen: Citizen, *, times: int = 1) -> None:
        """The answers to the next messages to `citizen` never come, though the messages may have left."""
        self._say(citizen, requests.ReadTimeout(), times)

    def mumbles(self, citizen: Citizen) -> None:
        """The next message to `citizen` is taken with an answer that nobody can read."""
        self._say(citizen, (200, {}, "<html>"), 1)

    def holds(self, citizen: Citizen, *, word: str = "held_for_quality_assessment") -> None:
        """The next message to `citizen` is taken and kept back, as Meta says in its answer."""
        self._say(citizen, (200, {}, _accepted(next(self._numbers), word)), 1)

    def refuses_uploads(self, code: int, *, times: int = 1, status: int = 400) -> None:
        """The next uploads get Meta's error `code`."""
        self._upload_refusals += [(status, {}, _error(code))] * times

    def sent_to(self, citizen: Citizen) -> list[dict]:
        """The messages that went to `citizen`."""
        return [message for message in self.messages if _addressee(message) in (citizen.phone, citizen.bsuid)]

    def _say(self, citizen: Citizen, answer: Answer | Exception, times: int) -> None:
        for name in filter(None, (citizen.phone, citizen.bsuid)):
            self._special.setdefault(name, []).extend([answer] * times)

    def _take_message(self, request: requests.PreparedRequest) -> Answer:
        message = json.loads(request.body)
        self.messages.append(message)
        self.while_thinking(message)
        waiting = self._special.get(_addressee(message))
        answer = waiting.pop(0) if waiting else (200, {}, _accepted(next(self._numbers)))
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _take_upload(self, request: requests.PreparedRequest) -> Answer:
        self.uploads.append(request.body)
        self.while_uploading()
        if self._upload_refusals:
            return self._upload_refusals.pop(0)
        return 200, {}, json.dumps({"id": f"media-{len(self.uploads)}"})


def _addressee(message: dict) -> str:
    return message.get("to") or message.get("recipient", "")


def _accepted(number: int, word: str = "") -> str:
    told = {"message_status": word} if word else {}
    return json.dumps({"messages": [{"id": f"wamid.{number}"} | told]})


def _error(code: int) -> str:
    return json.dumps({"error": {"code": code, "message": f"(#{code}) refused"}})
