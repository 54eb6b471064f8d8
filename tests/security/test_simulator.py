"""A web page that is open beside the simulator can neither make citizens speak nor read what they said."""

import pytest

from tests import patience
from tests.box.tests import running
from tests.ports import a_free_port


@pytest.fixture(scope="module")
def box():
    port = a_free_port()
    process = running.start(SIMULATOR_PORT=str(port))
    box = running.Box(f"http://127.0.0.1:{port}")
    try:
        box.wait_until_up()
        yield box
    finally:
        process.terminate()
        patience.ended(process)


OWN = {"Origin": "http://127.0.0.1:{port}"}
STRANGERS = {
    "another page": {"Origin": "https://example.org"},
    "another port of this machine": {"Origin": "http://127.0.0.1:8000"},
    "a page without a name": {"Origin": "null"},
    "a name that was made to point here": {"Host": "example.org:{port}"},
    "the same, and its own page": {"Host": "example.org:{port}", "Origin": "http://example.org:{port}"},
    "no name at all": {"Host": ""},
}


def ask(box, headers: dict[str, str], path: str = "/simulator/reset", method: str = "POST") -> int:
    port = box.url.rpartition(":")[2]
    headers = {name: value.format(port=port) for name, value in headers.items()}
    return patience.visit(box.url + path, method, headers=headers, data="{}").status_code


@pytest.mark.parametrize("headers", STRANGERS.values(), ids=STRANGERS)
def test_a_stranger_s_page_is_refused(headers: dict[str, str], box):
    assert ask(box, headers) == 403
    assert ask(box, headers, "/simulator/citizens", "GET") == 403
    assert ask(box, headers, "/", "GET") == 403


@pytest.mark.parametrize("headers", [{}, OWN, {"Host": "localhost:{port}"}])
def test_its_address_and_programs_are_not(headers: dict[str, str], box):
    assert ask(box, headers) == 200
    assert ask(box, headers, "/", "GET") == 200
