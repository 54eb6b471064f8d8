"""Pages that were made stay on a shelf of their process until something that they depend on changes.

What changed is asked of the database every two seconds at most, so a correction is on every page within five, in
whichever process it was made. Such a page is the same for everybody, holds no secret, and lies here compressed, too.
"""

import gzip
import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from .changes import Change, last_change

ASKED_EVERY = timedelta(seconds=2)
MOST = 500
"""Pages of one process: some ten megabytes."""
SECONDS_ELSEWHERE = 2
"""The seconds for which a browser or a proxy may show a page without asking."""
HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Page:
    """A kept page, the same for everybody. `headers` beside the usual ones."""

    text: str
    content_type: str = HTML
    headers: dict[str, str] = field(default_factory=dict)


class Kept:
    """A page as it lies on the shelf."""

    def __init__(self, page: Page) -> None:
        self.content_type, self.headers = page.content_type, page.headers
        self.plain = page.text.encode()
        self.compressed = gzip.compress(self.plain, 6, mtime=0)
        self.etag = f'W/"{hashlib.sha256(self.plain).hexdigest()[:32]}"'
        """Weak: the same for both forms (RFC 9110, 8.8.3)."""


class Shelf:
    """The pages of this process, all of them made since the last change."""

    def __init__(self, most: int = MOST) -> None:
        """`most`: pages that lie here; the one that came first makes room."""
        self._lock, self._most = threading.Lock(), most
        self.clear()

    def clear(self) -> None:
        """Clear the shelf: nothing is there, and the database is asked anew."""
        self._change: Change | None = None
        self._asked_at: datetime | None = None
        self._pages: dict[str, Kept] = {}

    def change(self, now: datetime) -> Change:
        """Return the state that the pages depend on, at most two seconds old; a new one clears the pages."""
        asked_at, change = self._asked_at, self._change
        if change is not None and asked_at is not None and asked_at <= now < asked_at + ASKED_EVERY:
            return change
        found = last_change(now)
        with self._lock:
            if found != self._change:
                self._pages = {}
            self._change, self._asked_at = found, now
        return found

    def take(self, path: str, change: Change) -> Kept | None:
        """The page of this path as of `change`; None where it is to be made."""
        return self._pages.get(path) if change is self._change else None

    def put(self, path: str, page: Kept, change: Change) -> None:
        """Keep a page, unless something changed while it was being made."""
        with self._lock:
            if change is not self._change:
                return
            if len(self._pages) >= self._most:
                self._pages.pop(next(iter(self._pages)))
            self._pages[path] = page


SHELF = Shelf()
View = Callable[..., Page | HttpResponseBase]


def kept(view: View) -> Callable[..., HttpResponseBase]:
    """A view that takes `now` and the parts of its address, and gives a Page, which is kept; or another answer.

    What stands behind a question mark changes nothing. Sends 304 to who has it by its ETag. Last-Modified says when
    something was published or amended last, and decides nothing: topics and hours change a page as well.
    """

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, **parts: Any) -> HttpResponseBase:
        return shelved(SHELF, request, request.path, lambda now: view(now, **parts))

    return answer


def shelved(
    shelf: Shelf, request: HttpRequest, key: str, make: Callable[[datetime], Page | HttpResponseBase]
) -> HttpResponseBase:
    """The page that lies on `shelf` under `key`, or the one that `make` makes at this moment; 304 by its ETag."""
    now = timezone.now()
    change = shelf.change(now)
    found = shelf.take(key, change)
    if found is None:
        made = make(now)
        if not isinstance(made, Page):
            return made
        found = Kept(made)
        shelf.put(key, found, change)
    return _answer(request, found, change)


def _answer(request: HttpRequest, page: Kept, change: Change) -> HttpResponseBase:
    is_squeezed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(page.compressed if is_squeezed else page.plain, content_type=page.content_type)
    if is_squeezed:
        response.headers["Content-Encoding"] = "gzip"
    fixed = {"Cache-Control": f"public, max-age={SECONDS_ELSEWHERE}", "ETag": page.etag}
    if change.at:
        fixed["Last-Modified"] = http_date(change.at.timestamp())
    for name, value in (page.headers | fixed).items():
        response.headers[name] = value
    patch_vary_headers(response, ["Accept-Encoding"])
    return get_conditional_response(request, etag=page.etag, response=response) or response
