"""Pages that belong to no message: how it works, whether a message is genuine, accessibility; code and card."""

import io
from datetime import datetime
from typing import Any

import segno
from django.conf import settings
from django.http import Http404
from django.template.loader import render_to_string
from django.urls import reverse

from cascina_whatsapp.presentation.formatting.dates import day_in_words
from subscribers.models import Topic

from . import town_hall
from .page_cache import Page, kept

AGE_LEAST = 14
"""The years of who consents by themselves (D.Lgs. 196/2003, art. 2-quinquies)."""
STATES = {
    "full": "conforme",
    "partial": "parzialmente conforme",
    "none": "non conforme",
}
"""AGID's words (Linee guida sull'accessibilità degli strumenti informatici, all. 1)."""


def page(name: str, **context: Any) -> Page:
    """The template templates/public/NAME.html, in the frame. Without a request: nothing of a reader is known."""
    return Page(render_to_string(f"public/{name}.html", context))


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
    drawn = io.BytesIO()
    segno.make(link, error="q").save(drawn, kind="svg", border=4, omitsize=True, xmldecl=False)
    return Page(drawn.getvalue().decode(), "image/svg+xml")


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
