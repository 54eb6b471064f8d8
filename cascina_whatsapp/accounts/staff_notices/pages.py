"""The page *Novità*: what waits for me, the urgent first, what I should know, what is over; how much of it is new."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone

from cascina_whatsapp.presentation.components import colleague
from cascina_whatsapp.presentation.formatting.dates import in_a_sentence
from cascina_whatsapp.presentation.once import page_moment

from .models import Kind, StaffNotice
from .notifying import display_name

COUNTED = 99
"""The notices that are counted; of more, the header says that there are more than these."""


WaitingFor = Callable[[User, datetime], Sequence[Any]]
"""Lists what waits for a person: each has its `page`, and says whether it `is_urgent`."""


@dataclass(frozen=True)
class News:
    """The news of one colleague, as every page tells of them."""

    unread: int
    urgent: int
    """The urgent requests that wait for them, read or not."""

    @property
    def count(self) -> str:
        """Write how many are new, for the header: "3", "99+"; "" where there is nothing new."""
        return "" if not self.unread else str(self.unread) if self.unread <= COUNTED else f"{COUNTED}+"

    @property
    def in_title(self) -> str:
        """Begin the title of every page while something urgent waits: "(1 urgente) "."""
        return f"({self.urgent} urgent{'e' if self.urgent == 1 else 'i'}) " if self.urgent else ""


def news_of(user: User, *, on: str, now: datetime, waiting_for: WaitingFor) -> News:
    """Count what is new for `user`, up to one more than COUNTED; what is about the page `on` becomes read.

    One query, and a second one only where something is read. What waits is asked for only where they were told of
    something urgent.
    """
    fresh = Q(read_at=None) | Q(kind=Kind.URGENT)
    mine = StaffNotice.objects.for_person(user.pk).filter(fresh, over_at=None)
    found = list(mine.only("pk", "page", "kind", "read_at")[: COUNTED + 1])
    unread = {notice.pk: notice.is_about(on) for notice in found if notice.read_at is None}
    if read := [pk for pk, is_here in unread.items() if is_here]:
        StaffNotice.objects.filter(pk__in=read).update(read_at=now)
    waits = waiting_for(user, now) if any(notice.kind == Kind.URGENT for notice in found) else []
    return News(len(unread) - len(read), sum(one.is_urgent for one in waits))


def has_read(person: int, page: str) -> bool:
    """Tell whether a colleague has read what still waits for them on a page."""
    return StaffNotice.objects.for_person(person).asking().filter(page=page).exclude(read_at=None).exists()


def read_all(user: User, *, now: datetime) -> int:
    """Mark what `user` has not read yet; how many."""
    return StaffNotice.objects.for_person(user.pk).unread().update(read_at=now)


EACH_PAGE = 50
ENDED = 20
"""Notices that are over and still told, those that ended last."""


def news_page(reader: User, number: str | None, now: datetime, waits: Sequence[Any]) -> dict[str, Any]:
    """Collect what `reader` is told beside what `waits`; `number`: of the page of what they should know.

    `asking`: what wants something else of them, as a draft that was sent back. `over`:
    what nobody needs any more, and why: "approvato da te oggi alle 9:12".
    """
    mine = StaffNotice.objects.for_person(reader.pk)
    asking = list(mine.asking().exclude(page__in=[one.page for one in waits])[:EACH_PAGE])
    over = mine.exclude(over_at=None).order_by("-over_at", "-pk").select_related("over_by")
    known = Paginator(mine.filter(kind=Kind.KNOWN), EACH_PAGE).get_page(number)
    ended = [(notice.subject, _why(notice, reader, now)) for notice in over[:ENDED]]
    return {
        "urgent": [one for one in waits if one.is_urgent],
        "waiting": [one for one in waits if not one.is_urgent],
        "asking": asking,
        "known": known,
        "over": ended,
        "has_any": bool(waits or asking or known.paginator.count or ended),
    }


def _why(notice: StaffNotice, reader: User, now: datetime) -> str:
    by = notice.over_by
    who = "" if by is None else " da te" if by == reader else f" da {display_name(by)}"
    return f"{notice.over_how}{who} {in_a_sentence(notice.over_at or now, now)}"


def urls(site: AdminSite, waiting_for: WaitingFor) -> list[URLPattern]:
    """The address of the page, for the admin's own."""

    def page(request: HttpRequest) -> HttpResponse:
        if request.method == "POST":
            if read_all(colleague(request), now=timezone.now()):
                messages.success(request, "Hai segnato tutto come letto.")
            return redirect("admin:staff_notices")
        reader, now = colleague(request), page_moment()
        told = news_page(reader, request.GET.get("p"), now, waiting_for(reader, now))
        context = {**site.each_context(request), "title": "Novità", "told": told}
        return TemplateResponse(request, "admin/staff_notices.html", context)

    return [path("novita/", site.admin_view(page), name="staff_notices")]
