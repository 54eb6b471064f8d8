"""Pages that are the same for everybody, kept by each process in Django's local-memory cache, compressed as well.

A page is kept under the state of the database that it depends on, four small queries, read twice a second at most:
so a correction is on every page within three seconds, in whichever process it was made, the browser's two included.
"""

import gzip
import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps
from typing import Any

from django.core.cache import caches
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from broadcasts import hooks
from broadcasts.models import Campaign, somebody_has_it
from broadcasts.rules.states import CAMPAIGN_OVER

from .models import Amendment

ASKED_EVERY = 0.5
"""Seconds."""
SECONDS_ELSEWHERE = 2
"""The seconds for which a browser or a proxy may show a page without asking."""
HTML = "text/html; charset=utf-8"


Change = tuple[datetime | None, int, int, int, int]
"""The state that the public pages depend on: as long as it is the same, so are they.

When something was published, ended, corrected or withdrawn last; how many broadcasts under way somebody has; the last
amendment; the last alert for other services; the minute, for topics, office hours and electoral periods, which nobody
waits for by the second.
"""


def last_change(now: datetime) -> Change:
    """Read that state in four small queries."""
    news = Campaign.objects.filter(purpose=Campaign.Purpose.NEWS, started_at__lte=now)
    told = news.aggregate(newest=Max("started_at"), over=Max("finished_at"))
    amended = Amendment.objects.aggregate(last=Max("pk"), at=Max("at"))
    moments = [moment for moment in (*told.values(), amended["at"]) if moment]
    has_it = news.exclude(status__in=CAMPAIGN_OVER).filter(somebody_has_it()).count()
    alerts = sum(ask().aggregate(last=Max("pk"))["last"] or 0 for ask in hooks.ALERT_FILES)
    minute = int(now.timestamp()) // 60
    return max(moments, default=None), has_it, amended["last"] or 0, alerts, minute


class Page:
    """A page for everybody, as it lies in the cache. `headers` beside the usual ones."""

    def __init__(self, text: str, content_type: str = HTML, headers: Mapping[str, str] = {}) -> None:
        self.content_type, self.headers = content_type, {**headers}
        self.plain = text.encode()
        self.compressed = gzip.compress(self.plain, 6, mtime=0)
        self.etag = f'W/"{hashlib.sha256(self.plain).hexdigest()[:32]}"'
        """Weak: the same for both forms (RFC 9110, 8.8.3)."""


View = Callable[..., Page | HttpResponseBase]


def kept(view: View) -> Callable[..., HttpResponseBase]:
    """A view that takes `now` and the parts of its address, and gives a Page, which is kept; or another answer.

    What stands behind a question mark changes nothing. Sends 304 to who has it by its ETag. Last-Modified says when
    something was published or amended last, and decides nothing: topics and hours change a page as well.
    """

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, **parts: Any) -> HttpResponseBase:
        return cached("pages", request, request.path, lambda now: view(now, **parts))

    return answer


def cached(
    cache: str, request: HttpRequest, key: str, make: Callable[[datetime], Page | HttpResponseBase]
) -> HttpResponseBase:
    """The page that this cache keeps under `key`, or the one that `make` makes at this moment; 304 by its ETag."""
    now = timezone.now()
    change: Change | None = caches[cache].get("change")
    if change is None:
        change = last_change(now)
        caches[cache].set("change", change, ASKED_EVERY)
    place = hashlib.sha256(f"{change}{key}".encode()).hexdigest()
    found: Page | None = caches[cache].get(place)
    if found is None:
        made = make(now)
        if not isinstance(made, Page):
            return made
        found = made
        caches[cache].set(place, found)
    return _answer(request, found, change[0])


def _answer(request: HttpRequest, page: Page, changed_at: datetime | None) -> HttpResponseBase:
    is_squeezed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(page.compressed if is_squeezed else page.plain, content_type=page.content_type)
    if is_squeezed:
        response.headers["Content-Encoding"] = "gzip"
    fixed = {"Cache-Control": f"public, max-age={SECONDS_ELSEWHERE}", "ETag": page.etag}
    if changed_at:
        fixed["Last-Modified"] = http_date(changed_at.timestamp())
    for name, value in (page.headers | fixed).items():
        response.headers[name] = value
    patch_vary_headers(response, ["Accept-Encoding"])
    return get_conditional_response(request, etag=page.etag, response=response) or response
