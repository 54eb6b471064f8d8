"""Asked again: before numbers leave or an account changes, a colleague proves who they are, and loses nothing."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from broadcasts.models import Unmasking
from cascina_whatsapp.security.trail import Event
from cascina_whatsapp.security.trail.models import TrailRecord
from subscribers.models import RegisterExport, Subscriber
from tests.accounts.people import (
    CONFIRM,
    PASSWORD,
    code_on,
    confirmed_long_ago,
    inside,
    telephone_of,
    with_password,
)
from tests.builders import delivery_to, hire, subscribe
from tests.people import ANNA, PAOLO
from tests.staff import SARA, VERA, found_by

pytestmark = pytest.mark.django_db
OURS = {"broadcasts", "subscribers", "cascina_whatsapp.accounts", "cascina_whatsapp.privacy"}
WHY = "Richiamata per un errore nell'avviso"


@pytest.fixture
def later(time_machine):
    """Signs somebody in, and lets so many minutes go by."""

    def sign_in(clerk, minutes: int):
        time_machine.move_to(timezone.now(), tick=False)
        with_password(clerk)
        client = inside(clerk)
        time_machine.shift(timezone.timedelta(minutes=minutes))
        return client

    return sign_in


def asks(answer) -> bool:
    """Whether the answer leads to the question."""
    return answer.status_code == 302 and answer.url.startswith(CONFIRM)


def number_page() -> str:
    return reverse("admin:broadcasts_delivery_unmask", args=[delivery_to(subscribe(ANNA)).pk])


def person_page() -> str:
    return reverse("admin:privacy_rightsrequest_person_data", args=[subscribe(ANNA).pk])


def download_page() -> str:
    export = RegisterExport.objects.create(
        requested_by=with_password(VERA), reason="x", with_numbers=True, requested_at=timezone.now()
    )
    return reverse("admin:subscribers_registerexport_download", args=[export.pk])


@pytest.mark.parametrize("page", [number_page, person_page, download_page])
@pytest.mark.parametrize(("minutes", "is_asked"), [(9, False), (11, True)])
def test_before_numbers_are_shown_or_leave(page, minutes, is_asked, later):
    address = page()
    desk = found_by(later(VERA, minutes), *Subscriber.objects.all())
    assert asks(desk.get(address)) is is_asked


def test_an_export_without_numbers_asks_nobody(later):
    page, desk = reverse("admin:subscribers_registerexport_add"), later(VERA, 11)
    for numbers, is_asked in (("on", True), ("", False)):
        typed = {"format": "csv", "reason": "Richiesta del Garante", "with_numbers": numbers}
        assert asks(desk.post(page, typed)) is is_asked
        assert RegisterExport.objects.exists() is not is_asked


def test_who_may_not_is_refused_and_not_asked_and_the_minutes_are_a_setting(later, settings):
    page = number_page()
    assert later(SARA, 11).get(page).status_code == 403
    settings.CONFIRM_MINUTES = 1
    assert asks(later(PAOLO, 2).get(page))


def test_once_it_is_answered_one_is_back_where_the_button_was_pressed(later):
    page, client = number_page(), later(PAOLO, 11)
    for pressed_on, leads_to in (
        ("", page),
        ("http://testserver/admin/guida/", "http://testserver/admin/guida/"),
    ):
        question = client.post(page, {"reason": WHY}, headers={"Referer": pressed_on})
        assert asks(question)
        assert not Unmasking.objects.exists()
        assert client.post(question.url, {"password": PASSWORD}).url == leads_to
        confirmed_long_ago(client)


def test_no_page_that_takes_a_file_asks_after_it_was_chosen():
    """Whoever adds one asks before the form is shown, as the page of a number does."""
    folders = [config.path for config in apps.get_app_configs() if config.name in OURS]
    modules = [
        path for one in folders for path in Path(one).rglob("*.py") if {"admin", "pages"} & set(path.parts)
    ]
    with_file = [path for path in modules if re.search(r"forms\.FileField|request\.FILES", path.read_text())]
    assert len(with_file) >= 2
    assert [path.name for path in with_file if "ask_again" in path.read_text()] == []


def test_by_password(later):
    page, client = number_page(), later(PAOLO, 11)
    assert "La password non è giusta" in client.post(CONFIRM, {"password": "no", "next": page}).text
    assert asks(client.get(page))
    assert client.post(CONFIRM, {"password": PASSWORD, "next": page}).url == page
    assert client.get(page).status_code == 200
    events = TrailRecord.objects.order_by("pk").values_list("event", flat=True)
    assert list(events)[-2:] == [Event.SIGN_IN_FAILED, Event.CONFIRMED_AGAIN]


def test_by_a_code_of_the_app(later, time_machine):
    page, client = number_page(), later(PAOLO, 0)
    telephone = telephone_of(hire(PAOLO))
    client.post("/admin/entra/secondo-passaggio/", {"code": code_on(telephone)})
    time_machine.shift(timezone.timedelta(minutes=11))
    assert "Conferma con il codice" in client.get(CONFIRM).text
    assert "non è giusto" in client.post(CONFIRM, {"code": "000000", "next": page}).text
    assert client.post(CONFIRM, {"code": code_on(telephone), "next": page}).url == page
