"""Strangers who send or read a piece and then nothing keep nobody else from the site, whichever proxy is there."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, nullcontext
from http.client import HTTPConnection

import pytest

from tests.patience import UNTIL
from tests.ports import a_free_port
from tests.security.serving import migrate, serving

from .proxies import NAME, PROXIES, Tls, asked, by_name

STRANGERS = 12
"""More than the site has threads, fewer than nginx lets one address hold."""
LARGE = "static/large.css"
HEAD = f"Host: {NAME}\r\nX-Forwarded-Proto: https\r\nCookie: __Host-sessionid=x\r\n"
FILE = "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 9000000\r\n\r\n" + "-" * 200_000
SLOW = {
    "a form": f"POST /admin/entra/ HTTP/1.1\r\n{HEAD}Content-Length: 900\r\n\r\nusername=",
    "a file": f"POST /admin/messaggi/aggiungi/ HTTP/1.1\r\n{HEAD}{FILE}",
    "a table": f"GET /tabella HTTP/1.1\r\n{HEAD}\r\n",
    "an answer": f"GET /{LARGE} HTTP/1.1\r\n{HEAD}\r\n",
}
"""What is begun and not ended; of the answer nothing is read."""


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[int]:
    """The port of the site, as production starts it."""
    folder = tmp_path_factory.mktemp("site")
    migrate(folder)
    (folder / "static").mkdir(exist_ok=True)
    (folder / LARGE).write_bytes(b" " * 16_000_000)
    with serving(
        "tests.installing.patient_site:front", folder, DJANGO_ALLOWED_HOSTS=f"127.0.0.1,{NAME}"
    ) as server:
        yield server.port


class Plain(HTTPConnection):
    """A connection to the site's own port."""

    def __init__(self, port: int) -> None:
        super().__init__("127.0.0.1", port, UNTIL)


def directly(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), UNTIL)


@pytest.mark.parametrize("begun", SLOW.values(), ids=SLOW)
@pytest.mark.parametrize("proxy", [None, *PROXIES])
def test_others_are_answered_while_strangers_are_slow(proxy, begun: str, site: int, tmp_path):
    secure = a_free_port()
    standing = proxy(tmp_path, a_free_port(), secure, service=site) if proxy else nullcontext()
    port, reach, visitor = (secure, by_name, Tls) if proxy else (site, directly, Plain)
    with standing, ExitStack() as held:
        for _ in range(STRANGERS):
            stranger = held.enter_context(reach(port))
            stranger.sendall(begun.encode())
        answers = [asked(visitor(port), "/robots.txt") for _ in range(8)]
    assert answers == [200] * 8
