"""An address that is itself a secret is written down by no proxy, not even in clear or while the service is down."""

from http.client import HTTPConnection

import pytest

from tests.patience import until
from tests.ports import a_free_port

from .proxies import PROXIES, Tls, asked

SECRET = "ornitorinco7715"
ATTEMPTS = 40
"""More than what an address may ask at once: the refusal of the rest is an error, too."""


@pytest.mark.parametrize("proxy", PROXIES)
def test_no_secret_address_is_written_down_and_none_answers_in_clear(proxy, tmp_path):
    clear, secure, path = a_free_port(), a_free_port(), f"/invito/{SECRET}/"
    with proxy(tmp_path, clear, secure, service=a_free_port()):  # which is down
        until(lambda: asked(Tls(secure), "/admin/") == 502)
        assert asked(HTTPConnection("127.0.0.1", clear), path) == 404
        asked(HTTPConnection("127.0.0.1", clear), path, host="127.0.0.1")
        assert {asked(Tls(secure), path) for _ in range(ATTEMPTS)} <= {502, 429}
        assert asked(HTTPConnection("127.0.0.1", clear), "/admin/") == 301
    written = "".join(path.read_text() for path in tmp_path.glob("*.log"))
    assert written
    assert SECRET not in written
