"""The webhook has a process of its own, that knows no page: what happens to the site does not happen to it."""

import json
import socket
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest
import requests

from cascina_whatsapp.whatsapp.cloud_api.signature import sign
from tests.builders import text, webhook
from tests.journeys.stack import BASE
from tests.patience import PROCESS, visit
from tests.people import ANNA

from .serving import Server, migrate, serving

MEGABYTE = 1024 * 1024
ADDRESS = "/webhooks/whatsapp/"
BODY = webhook(text(ANNA, "Iscrizione"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("webhook")
    migrate(folder)
    return folder


@pytest.fixture(scope="module")
def receiver(folder: Path):
    """The process that production runs for Meta."""
    with serving("cascina_whatsapp.webhook_wsgi:front", folder) as running:
        yield running


@pytest.fixture(scope="module")
def site(folder: Path):
    """The site, beside it."""
    with serving("cascina_whatsapp.wsgi:front", folder) as running:
        yield running


def knock(server: Server, body: bytes, **headers: str) -> requests.Response:
    """Meta posts."""
    signature = sign(body, server.environment["WHATSAPP_APP_SECRET"])
    signed = {"X-Hub-Signature-256": signature, **headers}
    return visit(server.url + ADDRESS, "POST", data=body, headers=signed)


def test_meta_is_answered(receiver: Server):
    answer = knock(receiver, BODY)
    token = receiver.environment["WHATSAPP_VERIFY_TOKEN"]
    query = {"hub.mode": "subscribe", "hub.verify_token": token, "hub.challenge": "7"}
    assert (answer.status_code, answer.content, answer.cookies.get_dict()) == (200, b"", {})
    assert answer.headers["Content-Length"] == "0"
    assert visit(receiver.url + ADDRESS, params=query).text == "7"
    assert visit(receiver.url + ADDRESS, "POST", data=BODY).status_code == 403


def test_who_watches_over_it_is_answered_and_there_is_nothing_else(receiver: Server):
    assert visit(f"{receiver.url}/healthz").status_code == 200
    answer = visit(f"{receiver.url}/readyz")
    assert (answer.status_code, answer.json()["migrations"]) == (503, True)  # here no worker looks for work
    for path in ("/", "/admin/", "/admin/entra/", "/informativa/", "/static/admin/css/base.css"):
        answer = visit(receiver.url + path, allow_redirects=False)
        assert (answer.status_code, answer.cookies.get_dict()) == (404, {}), path


def test_what_only_pages_need_is_not_loaded():
    """No session, no account, no message: one middleware, and the settings of the service for all the rest."""
    code = (
        "import json; import cascina_whatsapp.webhook_wsgi; from django.conf import settings as s;"
        "from cascina_whatsapp import settings as service;"
        "print(json.dumps([s.MIDDLEWARE, s.DATABASES == service.DATABASES, s.LOGGING == service.LOGGING,"
        "[app for app in s.INSTALLED_APPS if app.endswith('messages')]]))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=BASE, capture_output=True, check=True, text=True)
    middleware, *others = json.loads(done.stdout)
    assert [name.rpartition(".")[2] for name in middleware] == ["SecurityMiddleware", "LargeBodies"]
    assert others == [True, True, []]


@pytest.mark.parametrize("size", [3 * MEGABYTE + 1, 4 * MEGABYTE, 12 * MEGABYTE])
@pytest.mark.parametrize("address", [ADDRESS, "/admin/entra/"])
def test_a_body_that_is_too_large_is_taken_and_refused(
    address: str, size: int, receiver: Server, site: Server
):
    """Not cut off while the sender still writes: a proxy would make 502 of it. The connection goes on."""
    for server in (receiver, site):
        with socket.create_connection(("127.0.0.1", server.port), PROCESS) as sender:
            head = f"POST {address} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {size}\r\n\r\n"
            sender.sendall(head.encode())
            sender.sendall(b"x" * size)
            answers = sender.makefile("rb")
            assert answers.readline().startswith(b"HTTP/1.1 413")
            sender.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
            assert b"HTTP/1.1 200" in answers.read()


def test_a_host_that_is_not_ours_is_one_line_in_the_log(site: Server):
    before = site.log.read_text()
    answer = visit(f"{site.url}/admin/entra/", headers={"Host": "3200000101.example.org"})
    written = site.log.read_text().removeprefix(before)
    assert answer.status_code == 400
    assert "Traceback" not in written
    assert "example.org" not in written
    assert [line.split()[2] for line in written.splitlines() if "DisallowedHost" in line] == ["WARNING"]


POST = b"POST /webhooks/whatsapp/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
HALF_OPEN = {
    "headers without an end": POST + b"X-A: ",
    "a body that does not come": POST + b"Content-Length: 900\r\n\r\n{",
}


@pytest.mark.parametrize("beginning", HALF_OPEN.values(), ids=HALF_OPEN)
def test_meta_is_answered_while_strangers_hold_four_hundred_connections(beginning: bytes, receiver: Server):
    """Also where no proxy stands before it."""
    with ExitStack() as held:
        for _ in range(400):
            stranger = held.enter_context(socket.create_connection(("127.0.0.1", receiver.port)))
            stranger.sendall(beginning)
        assert [knock(receiver, BODY).status_code for _ in range(20)] == [200] * 20
