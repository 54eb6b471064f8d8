"""The short way for the one request of which there are thousands: a message to one person.

requests settles for each request anew what is the same for all of ours: which connections lead to that host, which
certificates count, environment, proxies, cookies, hooks. That takes more processor than the call.
"""

from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.structures import CaseInsensitiveDict


class OneConnection(HTTPAdapter):
    """The adapter of a session that keeps one connection, sends no cookies, and tries nothing twice."""

    def __init__(self) -> None:
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0)
        self._pools: dict[str, Any] = {}

    def get_connection_with_tls_context(
        self, request: requests.PreparedRequest, verify: Any, proxies: Any = None, cert: Any = None
    ) -> Any:
        """The connections to that host, looked for once; certificates are always checked, as requests does."""
        host = urlsplit(request.url or "").netloc
        if host not in self._pools:
            pool = super().get_connection_with_tls_context(request, verify=True)
            super().cert_verify(pool, request.url, True, None)  # type: ignore[no-untyped-call]  # the stubs leave it out
            self._pools[host] = pool
        return self._pools[host]

    def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
        """Do nothing: certificates are settled where the connections were made."""

    def build_response(self, req: requests.PreparedRequest, resp: Any) -> requests.Response:
        """Build the response as requests does, without a look for cookies."""
        response = requests.Response()
        response.status_code = resp.status
        response.headers = CaseInsensitiveDict(resp.headers)
        response.raw, response.reason = resp, resp.reason
        response.url, response.request = req.url or "", req
        return response

    def request_url(self, request: requests.PreparedRequest, proxies: Any) -> str:
        """Return the path of a request; never by a proxy."""
        return request.path_url

    def post(
        self, url: str, headers: dict[str, str], body: bytes, timeout: tuple[float, float]
    ) -> requests.Response:
        """Post once and read the whole response; `headers` as a session has prepared them.

        `timeout`: seconds to connect, and between two bytes. Raises a RequestException, as a session does.
        """
        request = requests.PreparedRequest()
        request.method, request.url, request.body = "POST", url, body
        request.headers = CaseInsensitiveDict(headers | {"Content-Length": str(len(body))})
        response = self.send(request, timeout=timeout)
        response.content  # noqa: B018 - read now, where what goes wrong is expected; the connection is free then
        return response
