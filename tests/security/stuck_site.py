"""A site for a real web server, with a page that never lets the interpreter go, and one that works without an end."""

import re
from collections.abc import Iterable
from typing import Any

from cascina_whatsapp.security.http import request_clock
from cascina_whatsapp.security.http.whole_bodies import WholeBodies


def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """ "ok" anywhere else."""
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    if environ["PATH_INFO"] == "/held":
        re.fullmatch("(?:a|aa)*b", "a" * 100)
    while environ["PATH_INFO"] == "/busy":
        pass
    return [b"ok"]


request_clock.STANDSTILL = request_clock.MOST = 2
front = WholeBodies(request_clock.RequestClock(answer))
