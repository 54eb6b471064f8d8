"""Starting and stopping: quickly, on a free port."""

import signal
import socket

import pytest

from tests import patience
from tests.ports import a_free_port

from . import running
from .running import Box


def outcome(process) -> tuple[int, str]:
    """How the process ended and what it said of it."""
    _, errors = patience.ended(process)
    return process.returncode, errors


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_when_told(number):
    port = a_free_port()
    process = running.start(SIMULATOR_PORT=str(port))
    box = Box(f"http://127.0.0.1:{port}")
    box.wait_until_up()
    box.http.close()
    process.send_signal(number)
    assert outcome(process) == (0, "")


def test_a_taken_port_is_said_in_one_sentence():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        process = running.start("--port", str(port))
        said, errors = patience.ended(process)
    assert (process.returncode, said) == (1, "")
    assert errors == f"La porta {port} è già occupata: chiudi l’altro programma o scegline una con --port.\n"
