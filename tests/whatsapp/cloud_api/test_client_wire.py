"""The client on a real socket: what it makes of lines that break, and that it never says anything twice."""

import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests
from urllib3.exceptions import MaxRetryError, ProtocolError, SSLError

from cascina_whatsapp.whatsapp.cloud_api import errors, responses
from cascina_whatsapp.whatsapp.cloud_api.client import Accepted, CloudApi
from cascina_whatsapp.whatsapp.cloud_api.messages import Text
from cascina_whatsapp.whatsapp.cloud_api.people import Address
from tests.patience import UNTIL, until

TOKEN = "EAAGm0PX4ZCpsBAKZCZBmSecretSecret"
SENT = json.dumps({"messages": [{"id": "wamid.1", "message_status": "accepted"}]}).encode()


class Meta(ThreadingHTTPServer):
    """A Graph API whose answers are acted by functions, one a request; the last goes on acting."""

    daemon_threads = True

    def __init__(self, *acts: "Act"):
        super().__init__(("127.0.0.1", 0), Answer)
        self.acts = list(acts)
        self.bodies: list[dict] = []
        self.connections: set[tuple] = set()
        self.curtain = threading.Event()
        self.closed = threading.Event()

    def shutdown_request(self, request):
        super().shutdown_request(request)
        self.closed.set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Meta

    def do_POST(self):
        self.body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.bodies.append(self.body)
        self.server.connections.add(self.client_address)
        act = self.server.acts[0] if len(self.server.acts) == 1 else self.server.acts.pop(0)
        act(self)

    def log_message(self, *args):
        """Keep the test's output clean."""

    def say(self, status: int, body: bytes, **headers: str):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


Act = Callable[[Answer], None]


def accept(answer: Answer) -> None:
    answer.say(200, SENT)


def echo(answer: Answer) -> None:
    """The message's own text as its id."""
    answer.say(200, json.dumps({"messages": [{"id": answer.body["text"]["body"]}]}).encode())


def hang_up(answer: Answer) -> None:
    answer.close_connection = True


def reset(answer: Answer) -> None:
    no_linger = b"\x01\x00\x00\x00\x00\x00\x00\x00"  # closing sends RST instead of FIN
    answer.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, no_linger)
    answer.connection.close()
    answer.close_connection = True


def stall(answer: Answer) -> None:
    answer.server.curtain.wait(UNTIL)
    answer.close_connection = True


def begin(answer: Answer) -> None:
    answer.send_response(200)
    answer.send_header("Content-Length", str(len(SENT)))
    answer.end_headers()
    answer.wfile.write(SENT[:10])


def stall_in_the_middle(answer: Answer) -> None:
    begin(answer)
    stall(answer)


def hang_up_in_the_middle(answer: Answer) -> None:
    begin(answer)
    hang_up(answer)


def talk_nonsense(answer: Answer) -> None:
    answer.wfile.write(b"who is there?\r\n\r\n")
    hang_up(answer)


def accept_and_hang_up(answer: Answer) -> None:
    """Says that the connection stays open, and closes it."""
    accept(answer)
    hang_up(answer)


@pytest.fixture
def meta() -> Iterator[Callable[..., Meta]]:
    servers = []

    def start(*acts: Act) -> Meta:
        server = Meta(*acts)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        servers.append(server)
        return server

    yield start
    for server in servers:
        server.curtain.set()
        server.shutdown()
        server.server_close()


def client(url: str, *, patience: float = UNTIL) -> CloudApi:
    """`patience`: seconds that it waits for the next byte."""
    return CloudApi(
        api_url=url,
        api_version="v26.0",
        phone_number_id="106540352242922",
        business_account_id="102290129340398",
        access_token=TOKEN,
        timeout=(UNTIL, patience),
    )


def patience_with(act: Act) -> float:
    """Little with a server that never sends the next byte; the others do, however late."""
    return 0.2 if act in (stall, stall_in_the_middle) else UNTIL


def send(api: CloudApi, body: str = "SEGRETO") -> Accepted:
    return api.send(Text(body=body), to=Address(phone="+393200000001"), reference="c1:r2:a1")


@pytest.mark.parametrize(
    "act", [hang_up, reset, stall, stall_in_the_middle, hang_up_in_the_middle, talk_nonsense]
)
def test_a_line_that_breaks_after_we_spoke_leaves_the_outcome_unknown(meta, act: Act):
    server = meta(act)
    with pytest.raises(errors.OutcomeUnknown):
        send(client(server.url, patience=patience_with(act)))
    until(lambda: server.bodies)  # it may be slower to read than the client to give up
    assert len(server.bodies) == 1


@pytest.mark.parametrize(
    ("status", "body", "expected", "wait"),
    [
        (500, b"<html>", errors.OutcomeUnknown, 3.0),
        (502, b"<html>", errors.OutcomeUnknown, 3.0),
        (200, b"<html>", errors.ResponseUnreadable, None),
        (429, b"slow down", errors.SlowDown, 3.0),
    ],
)
def test_what_is_no_answer_is_never_asked_for_again(meta, status: int, body: bytes, expected: type, wait):
    """Not even where the other end says how long to wait."""
    server = meta(lambda answer: answer.say(status, body, Retry_After="3"))
    with pytest.raises(expected) as problem:
        send(client(server.url))
    assert problem.value.retry_after == wait
    assert len(server.bodies) == 1


def test_who_was_not_reached_was_certainly_not_heard():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    for url in (f"http://127.0.0.1:{port}", "http://graph.invalid"):
        with pytest.raises(errors.TryLater):
            send(client(url))


def test_a_redirect_is_not_followed(meta):
    elsewhere = meta(accept)
    server = meta(lambda answer: answer.say(307, b"", Location=elsewhere.url))
    with pytest.raises(errors.SenderBlocked):
        send(client(server.url))
    assert elsewhere.bodies == []


UNTRUSTED = ssl.SSLCertVerificationError("self-signed certificate")


# As requests and urllib3 nest them; there is no server here that could act these.
@pytest.mark.parametrize(
    ("problem", "expected"),
    [
        (requests.ConnectTimeout("?"), errors.TryLater),
        (requests.exceptions.SSLError(MaxRetryError(None, "/", SSLError(UNTRUSTED))), errors.TryLater),
        (requests.exceptions.SSLError(SSLError("record layer failure")), errors.OutcomeUnknown),
        (requests.ReadTimeout("?"), errors.OutcomeUnknown),
        (requests.ConnectionError(ProtocolError("?", BrokenPipeError())), errors.OutcomeUnknown),
    ],
)
def test_only_a_connection_that_never_stood_is_harmless(problem: Exception, expected: type):
    assert type(responses.connection_trouble(problem)) is expected


def test_a_connection_is_kept_and_reused(meta):
    server = meta(accept)
    api = client(server.url)
    assert [send(api).wamid for _ in range(3)] == ["wamid.1"] * 3
    assert len(server.connections) == 1


def test_a_kept_connection_that_breaks_is_not_tried_again(meta):
    server = meta(accept, hang_up, accept)
    api = client(server.url)
    send(api)
    with pytest.raises(errors.OutcomeUnknown):
        send(api)
    assert len(server.bodies) == 2
    send(api)


def test_a_connection_that_was_closed_while_idle_is_replaced(meta):
    server = meta(accept_and_hang_up)
    api = client(server.url)
    send(api)
    assert server.closed.wait(UNTIL)
    send(api)
    assert len(server.connections) == 2


def test_many_threads_share_a_client_and_mix_nothing_up(meta):
    server = meta(echo)
    api = client(server.url)
    words = [f"messaggio {n}" for n in range(60)]
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda body: send(api, body).wamid, words))
    assert answers == words
    assert len(server.connections) <= 6


def test_the_environment_does_not_reroute_us(meta, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    assert send(client(meta(accept).url)).wamid == "wamid.1"


@pytest.mark.parametrize("act", [hang_up, stall])
def test_a_broken_line_shows_neither_the_token_nor_the_words(meta, act: Act):
    with pytest.raises(errors.CloudApiError) as problem:
        send(client(meta(act).url, patience=patience_with(act)))
    error = problem.value
    assert (error.__cause__, error.__context__) == (None, None)
    shown = str(error) + repr(error) + str(vars(error))
    assert [word for word in (TOKEN, "SEGRETO", "3200000001", "106540352242922") if word in shown] == []
