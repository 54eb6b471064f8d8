"""Our own address over real TLS: a certificate that nobody knows, and one that is known and nearly over."""

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from cryptography import x509
from requests.exceptions import SSLError

from cascina_whatsapp.operations.doctor import examination, meta_facts
from cascina_whatsapp.operations.doctor.sources import SOURCES
from cascina_whatsapp.operations.doctor.timed_queries import Answer, NotAsked
from cascina_whatsapp.presentation.checks import Outcome
from tests.web.sources.certificates import write_pem
from tests.web.sources.site import serving

from .health import FACTS, HERE

DAYS = 5
ENDS = datetime.now(UTC).replace(microsecond=0) + timedelta(days=DAYS)


@pytest.fixture(scope="module")
def pem(tmp_path_factory) -> Path:
    """Key and certificate of 127.0.0.1, good for five days."""
    path, here = tmp_path_factory.mktemp("tls") / "both.pem", x509.IPAddress(ip_address("127.0.0.1"))
    return write_pem(path, here, begins=ENDS - timedelta(days=9), ends=ENDS)


@pytest.fixture
def at_our_address(pem, settings):
    """A server that echoes the challenge; as nginx it keeps the connection, or nobody would see the certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    with serving() as site:
        site.answer = lambda request: request.say(
            parse_qs(urlsplit(request.path).query)["hub.challenge"][0].encode()
        )
        site.socket = context.wrap_socket(site.socket, server_side=True)
        settings.SITE_URL = f"https://127.0.0.1:{site.server_port}"
        yield


def found_with(answer: Answer):
    given = {name: Answer(problem=NotAsked("")) for name in SOURCES}
    given |= {name: Answer(fact=fact) for name, fact in FACTS.items()} | {"handshake": answer}
    return examination.named(examination.judge(HERE, given))["reachable"]


@pytest.mark.usefixtures("at_our_address")
def test_a_certificate_that_nobody_knows_is_told_and_one_that_is_nearly_over(pem, monkeypatch):
    with pytest.raises(SSLError) as refused:
        meta_facts.handshake()
    result = found_with(Answer(problem=refused.value))
    assert (result.outcome, "certificato" in result.told) == (Outcome.PROBLEM, True)
    monkeypatch.setattr(requests.adapters, "DEFAULT_CA_BUNDLE_PATH", str(pem))
    handshake = meta_facts.handshake()
    assert (handshake.is_echoed, handshake.certificate_ends) == (True, ENDS)


@pytest.mark.parametrize(
    ("days", "outcome"), [(30, Outcome.WELL), (5, Outcome.WARNING), (None, Outcome.WELL)]
)
def test_how_long_it_lasts_is_judged(days, outcome):
    ends = None if days is None else HERE.now + timedelta(days=days, hours=1)
    assert found_with(Answer(fact=meta_facts.Handshake(200, True, ends))).outcome == outcome
