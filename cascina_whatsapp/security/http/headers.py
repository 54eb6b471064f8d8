"""The headers of every answer that a browser obeys: what a page may load and use; and which pages go uncompressed."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

NOBODY = (
    *("accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen"),
    *("geolocation", "gyroscope", "hid", "idle-detection", "magnetometer", "microphone", "midi"),
    *("payment", "picture-in-picture", "screen-wake-lock", "serial", "usb"),
    "xr-spatial-tracking",
)
"""Features that no page of ours uses, nor may a script that got into one."""
OURSELVES = ("publickey-credentials-create", "publickey-credentials-get")
"""Features that our own pages use: passkeys."""
POLICY = ", ".join(
    [*(f"{feature}=()" for feature in NOBODY), *(f"{feature}=(self)" for feature in OURSELVES)]
)


class Policies:
    """Middleware that sends the policy in `settings.SECURE_CSP`, and that of POLICY."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        sources = "; ".join(f"{name} {' '.join(of)}" for name, of in settings.SECURE_CSP.items())
        self.headers = {"Content-Security-Policy": sources, "Permissions-Policy": POLICY}

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, policy in self.headers.items():
            response.headers.setdefault(name, policy)
        return response


class PlainPages(GZipMiddleware):
    """Middleware that compresses pages read at an address without a query; Django adds a length left to chance."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if request.method != "GET" or request.META.get("QUERY_STRING") or response.streaming or not is_page:
            return response
        return super().process_response(request, response)
