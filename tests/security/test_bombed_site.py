# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The web server, as production starts it, while hostile files are read: it answers others, and it can be stopped."""

import contextlib
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from cascina_whatsapp.untrusted_files import reading
from tests.journeys.stack import children_of
from tests.patience import AT_LAST

from . import bombs
from .serving import Server, is_running, serving, until

pytestmark = [pytest.mark.sweep, pytest.mark.skipif(sys.platform != "linux", reason="limits of Linux")]
SITE = "tests.security.bomb_site:application"
WAITED_FOR = reading.MOST_SECONDS - 2
"""Seconds: less than a file may take to be read."""


def never(server: Server) -> None:
    with contextlib.suppress(requests.RequestException):  # the server is stopped meanwhile
        requests.get(f"{server.url}/never", timeout=AT_LAST)


def grandchildren_of(server: Server) -> list[int]:
    """The processes in which files are read: children of the server's workers."""
    return [child for worker in children_of(server.process.pid) for child in children_of(worker)]


def test_sixteen_bombs_at_the_site_keep_nobody_else_out(tmp_path: Path):
    content = bombs.pdf()
    with serving(SITE, tmp_path) as server, ThreadPoolExecutor(16) as strangers:
        answers = [strangers.submit(requests.post, server.url, content, timeout=AT_LAST) for _ in range(16)]
        while not all(answer.done() for answer in answers):
            assert requests.get(server.url, timeout=AT_LAST).text == "ok"
        said = {answer.result().text.partition(":")[0] for answer in answers}
        assert said <= {"Il file è troppo complesso", "Si stanno controllando altri file"}
        assert "Il file è troppo complesso" in said


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_site_stops_while_files_are_read(number: signal.Signals, tmp_path: Path):
    """And nobody goes on reading them."""
    with serving(SITE, tmp_path) as server, ThreadPoolExecutor(2) as strangers:
        for _ in range(2):
            strangers.submit(never, server)
        readers = until(lambda: grandchildren_of(server))
        server.process.send_signal(number)
        server.process.wait(timeout=WAITED_FOR)
        until(lambda: not any(map(is_running, readers)))
