"""One simulator for all tests of the folder, forgetful between two tests."""

import pytest

from tests import patience
from tests.ports import a_free_port

from .running import ENVIRONMENT, Box, Service, listen, start


@pytest.fixture(scope="session")
def receiver():
    """The service's side, listening on its webhook."""
    service = Service()
    server = listen(service)
    service.url = f"http://127.0.0.1:{server.server_port}/"
    yield service
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def running(receiver):
    """The simulator, running."""
    port = a_free_port()
    process = start("--port", str(port), "--webhook-url", receiver.url, **ENVIRONMENT)
    box = Box(f"http://127.0.0.1:{port}")
    try:
        box.wait_until_up()
        yield box
    finally:
        box.http.close()
        process.terminate()
        patience.ended(process)


@pytest.fixture
def box(running, receiver):
    """The simulator, as new."""
    running.control("reset", {})
    receiver.forget()
    return running


@pytest.fixture
def service(box, receiver):
    """The service, which has received nothing yet."""
    return receiver


@pytest.fixture
def quick(box):
    """The simulator with statuses that do not wait and everybody reading: one post, in which they are in order."""
    box.control("settings", {"sent_after": 0, "delivered_after": 0, "read_after": 0, "read_share": 1})
    return box
