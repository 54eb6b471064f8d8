"""The simulator as a process of its own, and the two sides that talk to it: the service and the tests."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import requests

from tests.patience import UNTIL, client, until

NUMBER, ACCOUNT, APP = "200000000000001", "200000000000002", "200000000000003"
TOKEN, SECRET = "token-of-the-tests", "test_app_secret"
ENVIRONMENT = {
    "WHATSAPP_PHONE_NUMBER_ID": NUMBER,
    "WHATSAPP_BUSINESS_ACCOUNT_ID": ACCOUNT,
    "WHATSAPP_APP_ID": APP,
    "WHATSAPP_ACCESS_TOKEN": TOKEN,
    "WHATSAPP_APP_SECRET": f"{SECRET},older-secret",
}
ANNA = "+393200000001"
BRUNO = "+393200000002"


def start(*options: str, **environment: str) -> subprocess.Popen:
    """The simulator, started as a person starts it; nothing of the caller's environment decides."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("WHATSAPP", "DJANGO"))}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.box.simulator", *options],
        env=clean | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@dataclass
class Post:
    """A webhook that the service received."""

    body: bytes
    signature: str

    @property
    def values(self) -> list[dict]:
        """The values of all changes."""
        entries = json.loads(self.body)["entry"]
        return [change["value"] for entry in entries for change in entry["changes"]]


@dataclass
class Service:
    """A webhook receiver that keeps everything; `refusals` is how many posts it answers with 503 first.

    While a test has cleared `may_answer`, it looks at no post.
    """

    posts: list[Post] = field(default_factory=list)
    refusals: int = 0
    may_answer: threading.Event = field(default_factory=threading.Event)
    arrived: threading.Condition = field(default_factory=threading.Condition)

    def __post_init__(self) -> None:
        self.may_answer.set()

    def receive(self, post: Post) -> int:
        """Keep the post; the status to answer."""
        self.may_answer.wait(UNTIL)
        with self.arrived:
            self.posts.append(post)
            self.arrived.notify_all()
            self.refusals -= 1
            return 503 if self.refusals >= 0 else 200

    def items(self, kind: str) -> list[dict]:
        """All `messages`, `statuses` … received so far, in order."""
        return [item for post in list(self.posts) for value in post.values for item in value.get(kind, [])]

    def wait_for(self, found: Callable[[], object]) -> object:
        """What `found` gives as soon as it is true; fails after a while."""
        with self.arrived:
            assert self.arrived.wait_for(found, UNTIL), "the webhook did not arrive"
        return found()

    def statuses_of(self, wamid: str) -> list[dict]:
        """The statuses received for a message."""
        return [status for status in self.items("statuses") if status["id"] == wamid]

    def forget(self) -> None:
        """Start again."""
        with self.arrived:
            self.posts.clear()
            self.refusals = 0
        self.may_answer.set()


def listen(service: Service) -> ThreadingHTTPServer:
    """Serve the service's webhook on a free port, in a thread."""

    class Webhook(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(service.receive(Post(body, self.headers.get("X-Hub-Signature-256", ""))))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *arguments):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Webhook)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


class Box:
    """The simulator as its two users see it: the Graph API and the controls."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.http = client()
        self.http.trust_env = False

    def wait_until_up(self) -> None:
        """Return as soon as it answers; fails after a while."""
        until(self._is_up)

    def _is_up(self) -> bool:
        try:
            return self.http.get(f"{self.url}/simulator/health").json() == {"ok": True}
        except requests.ConnectionError:
            return False

    def graph(self, method: str, path: str, token: str = TOKEN, **options) -> requests.Response:
        """A request to the Graph API."""
        headers = {"Authorization": f"Bearer {token}"} | options.pop("headers", {})
        return self.http.request(method, f"{self.url}/v26.0/{path}", headers=headers, **options)

    def post(self, body: dict, **options) -> requests.Response:
        """Send a message."""
        return self.graph("POST", f"{NUMBER}/messages", json=body, **options)

    def control(self, path: str, body: dict | None = None) -> dict | list:
        """A control request: with a body it is a POST, otherwise a GET. Fails unless it succeeds."""
        method = "GET" if body is None else "POST"
        response = self.http.request(method, f"{self.url}/simulator/{path}", json=body)
        assert response.status_code == 200, response.text
        return response.json()

    def accepted(self, after: int = 0) -> list[dict]:
        """The messages accepted."""
        lines = self.http.get(f"{self.url}/simulator/accepted?after={after}").text
        return [json.loads(line) for line in lines.splitlines()]


def message(to: str = ANNA, **parts: object) -> dict:
    """The body of a text message to Anna, with other parts where given; None leaves a part out."""
    body = {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": to,
        "type": "text",
        "text": {"body": "Buongiorno"},
    }
    return {name: value for name, value in (body | parts).items() if value is not None}


def template(name: str = "avviso", language: str = "it", **components: list[dict]) -> dict:
    """The parts of a message that sends a template; components by type: header, body."""
    listed = [{"type": kind, "parameters": parameters} for kind, parameters in components.items()]
    content = {"name": name, "language": {"code": language}, "components": listed}
    return {"type": "template", "template": content, "text": None}


def named(**values: str) -> list[dict]:
    """Named text parameters."""
    return [{"type": "text", "parameter_name": name, "text": value} for name, value in values.items()]


def definition(**parts: object) -> dict:
    """A template that can be created: two named parameters, a footer, a quick reply."""
    body = {
        "type": "BODY",
        "text": "Il Comune di Cascina avvisa: {{titolo}}. {{testo}} Per smettere scrivi Cancellazione.",
        "example": {
            "body_text_named_params": [
                {"param_name": "titolo", "example": "Strada chiusa"},
                {"param_name": "testo", "example": "In via Roma ci sono lavori."},
            ]
        },
    }
    footer = {"type": "FOOTER", "text": "Comune di Cascina"}
    buttons = {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": "Cancellazione"}]}
    return {
        "name": "avviso",
        "language": "it",
        "category": "UTILITY",
        "parameter_format": "NAMED",
        "components": [body, footer, buttons],
    } | parts
