"""Telegram at the other end of a socket: what it was asked, and what it answers next."""

import json
import re
from urllib.parse import parse_qs

import pytest
import responses

API, TOKEN, CHANNEL = (
    "https://api.telegram.org",
    "7000000001:AA-secret-of-the-bot-of-the-tests-00",
    "@cascina_prova",
)
WORDS = {"title": "Via Po chiusa", "body": "Domani.", "reason": "la via", "is_withdrawal": False}
"""What a correction says from now on."""


class Channel:
    """Answers as the Bot API does, and keeps what it was asked: (method, fields)."""

    def __init__(self, at: responses.RequestsMock) -> None:
        self.calls: list[tuple[str, dict[str, str]]] = []
        self.next: list = []
        at.add_callback(responses.POST, re.compile(rf"{re.escape(API)}/.*"), callback=self._answer)

    def answers(self, *told) -> None:
        """With these first, one after the other: (code, description, parameters…) or an exception."""
        self.next += told

    def _answer(self, request):
        method = request.url.rpartition("/")[2]
        body = request.body if isinstance(request.body, str) else ""
        self.calls.append((method, {name: values[0] for name, values in parse_qs(body).items()}))
        if self.next:
            told = self.next.pop(0)
            if isinstance(told, Exception):
                raise told
            code, description, *more = told
            answer = {"ok": False, "error_code": code, "description": description}
            return code, {}, json.dumps(answer | ({"parameters": more[0]} if more else {}))
        return 200, {}, json.dumps({"ok": True, "result": {"message_id": 40 + len(self.calls)}})


@pytest.fixture
def channel(settings):
    """The Comune's channel, configured."""
    settings.TELEGRAM_BOT_TOKEN, settings.TELEGRAM_CHANNEL = TOKEN, CHANNEL
    settings.TELEGRAM_API_URL = API
    with responses.RequestsMock(assert_all_requests_are_fired=False) as at:
        yield Channel(at)
