"""The Comune's own site: a small web server that serves its news as a feed, and notes how it was asked."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.message import Message
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cascina_whatsapp.web.sources.models import Source
from tests.builders import NOW

NAME = "sito del Comune"
PAGES = "https://www.comune.cascina.pi.it"


class Site(ThreadingHTTPServer):
    """Whatever is asked for, it answers as `answer` does; by default with its news, the newest first."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Request)
        self.news: list[str] = []
        self.asked: list[Message] = []
        """The headers of each request."""
        self.answer: Callable[[Request], None] = lambda request: request.say(self.feed().encode())
        self.closing = threading.Event()
        """Set when the test is over: what keeps a reader waiting lets go."""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/rss"

    def handle_error(self, *_: object) -> None:
        """Whoever hangs up in the middle is no news: some readers have to."""

    def publish(self, title: str, text: str = "", *, number: int | None = None, at: datetime = NOW) -> None:
        """One more item of news."""
        self.news.insert(0, entry(number or len(self.news) + 1, title, text, at))

    def feed(self) -> str:
        """Its news, as Atom."""
        return (
            '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
            f"<title>Notizie</title><id>urn:x</id><updated>{NOW.isoformat()}</updated>"
            f"{''.join(self.news)}</feed>"
        )

    def serve(self, content: bytes, status: int = 200, **headers: str) -> None:
        """From now on always this."""
        self.answer = lambda request: request.say(content, status, **headers)


class Request(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Site

    def do_GET(self) -> None:
        self.server.asked.append(self.headers)
        self.server.answer(self)

    do_POST = do_GET

    def log_message(self, *args: object) -> None:
        """Keep the test's output clean."""

    def say(self, content: bytes, status: int = 200, **headers: str) -> None:
        """An answer with a length."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if status != 304:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def entry(number: int, title: str, text: str, at: datetime) -> str:
    """An entry of Atom; `text` is HTML."""
    page = f"{PAGES}/notizie/{number}"
    return (
        f"<entry><id>{page}</id><title>{escape(title)}</title><link href='{page}'/>"
        f"<updated>{at.isoformat()}</updated><summary type='html'>{escape(text)}</summary></entry>"
    )


@contextmanager
def serving(kind: Callable[[], Any] = Site) -> Iterator[Any]:
    """The site, up until the end."""
    site = kind()
    threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield site
    finally:
        site.closing.set()
        site.shutdown()
        site.server_close()


def source(site: Site, **fields: object) -> Source:
    """The site as one of our sources, not read yet."""
    return Source.objects.create(**{"name": NAME, "address": site.address, "next_read_at": NOW} | fields)


def later(times: int = 1) -> datetime:
    """When a source that was read `NOW` is due again."""
    return NOW + timedelta(minutes=16 * times)
