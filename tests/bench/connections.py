"""Posts to the webhook as Meta makes them: over kept connections, and again when no answer came.

The web server closes a connection that has been silent for thirty seconds (granian's http1-header-read-timeout).
One that is closed between two posts is opened anew; a post whose connection is closed before its answer is delivered
again, as Meta does, and counted: the table shows how many.
"""

import selectors
import socket
import time
from collections import deque
from collections.abc import Callable, Iterator


class Connections:
    """At most `limit` connections to a port of this machine, each with one post in flight. A context manager."""

    def __init__(self, port: int, limit: int):
        self.port, self.limit = port, limit
        self.delivered_again = 0
        self.idle: deque[socket.socket] = deque()
        self.in_flight: dict[socket.socket, tuple[bytes, float]] = {}
        self.selector = selectors.DefaultSelector()

    def __enter__(self) -> "Connections":
        return self

    def __exit__(self, *problem) -> None:
        for connection in (*self.idle, *self.in_flight):
            connection.close()
        self.selector.close()

    @property
    def is_free(self) -> bool:
        """Whether one more post could leave at once."""
        return bool(self.idle) or len(self.in_flight) < self.limit

    def post(self, request: bytes, due: float | None = None) -> None:
        """Send the bytes of a post, over the connection that has been idle longest. `due`: when it should have left
        (`time.monotonic()`, seconds); now, unless given."""
        connection = self.idle.popleft() if self.idle else self._open()
        self.in_flight[connection] = (request, time.monotonic() if due is None else due)
        try:
            connection.sendall(request)
        except ConnectionError:
            self._closed(connection)

    def watch(self, file: object, work: Callable[[], None]) -> None:
        """Beside the connections: do `work` when `file` can be read."""
        self.selector.register(file, selectors.EVENT_READ, work)

    def answers(self, timeout: float | None) -> Iterator[float]:
        """Wait, at most `timeout` seconds, and give for each post answered meanwhile how many seconds it took.

        AssertionError for an answer that is not 200.
        """
        for key, _ in self.selector.select(timeout):
            if key.data is not None:
                key.data()
            elif answer := _received(key.fileobj):
                assert answer.startswith(b"HTTP/1.1 200"), answer[:200]
                _, due = self.in_flight.pop(key.fileobj)
                self.idle.append(key.fileobj)
                yield time.monotonic() - due
            else:
                self._closed(key.fileobj)

    def _open(self) -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self.port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.selector.register(connection, selectors.EVENT_READ)
        return connection

    def _closed(self, connection: socket.socket) -> None:
        """By the server: idle, it is forgotten; with a post in flight, that one is delivered again."""
        self.selector.unregister(connection)
        connection.close()
        if connection in self.idle:
            self.idle.remove(connection)
            return
        request, due = self.in_flight.pop(connection)
        self.delivered_again += 1
        self.post(request, due)


def _received(connection: socket.socket) -> bytes:
    """The head of an answer; nothing once the connection is closed."""
    try:
        return connection.recv(4096)
    except ConnectionResetError:
        return b""
