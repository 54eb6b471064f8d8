"""A walk by links alone, from Inizio, as each group: what somebody may open, some link leads to.

Nobody types an address. A page that only an address reaches is a page that the town hall does not have.
"""

import re
from collections import Counter, deque
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from django.contrib import admin
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from subscribers.models import Subscriber
from tests.pages import ROWS_AT_MOST, is_page, is_whole, names
from tests.people import Clerk
from tests.staff import STAFF, at_desk, found_by

pytestmark = [pytest.mark.django_db, pytest.mark.sweep]
HOME = "/admin/"
HREF = re.compile(r'<a\s[^>]*?href="([^"#]+)')
FORM = re.compile(r'<form\s[^>]*method="get"[^>]*action="([^"]+)"')
"""A form that only asks: its address is a link with a question."""
ROWS_TRIED = 4
"""Rows of one kind that are opened on the walk: they are alike but for their states."""
LED_TO_OTHERWISE = {
    "admin:back_inside": "opened beside a draft, when the session is over",
    "admin:confirm": "asked in the middle of something",
    "admin:subscribers_subscriber_find": "where the search on *Iscritti* and *Registro* is sent, and what it finds",
    "admin:factor_codes": "once one has a passkey or an app of codes",
}
"""Name of an address → why no link of an ordinary day leads there."""
SHOWN_ELSEWHERE = {
    "admin:subscribers_subscriber_change": "admin:subscribers_subscriber_story",
    "admin:broadcasts_numberstatus_change": "admin:broadcasts_numberstatus_changelist",
    "admin:broadcasts_bulletinwatch_changelist": "admin:broadcasts_bulletinwatch_change",
}
"""Django's page of one row → our own page of the same, which links lead to: a person's story, the one number, the
one row of choices."""


class Stroll:
    """What one clerk reaches who only follows links: the names of addresses, each with how many rows were opened."""

    def __init__(self, clerk: Clerk) -> None:
        self.desk = found_by(at_desk(clerk), *Subscriber.objects.all())
        self.reached: Counter[str] = Counter()
        self.seen: set[str] = set()
        self.ahead = deque([HOME])
        while self.ahead:
            self._open(self.ahead.popleft())

    def _open(self, link: str) -> None:
        """Open a page and note where it leads. A list is opened whole: what it leaves out is no other page."""
        path = urlsplit(link).path
        name = _name_of(path)
        if not name or path in self.seen or self.reached[name] >= ROWS_TRIED:
            return
        self.seen.add(path)
        answer = _read(self.desk, path)
        if answer.status_code not in (200, 302) and link != path:
            answer = _read(self.desk, link)
        if answer.status_code == 302:
            self.reached[name] += 1
            self.ahead.append(urljoin(path, answer.headers["Location"]))
        elif answer.status_code == 200:
            self.reached[name] += 1
            text = answer.text if _is_html(answer) else ""
            self.ahead += [urljoin(path, unescape(one)) for one in [*HREF.findall(text), *FORM.findall(text)]]


def _name_of(path: str) -> str:
    """The name of an address of the admin; "" for any other."""
    try:
        found = resolve(path)
    except Resolver404:
        return ""
    return found.view_name if found.view_name.startswith("admin:") else ""


def _read(desk: Client, path: str) -> HttpResponse:
    answer = desk.get(path)
    if answer.streaming:  # read to its end, or the file stays open
        b"".join(answer.streaming_content)
    return answer


def may_open(desk: Client) -> set[str]:
    """The names of the lists, forms to add and rows that the address opens, and of every page without a number."""
    models = {
        f"admin:{model._meta.app_label}_{model._meta.model_name}": model for model in admin.site._registry
    }
    whole = {name: reverse(name) for name, arguments in names() if not arguments and is_page(name)}
    found = {name for name, path in whole.items() if _is_page(_read(desk, path))}
    for name, model in models.items():
        rows = model._default_manager.order_by("-pk")[:ROWS_AT_MOST]
        paths = (reverse(f"{name}_change", args=[row.pk]) for row in rows)
        if any(_is_page(_read(desk, path)) for path in paths):
            found.add(f"{name}_change")
    return found


def _is_html(answer: HttpResponse) -> bool:
    return answer.headers.get("Content-Type", "").startswith("text/html") and not answer.streaming


def _is_page(answer: HttpResponse) -> bool:
    return _is_html(answer) and is_whole(answer)


@pytest.mark.parametrize("clerk", STAFF, ids=lambda clerk: clerk.group)
def test_whatever_somebody_may_open_a_link_leads_to(town, clerk):
    stroll = Stroll(clerk)
    may = may_open(stroll.desk)
    led_to = {SHOWN_ELSEWHERE.get(name, name) for name in may - set(LED_TO_OTHERWISE)}
    assert len(led_to) > 10
    assert sorted(led_to - set(stroll.reached)) == []
