"""A request that would occupy a process for ever: the process is ended, and another answers in its place."""

import contextlib
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from tests.journeys.stack import children_of
from tests.patience import run, until, visit

from .serving import is_running, serving


def asked(url: str) -> None:
    with contextlib.suppress(requests.RequestException):  # the process is ended meanwhile
        visit(url)


@pytest.mark.parametrize("page", ["held", "busy"])
def test_a_process_that_a_request_occupies_gives_way_to_another(page: str, tmp_path: Path):
    with (
        serving("tests.security.stuck_site:front", tmp_path) as server,
        ThreadPoolExecutor(1) as stranger,
    ):
        before = children_of(server.process.pid)
        stranger.submit(asked, f"{server.url}/{page}")
        until(lambda: not all(map(is_running, before)), server.log.read_text)
        until(lambda: len(children_of(server.process.pid)) == len(before), server.log.read_text)
        server.wait_until_it_answers()  # it was the only one
        assert visit(server.url).text == "ok"
        assert "in answer" in server.log.read_text()  # the line that took so long


@pytest.mark.parametrize("process", ["wsgi", "webhook_wsgi"])
def test_each_web_process_has_the_clock(process: str, tmp_path: Path):
    command = f"from cascina_whatsapp.{process} import application; print(type(application).__name__)"
    told = run([sys.executable, "-c", command], capture_output=True, text=True)
    assert told.stdout.strip().endswith("RequestClock"), told.stderr
