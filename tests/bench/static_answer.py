# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""An application that answers the same bytes to whoever asks: the best that the web server can do with a page."""

import os
from collections.abc import Callable, Iterable

BODY = b"x" * int(os.environ.get("STATIC_ANSWER_BYTES", "4000"))
HEAD = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(BODY)))]


def application(environ: dict, start_response: Callable) -> Iterable[bytes]:
    """WSGI."""
    start_response("200 OK", HEAD)
    return [BODY]
