"""Connections to addresses that people typed in: to public machines only, and for so long and no longer.

A name may lead anywhere, also into our own network (SSRF), and elsewhere a moment later. So it is looked up once,
what was found is judged, and the connection goes to exactly that; the certificate is still checked against the name.
"""

import socket
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from threading import Lock, Timer
from typing import Any, Self

from requests import PreparedRequest
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection

CONNECT_TIMEOUT = 5.0
"""Seconds to connect to one address."""
HERE = ("127.0.0.1", "localhost", "::1")
"""The names of this machine."""
MOST_TRIED = 4
"""Addresses of one name."""
SPECIAL = tuple(
    map(
        ip_network, ("192.0.0.0/24", "64:ff9b:1::/48", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16")
    )
)
"""The networks of special purpose (IANA's registries) that not every Python knows that we run on."""
TRANSLATED = ip_network("64:ff9b::/96")
"""IPv4 behind a translator (RFC 6052): the last four bytes are the address that is met in the end."""


class NotPublic(Exception):
    """The name leads to an address that is not on the public internet."""


def is_public(address: str) -> bool:
    """Tell whether an address is of the public internet, also the IPv4 address that an IPv6 one carries."""
    found = _innermost(ip_address(address.partition("%")[0]))
    is_special = found.is_multicast or found.is_reserved or any(found in network for network in SPECIAL)
    return found.is_global and not is_special and not getattr(found, "is_site_local", False)


def _innermost(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    if isinstance(address, IPv4Address):
        return address
    if address in TRANSLATED:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour or address


class Reach:
    """The reach of one reading: public addresses, with `here` this machine too, for `seconds` in all."""

    def __init__(self, *, here: bool, seconds: float) -> None:
        self._here, self._lock, self._sockets = here, Lock(), list[socket.socket]()
        self._clock = Timer(seconds, self._end)
        self.is_over = False
        """True where the time ran out: what was read until then may be half of the answer."""

    def __enter__(self) -> Self:
        self._clock.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._clock.cancel()
        for one in self._sockets:
            one.close()

    def connect(self, host: str, port: int) -> socket.socket:
        """Connect to the first address of the host that answers, once all were judged. Raises NotPublic, OSError."""
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = [str(one[4][0]) for one in found]
        here = [one for one in addresses if self._here and ip_address(one.partition("%")[0]).is_loopback]
        if not all(is_public(address) or address in here for address in addresses):
            raise NotPublic
        problem: OSError | None = None
        for address in addresses[:MOST_TRIED]:
            try:
                return self._kept(socket.create_connection((address, port), CONNECT_TIMEOUT))
            except OSError as failed:
                problem = failed
        raise problem or OSError("no address")

    def _kept(self, connection: socket.socket) -> socket.socket:
        """A second handle of the same connection, by which it can be ended from outside whoever reads from it."""
        with self._lock:
            if self.is_over:
                connection.close()
                raise TimeoutError("its time is over")
            self._sockets.append(connection.dup())
        return connection

    def _end(self) -> None:
        with self._lock:
            self.is_over = True
            for one in self._sockets:
                with suppress(OSError):  # closed already
                    one.shutdown(socket.SHUT_RDWR)


class ReachAdapter(HTTPAdapter):
    """requests' own way to a site, but for the socket."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach
        super().__init__(max_retries=0)

    def get_connection_with_tls_context(
        self, request: PreparedRequest, *arguments: Any, **options: Any
    ) -> Any:
        """The pool of this site, whose connections are `Reach`'s."""
        pool: Any = super().get_connection_with_tls_context(request, *arguments, **options)
        reach = self._reach

        def connect(connection: HTTPConnection) -> socket.socket:
            return reach.connect(connection.host, connection.port)

        pool.ConnectionCls = type("Reached", (pool.ConnectionCls,), {"_new_conn": connect})
        return pool
