"""The ports that test runs take: two at once on one machine never get the same."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests import ports

ASKS = "from tests.ports import a_free_port; print(a_free_port(), flush=True); input()"


def test_the_port_of_another_run_is_taken_though_nobody_listens_yet(monkeypatch):
    command = [sys.executable, "-c", ASKS]
    folder = Path(__file__).parents[1]
    with subprocess.Popen(
        command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        theirs = int(other.stdout.readline())
        monkeypatch.setattr(ports, "OURS", range(theirs, theirs + 1))
        with pytest.raises(AssertionError, match="every port is taken"):
            ports.a_free_port()
        other.communicate("\n")


def test_a_port_on_which_somebody_listens_is_taken(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        monkeypatch.setattr(ports, "OURS", range(port, port + 1))
        with pytest.raises(AssertionError, match="every port is taken"):
            ports.a_free_port()


def test_no_two_are_the_same():
    asked = [ports.a_free_port() for _ in range(50)]
    assert len(set(asked)) == 50
