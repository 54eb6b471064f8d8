"""Posters and cards, made from the texts in force: in Italian from what is announced, in other languages from the
question whether one wants to join. A new version of a text, another number or address make another file."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, re_path, reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from cascina_whatsapp.presentation.version import VERSION
from cascina_whatsapp.security import untrusted_files
from subscribers.models import ServiceText
from subscribers.rules.languages import NAMES, key_in
from subscribers.rules.posters import drawing
from subscribers.rules.posters.drawing import Run
from subscribers.texts import CATALOGUE
from subscribers.texts.declared import fill
from subscribers.texts.languages import languages_at

from . import made_files, town_hall

ANNOUNCEMENT, QUESTION = "announcement", "optin_prompt"
"""The texts that people read before they join."""
FORMATS = {"pdf": ("PDF", drawing.pdf, "application/pdf"), "png": ("Immagine", drawing.png, "image/png")}
"""Ending of a file → what people call it, what draws it, its type."""
SHEETS = {"a4": "Locandina A4", "a6": "Cartoncino A6"}
RIGHT = "broadcasts.view_campaign"
NAME, FILE = "posters", "posters_file"
LATER = "Adesso non si può: riprova fra qualche secondo."
BOLD = re.compile(r"\*([^*\n]+)\*")
NUMBER = re.compile(r"\+?\d[\d .]{5,}\d")
"""A telephone number in a text: eight signs or more."""
OTHER_NUMBER = "Il testo dice un numero diverso da quello del servizio: prima si corregge il testo."
OWNER = "Comune di Cascina"
LATIN = ("LATIN ", "MODIFIER LETTER ", "FEMININE ORDINAL", "MASCULINE ORDINAL")
"""The beginnings of Unicode's names of the letters that our fonts may have."""


class NotDrawn(Exception):
    """The poster can't be drawn, with the reason in Italian; or not now: then without one."""


@dataclass(frozen=True)
class InLanguage:
    """The words to be printed in one language."""

    code: str
    name: str
    """The name in Italian: "albanese"."""
    own_name: str
    """The name that those who speak it have for it: "Shqip"."""
    word: str
    """The one to write, which joins."""
    text: ServiceText


def languages(now: datetime) -> Iterator[InLanguage]:
    """List Italian, and every other language whose question is in force."""
    yield InLanguage(
        "it", "italiano", "Italiano", town_hall.JOIN, ServiceText.objects.in_force(ANNOUNCEMENT, now)
    )
    for code, language in languages_at(now).in_use.items():
        text = ServiceText.objects.shown(key_in(QUESTION, code), now)
        if text and language.joins:
            yield InLanguage(code, NAMES[code], language.name or NAMES[code], language.joins[0], text)


def why_not(of: InLanguage) -> str:
    """Say in Italian why nothing can be printed in this language; "" where it can. Our letters are those of Latin
    alone, and a sheet of empty boxes would be noticed once it hangs on a wall; so would one with two numbers.
    """
    told = ("".join(filter(str.isdigit, found)) for found in NUMBER.findall(of.text.body))
    if any(not town_hall.number().digits.endswith(digits) for digits in told):
        return OTHER_NUMBER
    words = f"{of.own_name}{of.word}{fill(of.text.body)}"
    is_latin = all(unicodedata.name(sign, "").startswith(LATIN) for sign in words if sign.isalpha())
    return "" if is_latin else drawing.NO_LETTERS


def poster(of: InLanguage, size: str) -> dict[str, Any] | None:
    """Build a poster in one language; None before WhatsApp has told the service its number."""
    number, owner = town_hall.number(), town_hall.owner()
    if not number.digits:
        return None
    is_italian = of.code == "it"
    site = f"{settings.SITE_URL}{reverse('public_how')}".partition("://")[2].rstrip("/")
    return {
        "size": size,
        "lang": of.code,
        "owner": OWNER,
        "title": "Le notizie del Comune su\N{NO-BREAK SPACE}WhatsApp"
        if is_italian
        else f"WhatsApp · {of.own_name}",
        "link": number.link(of.word),
        "code_told": f"QR: WhatsApp {number.shown}, «{of.word}»",
        "before": "Scrivi" if is_italian else "",
        "word": of.word,
        "between": "su WhatsApp al numero" if is_italian else "WhatsApp",
        "number": number.local,
        "paragraphs": tuple(tuple(_runs(block)) for block in re.split(r"\n\s*\n", fill(of.text.body))),
        "foot": f"Numero verde gratuito {owner['phone']} · {site}",
    }


def drawn(what: dict[str, Any], format_: str) -> Path:
    """The file, drawn the first time. Raises NotDrawn."""
    written = drawing.packed(what)

    def draw() -> bytes:
        try:
            facts, content = untrusted_files.read(FORMATS[format_][1], written, way=untrusted_files.AT_ONCE)
        except (untrusted_files.Busy, untrusted_files.TooComplex):
            raise NotDrawn from None
        if drawing.REFUSED in facts:
            raise NotDrawn(facts[drawing.REFUSED])
        return content

    name = hashlib.sha256(written + VERSION.encode()).hexdigest()[:32]
    return made_files.made(f"posters/{name}.{format_}", draw)


def answer(request: HttpRequest, language: str, size: str, format_: str) -> HttpResponseBase:
    """The file to a browser. Raises Http404 where there is none, and NotDrawn."""
    if size not in SHEETS or format_ not in FORMATS:
        raise Http404
    of = next((one for one in languages(timezone.now()) if one.code == language), None)
    what = poster(of, size) if of else None
    if of is None or what is None:
        raise Http404
    if reason := why_not(of):
        raise NotDrawn(reason)
    name = f"{slugify(SHEETS[size])}-{language}.{format_}"
    return made_files.answer(request, drawn(what, format_), FORMATS[format_][2], name=name, is_saved=True)


@require_safe
def public_poster(request: HttpRequest) -> HttpResponseBase:
    """The poster in Italian, for anybody who wants to hang one up."""
    try:
        return answer(request, "it", "a4", "pdf")
    except NotDrawn as refusal:
        if str(refusal):
            raise Http404 from None
        return made_files.not_now()


def _runs(block: str) -> Iterator[Run]:
    """Yield runs of words, bold between WhatsApp's stars."""
    for place, words in enumerate(BOLD.split(" ".join(block.split()))):
        if words:
            yield words, place % 2 == 1


def urls(site: AdminSite) -> list[URLPattern]:
    """List the addresses of *Locandine e cartoncini*: what the office prints, in every language of the service."""

    @permission_required(RIGHT, raise_exception=True)
    def shown(request: HttpRequest) -> HttpResponse:
        context = {
            **site.each_context(request),
            "title": "Locandine e cartoncini",
            "has_number": bool(town_hall.number().digits),
            "languages": [
                (one, CATALOGUE[one.text.key].label, why_not(one), _links(one))
                for one in languages(timezone.now())
            ],
        }
        return TemplateResponse(request, "admin/posters.html", context)

    @permission_required(RIGHT, raise_exception=True)
    def file(request: HttpRequest, language: str, size: str, format_: str) -> HttpResponseBase:
        try:
            return answer(request, language, size, format_)
        except NotDrawn as refusal:
            messages.error(request, str(refusal) or LATER)
            return redirect(f"admin:{NAME}")

    name = r"^locandine/(?P<language>[a-z]{2})-(?P<size>a\d)\.(?P<format_>[a-z]{3})$"
    return [
        path("locandine/", site.admin_view(shown), name=NAME),
        re_path(name, site.admin_view(file), name=FILE),
    ]


def _links(of: InLanguage) -> list[tuple[str, list[tuple[str, str]]]]:
    """List each sheet by its name, with label and address of each file."""
    return [
        (
            sheet,
            [
                (label, reverse(f"admin:{FILE}", args=[of.code, size, kind]))
                for kind, (label, *_) in FORMATS.items()
            ],
        )
        for size, sheet in SHEETS.items()
    ]
