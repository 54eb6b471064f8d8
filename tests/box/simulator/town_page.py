"""The page of the Comune's site: what was published, and a form that publishes one more; HTML without a script.

`/comune/` is the page, `/comune/feed.xml` the feed, `POST /comune/notizie` (title, text) publishes.
"""

import time
from html import escape
from urllib.parse import parse_qs

from .http_exchange import Request, Response
from .pages import MISSING, SECURITY, STATIC
from .town_site import TownSite, feed

HTML, ATOM = b"text/html; charset=UTF-8", b"application/atom+xml; charset=UTF-8"


async def respond(site: TownSite, request: Request) -> Response:
    """The page, the feed, or the form that publishes."""
    match request.method, request.path.removeprefix("/comune/"):
        case "GET", "":
            return Response(_page(site).encode(), 200, HTML, SECURITY)
        case "GET", "feed.xml":
            return Response(feed(site).encode(), 200, ATOM, SECURITY)
        case "POST", "notizie":
            return _published(site, request)
    return MISSING


def _published(site: TownSite, request: Request) -> Response:
    sent = parse_qs(request.body.decode("utf-8", "replace"))
    title, text = (" ".join(sent.get(name, [""])[0].split()) for name in ("title", "text"))
    if title:
        site.publish(title, text)
    return Response(status=303, headers=(*SECURITY, (b"location", b"/comune/")))


def _page(site: TownSite) -> str:
    news = "".join(
        f"<li><h3>{escape(one.title)}</h3><p>{escape(one.text)}</p>"
        f'<p class="foot">{time.strftime("%d/%m/%Y %H:%M", time.localtime(one.at))}</p></li>'
        for one in site.news
    )
    return (STATIC / "town_site.html").read_text(encoding="utf-8").replace("{{ news }}", news)
