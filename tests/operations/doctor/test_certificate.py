"""Our own address over real TLS: a certificate that nobody knows, and one that is known and nearly over."""

import ssl
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from requests.exceptions import SSLError

from cascina_whatsapp.operations.doctor import examination, meta_facts
from cascina_whatsapp.operations.doctor.answers import Answer, NotAsked
from cascina_whatsapp.operations.doctor.results import Outcome
from cascina_whatsapp.operations.doctor.sources import SOURCES

from .health import FACTS, HERE

DAYS = 5
ENDS = datetime.now(UTC).replace(microsecond=0) + timedelta(days=DAYS)


@pytest.fixture(scope="module")
def pem(tmp_path_factory) -> Path:
    """Key and certificate of 127.0.0.1, signed by itself, good for five days."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, ENDS - timedelta(days=9), ENDS)
    here = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    authority = x509.BasicConstraints(ca=True, path_length=None)
    signed = (
        made.add_extension(here, critical=True)
        .add_extension(authority, critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    written = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    path.write_bytes(written + signed.public_bytes(serialization.Encoding.PEM))
    return path


class Echo(BaseHTTPRequestHandler):
    protocol_version = (
        "HTTP/1.1"  # as nginx: of a connection that is closed at once nobody sees the certificate
    )

    def do_GET(self):
        challenge = parse_qs(urlsplit(self.path).query)["hub.challenge"][0].encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(challenge)))
        self.end_headers()
        self.wfile.write(challenge)

    def log_message(self, *arguments):
        """Say nothing."""


@pytest.fixture
def at_our_address(pem, settings):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.SITE_URL = f"https://127.0.0.1:{server.server_port}"
    yield
    server.shutdown()
    server.server_close()


def found_with(answer: Answer):
    given = {name: Answer(problem=NotAsked("")) for name in SOURCES}
    given |= {name: Answer(fact=fact) for name, fact in FACTS.items()} | {"handshake": answer}
    return examination.named(examination.judge(HERE, given))["reachable"]


@pytest.mark.usefixtures("at_our_address")
def test_a_certificate_that_nobody_knows_is_told():
    with pytest.raises(SSLError) as refused:
        meta_facts.handshake()
    result = found_with(Answer(problem=refused.value))
    assert result.outcome == Outcome.PROBLEM
    assert "certificato" in result.told


@pytest.mark.usefixtures("at_our_address")
def test_so_is_one_that_is_nearly_over(pem, monkeypatch):
    monkeypatch.setattr(requests.adapters, "DEFAULT_CA_BUNDLE_PATH", str(pem))
    handshake = meta_facts.handshake()
    assert (handshake.is_echoed, handshake.certificate_ends) == (True, ENDS)


@pytest.mark.parametrize(
    ("days", "outcome"), [(30, Outcome.WELL), (5, Outcome.WARNING), (None, Outcome.WELL)]
)
def test_how_long_it_lasts_is_judged(days, outcome):
    ends = None if days is None else HERE.now + timedelta(days=days, hours=1)
    assert found_with(Answer(fact=meta_facts.Handshake(200, True, ends))).outcome == outcome
