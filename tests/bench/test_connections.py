"""What the measuring does when the web server closes a connection: a real socket, which does as it is told."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from .connections import Connections

POST = b"POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n"
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"


@contextmanager
def serving(*courses: list[bytes]) -> Iterator[int]:
    """The port of a server that closes its first connection after these answers, its second after those …"""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve():
            for answers in courses:
                connection, _ = listener.accept()
                with connection:
                    for answer in answers:
                        connection.recv(4096)
                        connection.sendall(answer)
                    if not answers:
                        connection.recv(4096)

        server = threading.Thread(target=serve)
        server.start()
        yield listener.getsockname()[1]
        server.join()


def answered(connections: Connections) -> list[float]:
    """What comes of the posts in flight."""
    took = []
    while connections.in_flight:
        took += connections.answers(timeout=1)
    return took


def test_a_post_whose_connection_is_closed_before_its_answer_is_delivered_again():
    with serving([], [ANSWER]) as port, Connections(port, 1) as connections:
        connections.post(POST)
        assert len(answered(connections)) == 1
    assert connections.delivered_again == 1


def test_a_connection_closed_for_its_silence_is_opened_anew_and_is_no_answer():
    with serving([ANSWER], [ANSWER]) as port, Connections(port, 1) as connections:
        connections.post(POST)
        assert len(answered(connections)) == 1
        assert list(connections.answers(timeout=1)) == []  # it is closed now
        connections.post(POST)
        assert len(answered(connections)) == 1
    assert connections.delivered_again == 0


def test_the_wait_is_counted_from_the_moment_at_which_the_post_was_due():
    with serving([ANSWER]) as port, Connections(port, 1) as connections:
        connections.post(POST, due=time.monotonic() - 60)
        [took] = answered(connections)
    assert took >= 60


def test_an_answer_that_is_not_200_ends_the_measuring():
    refusal = b"HTTP/1.1 503 Service Unavailable\r\n\r\n"
    with serving([refusal]) as port, Connections(port, 1) as connections:
        connections.post(POST)
        with pytest.raises(AssertionError, match="503"):
            answered(connections)
