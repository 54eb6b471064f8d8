"""An address that somebody typed in leads to public machines alone: not into our network, however it is spelled."""

import socket

import pytest

from cascina_whatsapp.security.outside_sites import fetching
from cascina_whatsapp.security.outside_sites.connecting import NotPublic, Reach, is_public
from cascina_whatsapp.security.outside_sites.fetching import Unreadable, fetch
from tests.web.sources.site import Site, serving

PRIVATE = [
    "127.0.0.1",
    "127.8.9.10",
    "0.0.0.0",  # noqa: S104 - looked at, not bound to
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "192.0.0.8",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fec0::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:0:7f00:1::",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:a00:1::",
]


def test_an_address_inside_is_not_public_however_it_is_carried():
    public = ["93.184.216.34", "2a00:1450:4002:40b::200e", "::ffff:93.184.216.34", "64:ff9b::5db8:d822"]
    assert [address for address in [*public, *PRIVATE] if is_public(address)] == public


@pytest.fixture
def site() -> Site:
    """A machine of our own network; the settings do not allow it."""
    with serving() as site:
        yield site


@pytest.fixture
def names(monkeypatch) -> dict[str, list[str]]:
    """The world's names: each look-up of one takes the next of its answers; the last one stays."""
    answers: dict[str, list[str]] = {}

    def look_up(host: str, port: int, *_: object, **__: object) -> list[tuple]:
        told = answers[host]
        found = told.pop(0) if len(told) > 1 else told[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in found.split()]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return answers


@pytest.fixture
def connected(monkeypatch) -> list[str]:
    """The addresses to which a connection was tried; nobody answers at any."""
    tried = []

    def connect(address: tuple[str, int], *_: object) -> socket.socket:
        tried.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    return tried


def refusal(address: str) -> str:
    with pytest.raises(Unreadable) as refused:
        fetch(address)
    assert (refused.value.__cause__, refused.value.__context__) == (None, None)
    return str(refused.value)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.1", "2130706433", "0x7f000001", "017700000001", "localhost"]
)
def test_this_machine_is_not_asked_by_any_spelling(site, host):
    assert refusal(f"https://{host}:{site.server_port}/") == fetching.NOT_PUBLIC
    assert site.asked == []


@pytest.mark.parametrize("leads", ["10.0.0.1", "93.184.216.34 10.0.0.1"])
def test_a_name_that_leads_inside_with_one_of_its_addresses_is_refused_whole(names, connected, leads):
    names["interno.example"] = [leads]
    assert refusal("https://interno.example/rss") == fetching.NOT_PUBLIC
    assert connected == []


def test_a_name_that_changes_after_it_was_judged_gains_nothing(names, connected):
    """The connection goes to what was judged, and to nothing that a second look-up would give."""
    names["volubile.example"] = ["93.184.216.34", "127.0.0.1"]
    assert refusal("https://volubile.example/rss") == fetching.NOT_REACHED
    assert connected == ["93.184.216.34"]
    assert names["volubile.example"] == ["127.0.0.1"]


def test_a_few_addresses_of_a_name_are_tried_before_it_counts_as_away(names, connected):
    names["grande.example"] = [" ".join(f"93.184.216.{number}" for number in range(1, 100))]
    assert refusal("https://grande.example/rss") == fetching.NOT_REACHED
    assert connected == [f"93.184.216.{number}" for number in range(1, 5)]


@pytest.mark.parametrize(
    "address", ["http://www.comune.example/rss", "ftp://x.example/", "file:///etc/passwd", "x"]
)
def test_only_https_is_spoken(connected, address):
    assert refusal(address) == fetching.NO_HTTPS
    assert connected == []


ELSEWHERE = {
    "https://169.254.169.254/latest/meta-data/": fetching.NOT_PUBLIC,
    "https://10.0.0.1/": fetching.NOT_PUBLIC,
    "https://[::ffff:10.0.0.1]/": fetching.NOT_PUBLIC,
    "http://www.comune.example/": fetching.NO_HTTPS,
    "file:///etc/passwd": fetching.NO_HTTPS,
    "gopher://127.0.0.1/": fetching.NO_HTTPS,
    "https://www.comune.example:5432/": fetching.NO_HTTPS,
}


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_a_redirect_leads_no_further_than_an_address(site, settings, elsewhere):
    """The site itself lies on this machine here, which the trial allows; nothing else does."""
    settings.SOURCES_ON_THIS_MACHINE = True
    site.serve(b"", 302, Location=elsewhere)
    assert refusal(site.address) == ELSEWHERE[elsewhere]


def test_a_site_that_sends_one_round_in_circles_is_left(site, settings):
    settings.SOURCES_ON_THIS_MACHINE = True
    site.serve(b"", 301, Location="/rss")
    assert refusal(site.address) == fetching.NO_END
    assert len(site.asked) == 1 + fetching.MOST_REDIRECTS


def test_the_environment_reroutes_nobody(site, settings, monkeypatch):
    settings.SOURCES_ON_THIS_MACHINE = True
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert fetch(site.address).content == site.feed().encode()


def test_a_reach_that_is_over_opens_nothing_more(site):
    with Reach(here=True, seconds=0) as reach:
        reach._clock.join()
        with pytest.raises(TimeoutError):
            reach.connect("127.0.0.1", site.server_port)
    with Reach(here=False, seconds=9) as reach, pytest.raises(NotPublic):
        reach.connect("127.0.0.1", site.server_port)
