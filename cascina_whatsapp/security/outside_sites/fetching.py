"""The file of a source, over https: no larger and no slower than a file may be, and not at all where it is unchanged.

What goes wrong is told as who administers reads it. No address is logged, nor is any part of one.
"""

from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit

import requests
import urllib3
from django.conf import settings

from .connecting import CONNECT_TIMEOUT, HERE, NotPublic, Reach, ReachAdapter

MOST_BYTES = 2 * 1024 * 1024
"""The bytes of a file as it is read, unpacked, unless who asks says otherwise."""
MOST_SECONDS, READ_TIMEOUT = 20.0, 10.0
"""The seconds of clock for all of it, redirects included; and until the site says the next word."""
MOST_REDIRECTS = 3
CHUNK = 64 * 1024
ETAG_MOST, MODIFIED_MOST = 200, 100
"""Characters of a file's marks; a longer one is not kept."""
ACCEPT = "application/atom+xml, application/rss+xml, text/calendar, application/xml;q=0.9, */*;q=0.5"

NO_HTTPS = (
    "L'indirizzo, o quello a cui il sito rimanda, non comincia con https://, o ha una porta: non si legge."
)
NOT_PUBLIC = "L'indirizzo porta dentro una rete privata, non su un sito pubblico: non si legge."
NOT_REACHED = "Il sito non risponde: si riprova da soli."
NO_CERTIFICATE = "Il certificato del sito non è valido: avvisa chi lo gestisce. Si riprova da soli."
TOO_SLOW = "Il sito è troppo lento: si riprova da soli."
TOO_LARGE = "Il file è troppo grande: chiedi a chi gestisce il sito uno più corto."
NO_END = "Il sito rimanda da un indirizzo all'altro: apri la pagina e copia quello giusto."
GONE = "A questo indirizzo non c'è più nulla: apri la pagina del sito e copia quello giusto."
CLOSED = "Il sito non lascia leggere questo indirizzo: chiedi a chi lo gestisce quello pubblico."
FAILING = "Il sito risponde con un errore ({code}): si riprova da soli."


class Unreadable(Exception):
    """The file could not be had, or is none; str() says why, in Italian."""


@dataclass(frozen=True)
class Fetched:
    """A fetched file. `address`: where it was found, after all redirects."""

    content: bytes
    address: str
    content_type: str
    etag: str
    last_modified: str


def fetch(
    address: str, *, etag: str = "", last_modified: str = "", accept: str = ACCEPT, most: int = MOST_BYTES
) -> Fetched | None:
    """The file of at most `most` bytes; None where it is still the one that the site marked so. Raises Unreadable."""
    headers = {
        "User-Agent": f"CascinaWhatsApp (+{settings.SITE_URL})",
        "Accept": accept,
        "Accept-Encoding": "identity",
        **({"If-None-Match": etag} if etag else {}),
        **({"If-Modified-Since": last_modified} if last_modified else {}),
    }
    with Reach(here=settings.SOURCES_ON_THIS_MACHINE, seconds=MOST_SECONDS) as reach:
        try:
            return _followed(address, headers, reach, most)
        except NotPublic:
            problem = NOT_PUBLIC
        except requests.exceptions.SSLError:
            problem = TOO_SLOW if reach.is_over else NO_CERTIFICATE
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError):
            problem = TOO_SLOW if reach.is_over else NOT_REACHED
    # Outside of the except block: the original carries the address.
    raise Unreadable(problem)


def _followed(address: str, headers: dict[str, str], reach: Reach, most: int) -> Fetched | None:
    with requests.Session() as session:
        session.trust_env = False  # the environment's proxy, and its passwords, are for others
        session.mount("https://", ReachAdapter(reach))
        session.mount("http://", ReachAdapter(reach))
        for _ in range(1 + MOST_REDIRECTS):
            _refuse_unsafe(address)
            with session.get(
                address,
                headers=headers,
                timeout=(CONNECT_TIMEOUT, READ_TIMEOUT),
                stream=True,
                allow_redirects=False,
            ) as response:
                if not response.is_redirect:
                    return _taken(response, address, reach, most)
                address = _redirected(address, response.headers["location"])
    raise Unreadable(NO_END)


def _redirected(address: str, location: str) -> str:
    """Return the address that a redirect leads to. Raises Unreadable for a port that no page of its site has."""
    leads_to = urljoin(address, location)
    if urlsplit(leads_to).port not in (None, urlsplit(address).port):
        raise Unreadable(NO_HTTPS)
    return leads_to


def _refuse_unsafe(address: str) -> None:
    """Raise Unreadable for an address without https, but for this machine where the settings allow it."""
    parts = urlsplit(address)
    is_here = settings.SOURCES_ON_THIS_MACHINE and parts.hostname in HERE
    if parts.scheme != "https" and not (is_here and parts.scheme == "http"):
        raise Unreadable(NO_HTTPS)


def _taken(response: requests.Response, address: str, reach: Reach, most: int) -> Fetched | None:
    if response.status_code == HTTPStatus.NOT_MODIFIED:
        return None
    if response.status_code != HTTPStatus.OK:
        raise Unreadable(_refusal(response.status_code))
    content = b""
    while piece := response.raw.read1(CHUNK, decode_content=True):
        content += piece
        if len(content) > most:
            raise Unreadable(TOO_LARGE)
    if reach.is_over:
        raise Unreadable(TOO_SLOW)
    told = {name.lower(): value for name, value in response.headers.items()}
    return Fetched(
        content,
        address,
        told.get("content-type", "")[:100],
        _kept(told.get("etag", ""), ETAG_MOST),
        _kept(told.get("last-modified", ""), MODIFIED_MOST),
    )


def _refusal(code: int) -> str:
    if code in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        return GONE
    return CLOSED if code in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN) else FAILING.format(code=code)


def _kept(mark: str, most: int) -> str:
    """Keep a mark to be shown to the site the next time; "" for one that is too long or odd."""
    return mark if len(mark) <= most and mark.isascii() and mark.isprintable() else ""
