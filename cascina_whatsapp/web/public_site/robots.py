"""The files on what search engines may read: `robots.txt` (RFC 9309) and `sitemap.xml`
(https://www.sitemaps.org/protocol.html).

In a trial nothing: invented messages must not be found.
"""

from datetime import datetime

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils.html import escape

from broadcasts.content.published import published
from cascina_whatsapp.presentation.formatting.dates import in_rome

from .page_cache import Page, kept
from .wording import Message

CLOSED = ("/admin/", "/invito/", "/webhooks/")
PAGES = ("public_how", "public_archive", "public_genuine", "public_accessibility", "privacy_notice")
MOST = 5000
"""Messages, the newest first: some 600 KB, written once for everybody."""


def is_open() -> bool:
    """Tell whether this is no trial, so that search engines may come."""
    return not settings.DEBUG


@kept
def robots_txt(now: datetime) -> Page:
    """Allow robots all that is public; in a trial, nothing."""
    allowed = [f"Disallow: {path}" for path in CLOSED] if is_open() else ["Disallow: /"]
    sitemap = [f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}"] if is_open() else []
    return Page("\n".join(["User-agent: *", *allowed, *sitemap, ""]), "text/plain; charset=utf-8")


@kept
def sitemap(now: datetime) -> Page:
    """The pages, and every message that was not withdrawn, with when it changed last. 404 in a trial."""
    if not is_open():
        raise Http404
    news = published(now).prefetch_related("amendments")[:MOST]
    messages = [one for one in (Message(campaign, now) for campaign in news) if not one.withdrawal]
    rows = [_row(f"{settings.SITE_URL}{reverse(name)}") for name in PAGES]
    rows += [_row(one.url, one.changed_at) for one in messages]
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    )
    return Page("\n".join([head, *rows, "</urlset>", ""]), "application/xml; charset=utf-8")


def _row(url: str, changed_at: datetime | None = None) -> str:
    when = f"<lastmod>{in_rome(changed_at).isoformat(timespec='seconds')}</lastmod>" if changed_at else ""
    return f"<url><loc>{escape(url)}</loc>{when}</url>"
