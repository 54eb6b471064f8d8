"""Ports for servers that have to know theirs before they start, or that start again on the same one."""

import random
import socket

OURS = range(20_000, 30_000)
"""Below those that the kernel gives to whoever asks for any (32768 and more)."""
_reserved: list[socket.socket] = []


def a_free_port() -> int:
    """A port on which nobody listens, and which no other test run on this machine gets while this process lives.

    Reserved by a Unix socket with the port in its name, which takes no file and ends with the process: nobody else
    can have one of that name.
    """
    for port in random.sample(OURS, len(OURS)):
        reservation = socket.socket(socket.AF_UNIX)
        if _binds(reservation, f"\0cascina-port-{port}") and _is_free(port):
            _reserved.append(reservation)
            return port
        reservation.close()
    raise AssertionError("every port is taken")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return _binds(probe, ("127.0.0.1", port))


def _binds(sock: socket.socket, address: str | tuple[str, int]) -> bool:
    try:
        sock.bind(address)
    except OSError:
        return False
    return True
