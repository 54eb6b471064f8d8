"""The page *Novità*: what waits for me, the urgent first, what I should know, and what is over by now."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone

from cascina_whatsapp.presentation.components import colleague
from cascina_whatsapp.presentation.formatting.dates import in_a_sentence

from . import reading
from .models import Kind, StaffNotice
from .notifying import display_name

EACH_PAGE = 50
ENDED = 20
"""Notices that are over and still told, those that ended last."""


@dataclass(frozen=True)
class NewsPage:
    """The page *Novità* as its reader finds it."""

    urgent: list[StaffNotice]
    waiting: list[StaffNotice]
    known: "Page[StaffNotice]"
    over: list[tuple[str, str]]
    """What nobody needs any more, and why: "approvato da te oggi alle 9:12"."""

    def __bool__(self) -> bool:
        return bool(self.urgent or self.waiting or self.known.paginator.count or self.over)


def news_page(reader: User, number: str | None, now: datetime) -> NewsPage:
    """Collect what `reader` is told; `number`: of the page of what they should know."""
    mine = StaffNotice.objects.for_person(reader.pk)
    asking = list(mine.asking()[:EACH_PAGE])
    over = mine.exclude(over_at=None).order_by("-over_at", "-pk").select_related("over_by")
    return NewsPage(
        urgent=[notice for notice in asking if notice.kind == Kind.URGENT],
        waiting=[notice for notice in asking if notice.kind == Kind.WAITS],
        known=Paginator(mine.filter(kind=Kind.KNOWN), EACH_PAGE).get_page(number),
        over=[(notice.subject, _why(notice, reader, now)) for notice in over[:ENDED]],
    )


def _why(notice: StaffNotice, reader: User, now: datetime) -> str:
    by = notice.over_by
    who = "" if by is None else " da te" if by == reader else f" da {display_name(by)}"
    return f"{notice.over_how}{who} {in_a_sentence(notice.over_at or now, now)}"


def urls(site: AdminSite) -> list[URLPattern]:
    """The address of the page, for the admin's own."""

    def page(request: HttpRequest) -> HttpResponse:
        if request.method == "POST":
            return _read_all(request)
        told = news_page(colleague(request), request.GET.get("p"), timezone.now())
        context = {**site.each_context(request), "title": "Novità", "told": told}
        return TemplateResponse(request, "admin/staff_notices.html", context)

    return [path("novita/", site.admin_view(page), name="staff_notices")]


def _read_all(request: HttpRequest) -> HttpResponse:
    if reading.read_all(colleague(request), now=timezone.now()):
        messages.success(request, "Hai segnato tutto come letto.")
    return redirect("admin:staff_notices")
