"""Pages that belong to no message: how it works, whether a message is genuine, accessibility, the privacy notice in
all its versions, to which every automatic text points; code and card; and what is told where there is no page.

For search engines `robots.txt` (RFC 9309) and `sitemap.xml`; in a trial nothing: invented messages must not be found.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.views import defaults

from broadcasts.launching.published import published
from cascina_whatsapp.presentation.formatting.dates import day_in_words, in_rome
from subscribers import texts
from subscribers.models import ServiceText, Topic
from subscribers.rules.posters import drawing
from subscribers.texts.declared import fill

from . import town_hall
from .page_cache import Page, kept
from .wording import Message

AGE_LEAST = 14
"""The years of who consents by themselves (D.Lgs. 196/2003, art. 2-quinquies)."""
STATES = {
    "full": "conforme",
    "partial": "parzialmente conforme",
    "none": "non conforme",
}
"""AGID's words (Linee guida sull'accessibilità degli strumenti informatici, all. 1)."""
CLOSED = ("/admin/", "/invito/", "/webhooks/")
PAGES = ("public_how", "public_archive", "public_genuine", "public_accessibility", "privacy_notice")
MOST = 5000
"""Messages, the newest first: some 600 KB, written once for everybody."""


NOT_PUBLIC = ("/admin/", "/invito/", "/webhooks/", "/metrics")
"""The beginnings of the addresses of who works here, and of programs."""
NO_STORE = {"Cache-Control": "no-store"}


def page(name: str, **context: Any) -> Page:
    """The template templates/public/NAME.html, in the frame. Without a request: nothing of a reader is known."""
    return Page(render_to_string(f"public/{name}.html", {"town_hall": town_hall.owner(), **context}))


@kept
def how_it_works(now: datetime) -> Page:
    """Show how to join and to leave, for who has not joined."""
    return page(
        "how_it_works",
        number=town_hall.number(),
        topics=Topic.objects.filter(is_active=True),
        hours=town_hall.hours_in_words(),
        age=AGE_LEAST,
        here="how",
    )


@kept
def is_it_genuine(now: datetime) -> Page:
    """Show how to tell a message of ours from one that pretends to be."""
    return page("genuine", number=town_hall.number(), site=settings.OFFICIAL_SITES[0], here="genuine")


@kept
def accessibility(now: datetime) -> Page:
    """The statement in plain words; the one that counts is at AGID's."""
    reviewed = settings.ACCESSIBILITY_REVIEWED
    return page(
        "accessibility",
        state=STATES[settings.ACCESSIBILITY_STATE],
        is_full=settings.ACCESSIBILITY_STATE == "full",
        reviewed=day_in_words(reviewed) if reviewed else "",
        contact=settings.ACCESSIBILITY_CONTACT,
        statement=settings.ACCESSIBILITY_STATEMENT,
    )


@kept
def code(now: datetime) -> Page:
    """The square that opens WhatsApp with the word to join written. 404 before the number is known."""
    link = town_hall.number().join
    if not link:
        raise Http404
    return Page(drawing.code(link), "image/svg+xml")


@kept
def card(now: datetime) -> Page:
    """The number for an address book (vCard 3.0). 404 before it is known."""
    number = town_hall.number()
    if not number.digits:
        raise Http404
    lines = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        "N:;Comune di Cascina;;;",
        "FN:Comune di Cascina",
        "ORG:Comune di Cascina",
        f"TEL;TYPE=CELL:+{number.digits}",
        f"URL:{settings.SITE_URL}{reverse('public_how')}",
        "NOTE:Notizie del Comune su WhatsApp. Per smettere scrivi Cancellazione.",
        "END:VCARD",
        "",
    ]
    name = {"Content-Disposition": 'attachment; filename="comune-di-cascina.vcf"'}
    return Page("\r\n".join(lines), "text/vcard; charset=utf-8", name)


@kept
def robots_txt(now: datetime) -> Page:
    """Allow robots all that is public; in a trial, nothing."""
    allowed = [f"Disallow: {path}" for path in CLOSED] if not settings.DEBUG else ["Disallow: /"]
    sitemap = [f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}"] if not settings.DEBUG else []
    return Page("\n".join(["User-agent: *", *allowed, *sitemap, ""]), "text/plain; charset=utf-8")


@kept
def sitemap(now: datetime) -> Page:
    """The pages, and every message that was not withdrawn, with when it changed last. 404 in a trial."""
    if settings.DEBUG:
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


def privacy_notice(request: HttpRequest, version: int | None = None) -> HttpResponse:
    """The notice in force (GDPR, art. 13), or the version that somebody once read, or is going to."""
    now = timezone.now()
    versions = texts.with_state(ServiceText.objects.filter(key="privacy_notice"), now)
    asked = ServiceText.objects.in_force("privacy_notice", now).version if version is None else version
    notice = get_object_or_404(versions, version=asked)
    context = {
        "notice": notice,
        "body": fill(notice.body),
        "others": versions.exclude(pk=notice.pk).order_by("-version"),
        "State": texts.State,
    }
    return HttpResponse(page("privacy_notice", **context).plain)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, in the look of the place where it happened."""
    if request.path.startswith(NOT_PUBLIC):
        return defaults.page_not_found(request, exception)
    return _answer("not_found", 404)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400 for what no page of ours asks, bare where the host is not ours; 413 for a form with too many words."""
    if isinstance(exception, DisallowedHost):  # a scanner, all day
        return HttpResponse(status=400)
    is_too_large = isinstance(exception, RequestDataTooBig)
    written = render_to_string("400.html", {"is_too_large": is_too_large})  # who asks may not be known yet
    return HttpResponse(written, status=413 if is_too_large else 400, headers=NO_STORE)


def failed(request: HttpRequest) -> HttpResponse:
    """500. Asks the database nothing."""
    if request.path.startswith(NOT_PUBLIC):
        return defaults.server_error(request)
    return _answer("failed", 500)


def gone(page: str) -> HttpResponse:
    """Answer 410: the page was here, and was withdrawn; `page` is the address that says why."""
    return _answer("gone", 410, page=page)


def _answer(name: str, status: int, **context: str) -> HttpResponse:
    return HttpResponse(page(name, **context).plain, status=status, headers=NO_STORE)
