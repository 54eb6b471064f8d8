"""The web server, as production starts it, while hostile files are read: it answers others, and it can be stopped."""

import contextlib
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from tests.journeys.stack import children_of
from tests.patience import until, visit

from . import bombs
from .serving import Server, is_running, serving

pytestmark = [pytest.mark.sweep, pytest.mark.skipif(sys.platform != "linux", reason="limits of Linux")]
SITE = "tests.security.bomb_site:front"


def never(server: Server) -> None:
    with contextlib.suppress(requests.RequestException):  # the server is stopped meanwhile
        visit(f"{server.url}/never")


def grandchildren_of(server: Server) -> list[int]:
    """The processes in which files are read: children of the server's workers."""
    return [child for worker in children_of(server.process.pid) for child in children_of(worker)]


def test_sixteen_bombs_at_the_site_keep_nobody_else_out(tmp_path: Path):
    content = bombs.pdf()
    with serving(SITE, tmp_path) as server, ThreadPoolExecutor(16) as strangers:
        answers = [strangers.submit(visit, server.url, "POST", data=content) for _ in range(16)]
        while not all(answer.done() for answer in answers):
            assert visit(server.url).text == "ok"
        said = {answer.result().text.partition(":")[0] for answer in answers}
        assert said <= {"Il file è troppo complesso", "In questo momento siamo occupati"}
        assert "Il file è troppo complesso" in said


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_site_stops_while_files_are_read(number: signal.Signals, tmp_path: Path):
    """And nobody goes on reading them. Their clock runs for longer than anything is waited for here."""
    with serving(SITE, tmp_path) as server, ThreadPoolExecutor(2) as strangers:
        for _ in range(2):
            strangers.submit(never, server)
        readers = until(lambda: grandchildren_of(server))
        server.process.send_signal(number)
        until(lambda: server.process.poll() is not None, server.log.read_text)
        until(lambda: not any(map(is_running, readers)))
