"""Pages are compressed on the wire where that gives nothing away: see docs/decisions/0022-compression.md.

BREACH (https://www.breachattack.com/) guesses a secret of a page from the page's compressed length, while words of
the attacker's own stand on the same page. So a page with a query, whose words it may show, is sent as it is, and so
is the answer to a form, which may show a secret once.
"""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class PlainPages(GZipMiddleware):
    """Middleware that compresses pages read at an address without a query; Django adds a length left to chance."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if request.method != "GET" or request.META.get("QUERY_STRING") or response.streaming or not is_page:
            return response
        return super().process_response(request, response)
