# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A body that is larger than anybody has reason to send: taken to its end, not kept, and answered 413."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

log = logging.getLogger(__name__)
UPLOADS = "multipart/form-data"
MOST_UPLOADED = 52 * 1024 * 1024
"""Bytes of a form with a file: an attachment is looked at up to 50 MB, then its own page refuses it in words."""
PIECE = 64 * 1024
MOST_DRAINED = 16 * 1024 * 1024
"""Bytes. The proxy lets far less through to the webhook; who comes without one and writes on is cut off."""


class LargeBodies:
    """Middleware, before any that reads bodies: 413 over DATA_UPLOAD_MAX_MEMORY_SIZE; with a file, MOST_UPLOADED.

    A connection that is closed while the sender still writes loses the answer: a proxy makes 502 of it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        is_upload = request.content_type == UPLOADS and request.path.startswith("/admin/")
        if announced(request) <= (MOST_UPLOADED if is_upload else settings.DATA_UPLOAD_MAX_MEMORY_SIZE):
            return self.get_response(request)
        log.warning("body refused: %d bytes", announced(request))
        drain(request)
        return HttpResponse(status=413, headers={"Content-Length": "0"})


def announced(request: HttpRequest) -> int:
    """Read how many bytes the request says that it has; 0 when it says nothing, and then nothing is read."""
    length = request.META.get("CONTENT_LENGTH") or ""
    return int(length) if length.isdecimal() else 0


def drain(request: HttpRequest) -> None:
    """Take the body, a piece at a time, and keep nothing of it."""
    most = MOST_DRAINED
    while most > 0 and (piece := request.read(min(PIECE, most))):
        most -= len(piece)
