"""Over real TLS: the connection goes to the address that was judged, the certificate has to be the name's."""

import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from cascina_whatsapp.web.sources import fetching
from cascina_whatsapp.web.sources.fetching import Unreadable, fetch

from .site import Site, serving

pytestmark = pytest.mark.true_time  # by which OpenSSL judges a certificate
NAME, OTHER = "www.comune.example", "www.altrove.example"


@pytest.fixture(scope="module")
def pem(tmp_path_factory) -> Path:
    """Key and certificate of NAME, signed by itself."""
    now = datetime.now(UTC)
    key, nobody = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    made = x509.CertificateBuilder(
        nobody, nobody, key.public_key(), 1, now - timedelta(days=1), now + timedelta(days=9)
    )
    signed = (
        made.add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=True)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    written = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    path.write_bytes(written + signed.public_bytes(serialization.Encoding.PEM))
    return path


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
