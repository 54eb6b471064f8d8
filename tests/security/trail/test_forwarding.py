"""Each record goes on to a syslog server, once it is committed; a server that is away stops nobody."""

import json
import re
import socket
from contextlib import contextmanager

import pytest

from cascina_whatsapp.security import trail
from cascina_whatsapp.security.trail import Event
from cascina_whatsapp.security.trail.models import TrailRecord
from tests.builders import NOW, hire
from tests.patience import UNTIL
from tests.staff import SARA

pytestmark = pytest.mark.django_db
LINE = re.compile(r"<(\d+)>1 (\S+) (\S+) cascina-whatsapp - (\w+) - (\{.*\})\n")


@contextmanager
def server(kind: str, folder):
    """A syslog server of ours: its address, and what reads one message."""
    family = socket.AF_UNIX if kind == "unix" else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM if kind == "tcp" else socket.SOCK_DGRAM) as listening:
        listening.settimeout(UNTIL)
        listening.bind(str(folder / "log") if kind == "unix" else ("127.0.0.1", 0))
        if kind == "tcp":
            listening.listen()
        name = listening.getsockname()
        yield f"unix://{name}" if kind == "unix" else f"{kind}://127.0.0.1:{name[1]}", listening


def read(kind: str, listening: socket.socket) -> str:
    if kind != "tcp":
        return listening.recv(65535).decode()
    connection, _ = listening.accept()
    with connection, connection.makefile(encoding="utf-8") as lines:
        return lines.readline()


@pytest.mark.parametrize("kind", ["udp", "tcp", "unix"])
def test_a_record_reaches_the_server(kind, settings, tmp_path, django_capture_on_commit_callbacks):
    with server(kind, tmp_path) as (address, listening):
        settings.TRAIL_SYSLOG = address
        with django_capture_on_commit_callbacks(execute=True):
            told = trail.record(Event.UNMASKED, by=hire(SARA), now=NOW, about="consegna 7, perché sì")
        priority, moment, _, kind_of_event, body = LINE.fullmatch(read(kind, listening)).groups()
    assert (priority, moment, kind_of_event) == ("86", "2026-06-08T08:00:00.000000+00:00", "unmasked")
    said = json.loads(body)
    assert (said["sequence"], said["by_name"], said["about"]) == (1, "sara", "consegna 7, perché sì")
    assert (said["previous_hash"], said["hash"]) == (told.previous_hash, told.hash)


def test_a_server_that_is_away_stops_nothing(settings, caplog, django_capture_on_commit_callbacks):
    for number, address in enumerate(
        ("tcp://127.0.0.1:9", "unix:///nowhere/log", "mailto:ced", "udp://"), start=1
    ):
        settings.TRAIL_SYSLOG = address
        with django_capture_on_commit_callbacks(execute=True):
            trail.record(Event.SIGNED_IN, by=hire(SARA), now=NOW)
        assert f"trail record {number} was not sent on" in caplog.text, address
    assert TrailRecord.objects.count() == 4


def test_nothing_leaves_before_the_commit(settings, tmp_path, django_capture_on_commit_callbacks):
    with server("udp", tmp_path) as (address, listening):
        settings.TRAIL_SYSLOG = address
        with django_capture_on_commit_callbacks():
            trail.record(Event.SIGNED_IN, by=hire(SARA), now=NOW)
        listening.setblocking(False)
        with pytest.raises(BlockingIOError):
            listening.recv(1)
