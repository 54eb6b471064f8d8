"""Permissions-Policy on every answer: what a page of ours may ask of the browser, which is next to nothing.

https://www.w3.org/TR/permissions-policy/. Django has nothing of the kind.
"""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

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


class PermissionsPolicy:
    """Middleware that sends the policy."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", POLICY)
        return response
