"""Over real TLS: the connection goes to the address that was judged, the certificate has to be the name's."""

import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests
from cryptography import x509

from cascina_whatsapp.security.outside_sites import fetching
from cascina_whatsapp.security.outside_sites.fetching import Unreadable, fetch

from .certificates import write_pem
from .site import Site, serving

pytestmark = pytest.mark.true_time  # by which OpenSSL judges a certificate
NAME, OTHER = "www.comune.example", "www.altrove.example"


@pytest.fixture(scope="module")
def pem(tmp_path_factory) -> Path:
    """Key and certificate of NAME."""
    now, path = datetime.now(UTC), tmp_path_factory.mktemp("tls") / "both.pem"
    return write_pem(path, x509.DNSName(NAME), begins=now - timedelta(days=1), ends=now + timedelta(days=9))


@pytest.fixture
def asked_for() -> list[str | None]:
    """The names that were asked for in the handshakes (SNI)."""
    return []


@pytest.fixture
def site(pem, settings, monkeypatch, asked_for) -> Iterator[Site]:
    """The site over TLS; both names lead to it."""
    settings.SOURCES_ON_THIS_MACHINE = True
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    context.sni_callback = lambda _socket, name, _context: asked_for.append(name)
    look_up = socket.getaddrinfo

    def here(host: str, *arguments: object, **options: object) -> list[tuple]:
        return look_up("127.0.0.1" if host in (NAME, OTHER) else host, *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", here)
    with serving() as site:
        site.socket = context.wrap_socket(site.socket, server_side=True)
        yield site


@pytest.fixture
def trusted(pem, monkeypatch) -> None:
    """The certificate's signer is one that everybody knows."""
    monkeypatch.setattr(requests.adapters, "DEFAULT_CA_BUNDLE_PATH", str(pem))


@pytest.mark.usefixtures("trusted")
def test_a_site_is_asked_by_its_name_at_the_address_that_was_judged(site, asked_for):
    found = fetch(f"https://{NAME}:{site.server_port}/rss")
    assert found.content == site.feed().encode()
    assert asked_for == [NAME]
    assert site.asked[0]["Host"] == f"{NAME}:{site.server_port}"


@pytest.mark.usefixtures("trusted")
def test_a_certificate_of_another_name_is_refused(site):
    with pytest.raises(Unreadable, match="certificato"):
        fetch(f"https://{OTHER}:{site.server_port}/rss")
    assert site.asked == []


def test_a_certificate_that_nobody_knows_is_refused(site):
    with pytest.raises(Unreadable) as refused:
        fetch(f"https://{NAME}:{site.server_port}/rss")
    assert str(refused.value) == fetching.NO_CERTIFICATE
    assert site.asked == []
