# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page *Novità*: what I was told, the newest first, with the way to where it is dealt with."""

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone

from cascina_whatsapp.presentation.components import colleague
from cascina_whatsapp.presentation.formatting.dates import past_moment

from . import reading
from .models import StaffNotice

EACH_PAGE = 50


def urls(site: AdminSite) -> list[URLPattern]:
    """The address of the page, for the admin's own."""

    def page(request: HttpRequest) -> HttpResponse:
        if request.method == "POST":
            return _read_all(request)
        return TemplateResponse(request, "admin/staff_notices.html", _context(site, request))

    return [path("novita/", site.admin_view(page), name="staff_notices")]


def _context(site: AdminSite, request: HttpRequest) -> dict[str, object]:
    now, mine = timezone.now(), StaffNotice.objects.for_person(colleague(request).pk)
    shown = Paginator(mine, EACH_PAGE).get_page(request.GET.get("p"))
    return {
        **site.each_context(request),
        "title": "Novità",
        "shown": shown,
        "notices": [(notice, past_moment(notice.at, now)) for notice in shown],
    }


def _read_all(request: HttpRequest) -> HttpResponse:
    if reading.read_all(colleague(request), now=timezone.now()):
        messages.success(request, "Hai segnato tutto come letto.")
    return redirect("admin:staff_notices")
