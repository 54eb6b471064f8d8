"""The page of the Comune's site: what was published, and a form that publishes one more; HTML without a script.

`/comune/` is the page, `/comune/feed.xml` the feed, `POST /comune/notizie` (title, text) publishes.
"""

import time
from html import escape

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpResponse

from .http_exchange import HTML
from .pages import SECURITY, STATIC, missing
from .town_site import TownSite, feed

ATOM = "application/atom+xml; charset=UTF-8"


async def respond(site: TownSite, request: ASGIRequest) -> HttpResponse:
    """The page, the feed, or the form that publishes."""
    match request.method, request.path.removeprefix("/comune/"):
        case "GET", "":
            return HttpResponse(_page(site), HTML, headers=SECURITY)
        case "GET", "feed.xml":
            return HttpResponse(feed(site), ATOM, headers=SECURITY)
        case "POST", "notizie":
            return _published(site, request)
    return missing()


def _published(site: TownSite, request: ASGIRequest) -> HttpResponse:
    title, text = (" ".join(request.POST.get(name, "").split()) for name in ("title", "text"))
    if title:
        site.publish(title, text)
    return HttpResponse(status=303, headers=SECURITY | {"Location": "/comune/"})


def _page(site: TownSite) -> str:
    news = "".join(
        f"<li><h3>{escape(one.title)}</h3><p>{escape(one.text)}</p>"
        f'<p class="foot">{time.strftime("%d/%m/%Y %H:%M", time.localtime(one.at))}</p></li>'
        for one in site.news
    )
    return (STATIC / "town_site.html").read_text(encoding="utf-8").replace("{{ news }}", news)
