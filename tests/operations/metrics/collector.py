"""A Sentry: a socket that takes whatever is posted and keeps it."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager

from tests.web.sources.site import Request, serving


@contextmanager
def listening() -> Iterator[tuple[int, list[bytes]]]:
    """The port, and the bodies that came in, unpacked."""
    bodies: list[bytes] = []

    def take(request: Request) -> None:
        body = request.rfile.read(int(request.headers["Content-Length"]))
        bodies.append(gzip.decompress(body) if request.headers.get("Content-Encoding") == "gzip" else body)
        request.say(b"")

    with serving() as site:
        site.answer = take
        yield site.server_port, bodies
