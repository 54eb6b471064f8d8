"""The page *Locandine e cartoncini*: what the office prints, in every language in which people are asked to join."""

import re

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from cascina_whatsapp.web.public_site import posters, town_hall

RIGHT = "broadcasts.view_campaign"
NAME, FILE = "posters", "posters_file"
FILE_NAME = re.compile(r"([a-z]{2})-(a\d)\.([a-z]{3})")
LATER = "Adesso non si può: riprova fra qualche secondo."
SHEETS = {"a4": "Locandina A4", "a6": "Cartoncino A6"}
FORMATS = {"pdf": "PDF", "png": "Immagine"}


def urls(site: AdminSite) -> list[URLPattern]:
    """List the addresses of the posters' pages, for the admin's own."""

    def page(request: HttpRequest) -> HttpResponse:
        _check(request)
        context = {
            **site.each_context(request),
            "title": "Locandine e cartoncini",
            "has_number": bool(town_hall.number().digits),
            "languages": [
                (one, posters.why_not(one), _links(one)) for one in posters.languages(timezone.now())
            ],
        }
        return TemplateResponse(request, "admin/posters.html", context)

    def file(request: HttpRequest, name: str) -> HttpResponseBase:
        _check(request)
        found = FILE_NAME.fullmatch(name)
        if not found:
            raise Http404
        try:
            return posters.answer(request, *found.groups())
        except posters.NotDrawn as refusal:
            messages.error(request, str(refusal) or LATER)
            return redirect(f"admin:{NAME}")

    return [
        path("locandine/", site.admin_view(page), name=NAME),
        path("locandine/<str:name>", site.admin_view(file), name=FILE),
    ]


def _check(request: HttpRequest) -> None:
    if not request.user.has_perm(RIGHT):
        raise PermissionDenied


def _links(of: posters.InLanguage) -> list[tuple[str, list[tuple[str, str]]]]:
    """List each sheet by its name, with label and address of each file."""
    return [
        (
            label,
            [
                (name, reverse(f"admin:{FILE}", args=[f"{of.code}-{size}.{kind}"]))
                for kind, name in FORMATS.items()
            ],
        )
        for size, label in SHEETS.items()
    ]
