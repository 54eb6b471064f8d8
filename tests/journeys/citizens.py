"""Who takes part in the journeys: citizens with a phone, clerks at the admin. Both act over HTTP alone."""

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser

import requests

from tests.patience import client

from .stack import Stack

DELIVERY = "cascina:delivery:"
"""How the reference of a broadcast's message begins."""


def ordinary_phones(prefix: str, many: int) -> list[str]:
    """Mobile numbers of this operator, of which none has an ending that misbehaves (see the simulator)."""
    return [f"+39{prefix}{number:05}00" for number in range(many)]


@dataclass
class Phones:
    """The simulated WhatsApp, as its control API lets us act and look."""

    stack: Stack
    http: requests.Session = field(default_factory=client, init=False, repr=False)
    _lines: list[dict] = field(default_factory=list, init=False, repr=False)
    """What was read of `accepted` so far: who waits for an answer asks ten times a second."""

    def post(self, path: str, **content) -> dict:
        answer = self.http.post(f"{self.stack.simulator}/simulator/{path}", json=content)
        answer.raise_for_status()
        return answer.json()

    def get(self, path: str) -> dict:
        return self.http.get(f"{self.stack.simulator}/simulator/{path}").json()

    def stall(self, after: int) -> None:
        """WhatsApp takes so many more messages of broadcasts; further calls for them get no answer until `go_on`."""
        self.post("settings", stall_after=after, stall_references=DELIVERY)

    def go_on(self) -> None:
        """The calls that wait are answered, in the order in which they came."""
        self.post("settings", stall_after=None)

    @property
    def stalled(self) -> int:
        """How many calls wait for an answer."""
        return self.get("counts")["stalled"]

    def say(self, citizen: str, text: str = "", **more) -> str:
        """A citizen writes; the id of their message."""
        words = {"text": text} if text else {}
        return self.post("say", citizen=citizen, **words, **more)["wamid"]

    def tap(self, citizen: str, title: str) -> None:
        """A citizen taps a button, or a row of a list, of the last message that has it: as the phone's page does."""
        bubbles = reversed(self.get(f"phones/{citizen}")["bubbles"])
        found = ((bubble, choice) for bubble in bubbles for choice in _choices(bubble))
        bubble, tapped = next(pair for pair in found if pair[1]["title"] == title)
        choice = {"id": tapped["id"], "title": title}
        template = {"payload": tapped["id"], "text": title}
        kinds = {"reply": {"button": choice}, "row": {"list": choice}}
        words = kinds.get(tapped["kind"], {"quick_reply": template})
        self.say(citizen, context=bubble["id"], **words)

    def accepted(self) -> list[dict]:
        """Every message that WhatsApp took from us, in order: the judge of it all.

        Only what came since the last time is asked for: `status` is the one of the moment when a line was first read.
        """
        while page := self._lines_after(len(self._lines)):
            self._lines += page
        return list(self._lines)

    def _lines_after(self, count: int) -> list[dict]:
        url = f"{self.stack.simulator}/simulator/accepted?after={count}&limit=1000"
        return [json.loads(line) for line in self.http.get(url).text.splitlines()]

    def broadcasts(self, title: str) -> list[dict]:
        """The messages of one broadcast: its title is in them. An answer may tell of it, too."""
        sent = (line for line in self.accepted() if ":reply:" not in line["reference"])
        return [line for line in sent if f"*{title}*" in line["text"]]

    def answers_to(self, citizen: str) -> list[str]:
        """What the service answered to a citizen, in order."""
        return [
            line["text"]
            for line in self.accepted()
            if citizen in (line["to"], line["recipient"]) and ":reply:" in line["reference"]
        ]


def _choices(bubble: dict) -> list[dict]:
    """What can be tapped of a message: each with its kind, title and id."""
    sections = (bubble.get("list") or {}).get("sections", ())
    rows = [{**row, "kind": "row"} for section in sections for row in section["rows"]]
    return [*bubble.get("buttons", ()), *rows]


class Clerk:
    """Somebody of the URP, logged in to the admin with a browser's cookies and forms."""

    def __init__(self, stack: Stack, username: str, password: str):
        self.stack, self.browser = stack, client()
        page = self.open("/admin/entra/")
        page = self.send("/admin/entra/", page, username=username, password=password, next="/admin/")
        assert "id_username" not in page.text, "could not log in"

    def open(self, path: str) -> requests.Response:
        """A page, as it came."""
        return self.browser.get(self.stack.site + path)

    def send(self, path: str, page: requests.Response, *, files=None, **fields) -> requests.Response:
        """Send the form of `page`, with the hidden fields that it carries."""
        headers = {"Referer": self.stack.site + path}
        data = hidden_fields(page.text, path) | fields
        return self.browser.post(self.stack.site + path, data=data, files=files, headers=headers)


class _HiddenFields(HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms: list[tuple[str, dict[str, str]]] = [("", {})]

    def handle_starttag(self, tag, attrs):
        known = dict(attrs)
        if tag == "form":
            self.forms.append((known.get("action") or "", {}))
        elif tag == "input" and known.get("type") == "hidden" and known.get("name"):
            self.forms[-1][1][known["name"]] = known.get("value") or ""


def hidden_fields(page: str, path: str = "") -> dict[str, str]:
    """What a browser would send along without showing it: of the first form that leads to `path`, where one does."""
    parser = _HiddenFields()
    parser.feed(page)
    if own := next((fields for action, fields in parser.forms if path and action == path), None):
        return own
    return {name: value for _, fields in parser.forms for name, value in fields.items()}


def most_within(moments: list[float], seconds: float) -> int:
    """The most messages in any window of so many seconds."""
    first, most = 0, 0
    for last, moment in enumerate(moments):
        while moments[first] <= moment - seconds:
            first += 1
        most = max(most, last - first + 1)
    return most
