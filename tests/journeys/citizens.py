# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who takes part in the journeys: citizens with a phone, clerks at the admin. Both act over HTTP alone."""

import json
from dataclasses import dataclass
from html.parser import HTMLParser

import requests

from .stack import Stack


@dataclass
class Phones:
    """The simulated WhatsApp, as its control API lets us act and look."""

    stack: Stack

    def post(self, path: str, **content) -> dict:
        answer = requests.post(f"{self.stack.simulator}/simulator/{path}", json=content, timeout=60)
        answer.raise_for_status()
        return answer.json()

    def get(self, path: str) -> dict:
        return requests.get(f"{self.stack.simulator}/simulator/{path}", timeout=30).json()

    def say(self, citizen: str, text: str = "", **more) -> str:
        """A citizen writes; the id of their message."""
        words = {"text": text} if text else {}
        return self.post("say", citizen=citizen, **words, **more)["wamid"]

    def tap(self, citizen: str, title: str) -> None:
        """A citizen taps a button below the last message that has it: what the page of the phone says then."""
        bubbles = reversed(self.get(f"phones/{citizen}")["bubbles"])
        found = ((bubble, button) for bubble in bubbles for button in bubble.get("buttons", ()))
        bubble, button = next(pair for pair in found if pair[1]["title"] == title)
        choice = {"id": button["id"], "title": title}
        template = {"payload": button["id"], "text": title}
        words = {"button": choice} if button["kind"] == "reply" else {"quick_reply": template}
        self.say(citizen, context=bubble["id"], **words)

    def accepted(self) -> list[dict]:
        """Every message that WhatsApp took from us, in order: the judge of it all."""
        lines, after = [], 0
        while True:
            url = f"{self.stack.simulator}/simulator/accepted?after={after}&limit=1000"
            page = requests.get(url, timeout=30).text.splitlines()
            lines += map(json.loads, page)
            if not page:
                return lines
            after += len(page)

    def broadcasts(self, title: str) -> list[dict]:
        """The messages of one broadcast: its title is in them."""
        return [line for line in self.accepted() if f"*{title}*" in line["text"]]

    def answers_to(self, citizen: str) -> list[str]:
        """What the service answered to a citizen, in order."""
        return [
            line["text"]
            for line in self.accepted()
            if citizen in (line["to"], line["recipient"]) and ":reply:" in line["reference"]
        ]


class Clerk:
    """Somebody of the URP, logged in to the admin with a browser's cookies and forms."""

    def __init__(self, stack: Stack, username: str, password: str):
        self.stack, self.browser = stack, requests.Session()
        page = self.open("/admin/entra/")
        page = self.send("/admin/entra/", page, username=username, password=password, next="/admin/")
        assert "id_username" not in page.text, "could not log in"

    def open(self, path: str) -> requests.Response:
        """A page, as it came."""
        return self.browser.get(self.stack.site + path, timeout=30)

    def send(self, path: str, page: requests.Response, *, files=None, **fields) -> requests.Response:
        """Send the form of `page`, with the hidden fields that it carries."""
        headers = {"Referer": self.stack.site + path}
        data = hidden_fields(page.text) | fields
        return self.browser.post(self.stack.site + path, data=data, files=files, headers=headers, timeout=60)


class _HiddenFields(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag, attrs):
        known = dict(attrs)
        if tag == "input" and known.get("type") == "hidden" and known.get("name"):
            self.found[known["name"]] = known.get("value") or ""


def hidden_fields(page: str) -> dict[str, str]:
    """What a browser would send along without showing it."""
    parser = _HiddenFields()
    parser.feed(page)
    return parser.found


def worst_second(moments: list[float]) -> int:
    """The most messages in any window of one second."""
    first, most = 0, 0
    for last, moment in enumerate(moments):
        while moments[first] <= moment - 1:
            first += 1
        most = max(most, last - first + 1)
    return most
