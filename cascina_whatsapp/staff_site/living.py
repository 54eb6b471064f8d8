"""The question of an open page, asked by itself: what its frame says now, and whether the page has changed since.

The answer has a tag (ETag). Who asks with the tag of the last answer is told in a line that nothing has moved (304):
the page itself is read again only where something has.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Count, Exists, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.template.loader import render_to_string
from django.urls import resolve
from django.urls.exceptions import Resolver404

from broadcasts import hooks
from broadcasts.launching import undo_window
from broadcasts.models import Campaign, CampaignEvent, Delivery
from broadcasts.rules.states import CampaignStatus as C
from broadcasts.rules.states import DeliveryStatus
from cascina_whatsapp.accounts.staff_notices.pages import news_of
from cascina_whatsapp.presentation.components import colleague, row_number
from cascina_whatsapp.presentation.formatting.dates import in_rome
from cascina_whatsapp.presentation.once import page_moment
from subscribers.models import RegisterExport

from . import alerts
from .home.waiting import waiting_for
from .undo_countdown import strips_for

OFTEN, SELDOM = 5, 30
"""Seconds between two questions: while something of its reader's waits or leaves, and otherwise."""
SOON = timedelta(minutes=2)
"""The time before an approved message leaves in which its page asks often."""
HALF_HOUR = 30
"""Minutes after which a page is read again although nothing moved: "2 ore fa", "ufficio aperto" grow old."""


def answer(request: HttpRequest, address: str) -> HttpResponse:
    """Tell the open page of this address what its frame says now.

    As JSON: `frame` (HTML), `urgent` (the beginning of the title), `page` (it changes when the page should be read
    again). The header Ask-Again: in how many seconds to ask again.
    """
    user, now = colleague(request), page_moment()
    moved = _moved(user, now)
    strips = strips_for(user, address, now) if moved.pop("departs") else []
    bar = alerts.for_user(user, now, is_open=True)
    news = news_of(user, on="", now=now, waiting_for=waiting_for)
    since = (in_rome(now).hour, now.minute // HALF_HOUR)
    page = _tag(moved, since, _figures(address), bar, news)
    told = [(strip["page"], strip["undo"], bool(strip["seconds"]), strip["is_over"]) for strip in strips]
    tag = f'"{_tag(page, told)}"'
    headers = {"ETag": tag, "Ask-Again": OFTEN if moved["waits"] else SELDOM}
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers=headers)
    context = {"alerts": bar, "leaving": strips, "news": news}
    frame = render_to_string("admin/living.html", context, request)
    return JsonResponse({"frame": frame, "urgent": news.in_title, "page": page}, headers=headers)


def _moved(user: User, now: datetime) -> dict[str, Any]:
    """Ask in one query what each step of a message moves, whether something of the reader's `waits` or leaves, and
    whether anybody's `departs` or just has.
    """
    steps, touched = CampaignEvent.objects.order_by("-pk"), Campaign.objects.exclude(changed_at=None)
    own = Q(author=user) | Q(changed_by=user) | Q(approved_by=user)
    asked = (
        Q(status=C.IN_REVIEW) if user.has_perm("broadcasts.launch_campaign") else Q(status=C.IN_REVIEW) & own
    )
    leaving = Q(status=C.SENDING) | Q(status=C.APPROVED, scheduled_for__lt=now + SOON)
    row = User.objects.filter(pk=user.pk).values(
        step=Subquery(steps.values("pk")[:1]),
        touched=Subquery(touched.order_by("-changed_at").values("changed_at")[:1]),
        made=Subquery(Campaign.objects.order_by("-pk").values("pk")[:1]),
        waits=Exists(Campaign.objects.filter(asked | leaving & own)),
        departs=Exists(Campaign.objects.filter(undo_window.departing(now))),
    )
    return dict(row.get())


def _figures(page: str) -> list[Any]:
    """Count what moves on one page without a step being taken: deliveries, a slice's rows; the state of an export."""
    try:
        found = resolve(page)
    except Resolver404:
        return []
    ask, number = FIGURES.get(found.url_name or ""), row_number(found.kwargs.get("object_id", "0"))
    return ask(number) if ask and number is not None else []


def _of_message(pk: int) -> list[Any]:
    return sorted(_people(Q(campaign=pk)).union(*(ask(pk) for ask in hooks.FIGURES), all=True))


def _of_all(_: int) -> list[Any]:
    return sorted(_people(Q(campaign__status=C.SENDING)))


def _people(of: Q) -> QuerySet[Delivery, Any]:
    rows = Delivery.objects.filter(of, status__in=list(DeliveryStatus)).order_by()
    return rows.values_list("campaign", "status").annotate(people=Count("pk"))


def _of_export(pk: int) -> list[Any]:
    return list(RegisterExport.objects.filter(pk=pk).values_list("status"))


FIGURES: dict[str, Callable[[int], list[Any]]] = {
    "index": _of_all,
    "broadcasts_campaign_changelist": _of_all,
    "broadcasts_campaign_change": _of_message,
    "subscribers_registerexport_change": _of_export,
}
"""Name of a page's address → what moves on it."""


def _tag(*parts: Any) -> str:
    return sha256(repr(parts).encode()).hexdigest()[:32]
