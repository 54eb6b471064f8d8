"""Every form that somebody sees, its fields full of one sign: it is answered, and so is everybody else.

As the service is, a field of three megabytes is refused unread. Without that bound whatever reads a field comes to
its end, since the work grows with the length alone.
"""

import signal
from collections.abc import Container, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.urls import resolve, reverse

from cascina_whatsapp.security.http import large_bodies
from tests.pages import every_page, everything, public_pages
from tests.people import Clerk
from tests.staff import STAFF, at_desk

pytestmark = [pytest.mark.django_db, pytest.mark.sweep]
LENGTH = 300_000
"""Characters that would hold the interpreter for minutes where they are read again from each of them."""
SECONDS = 10
"""Of processor, for one answer."""
NOT_WRITTEN = {"csrfmiddlewaretoken", None}


@dataclass
class Form:
    """One that is posted: where to, and what a browser would send."""

    addresses: list[str]
    fields: dict[str, str] = field(default_factory=dict)


class Forms(HTMLParser):
    """The forms of a page, and the addresses to which a script posts them."""

    def __init__(self, path: str, text: str) -> None:
        super().__init__()
        self.path, self.found, self.open = path, [], Form([])
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list) -> None:
        given = dict(attributes)
        if tag == "form":
            own = [given.get("action") or "", *(to for name, to in attributes if name.startswith("data-"))]
            self.open = Form(
                [urljoin(self.path, to) for to in own if to == own[0] or to.startswith("/admin/")]
            )
            if (given.get("method") or "").lower() == "post":
                self.found.append(self.open)
        elif tag in ("input", "textarea", "select") and given.get("name") not in NOT_WRITTEN:
            self.open.fields.setdefault(given["name"], given.get("value") or "")


@pytest.fixture(scope="module")
def every_form(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[dict[tuple, tuple]]:
    """Who, which page, which fields → a desk, an address, the form: each that somebody sees, once."""
    settings = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"), CONFIRM_MINUTES=24 * 60)
    with django_db_blocker.unblock(), settings, transaction.atomic():
        everything()
        found: dict[tuple, tuple] = {}
        desks: dict = {clerk: at_desk(clerk) for clerk in STAFF} | {None: Client()}
        for clerk, path, text in _pages():
            for form in Forms(path, text).found:
                for address in form.addresses if form.fields else []:
                    what = clerk, resolve(address.partition("?")[0]).view_name, *sorted(form.fields)
                    found.setdefault(what, (desks[clerk], address, form))
        yield found
        transaction.set_rollback(True)


def _pages() -> Iterator[tuple[Clerk | None, str, str]]:
    for page in every_page():
        yield from ((clerk, path, page.texts[clerk]) for clerk, path in page.paths.items())
    for path in (reverse("admin:login"), *public_pages()):
        yield None, path, Client().get(path).text


class TooLong(Exception):
    """The answer has taken too much of the processor."""


@contextmanager
def processor_seconds(most: int) -> Iterator[None]:
    """Raise TooLong where what is inside takes more, and leave no trace of it in the database."""

    def stop(*_: object) -> None:
        raise TooLong

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, most)
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def answered(desk: Client, address: str, sent: dict[str, str]) -> int:
    """The status of an answer, 0 where there is none in time; then others are answered, too."""
    try:
        with processor_seconds(SECONDS):
            status = desk.post(address, sent).status_code
    except TooLong:
        status = 0
    assert Client().get("/healthz").status_code == 200
    return status


def unexpected(forms: Iterable[tuple], sign: str, length: int, expected: Container[int]) -> list[tuple]:
    """The address, the field, the status of each answer that is another; one field after the other is filled."""
    return [
        (address, name, status)
        for desk, address, form in forms
        for name in form.fields
        if (status := answered(desk, address, form.fields | {name: sign * length})) not in expected
    ]


def test_three_megabytes_are_refused_by_every_form_for_whoever_sees_it(every_form):
    full = {
        what: answered(desk, address, dict.fromkeys(form.fields, " " * (3_000_000 // len(form.fields))))
        for what, (desk, address, form) in every_form.items()
    }
    assert len(full) > 100
    assert {what: status for what, status in full.items() if status != 413} == {}


@pytest.mark.parametrize("sign", ["a", " ", "\n", "0", "."])
def test_what_reads_a_field_comes_to_its_end(sign: str, every_form, monkeypatch):
    """Without that bound, on each form once."""
    monkeypatch.setattr(large_bodies, "MOST_WRITTEN", LENGTH)
    once = {what[1:]: form for what, form in every_form.items()}
    assert unexpected(once.values(), sign, LENGTH, range(200, 500)) == []
