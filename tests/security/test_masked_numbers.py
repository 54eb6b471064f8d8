"""A colleague who wants to know whose number it is: by lists, uploads, look-ups. Nothing tells them unseen."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cascina_whatsapp.security.trail import Event
from cascina_whatsapp.security.trail.models import TrailRecord
from subscribers import importing
from subscribers.models import ImportBatch
from subscribers.rules.phone import mask
from tests.builders import LONG_AGO, NOW, hire, subscribe, unsubscribe
from tests.people import ANNA, BRUNO, DARIO, GIULIA, PAOLO, Citizen, crowd
from tests.reading import having_read
from tests.staff import VERA, at_desk

pytestmark = pytest.mark.django_db
FIND, FIND_DELIVERIES = "/admin/iscritti/cerca/", "/admin/consegne/cerca/"
IMPORTS, REQUESTS = "/admin/importazioni-di-iscritti/", "/admin/richieste-sui-dati/aggiungi/"


def events(*kinds: Event) -> list[TrailRecord]:
    return list(TrailRecord.objects.filter(event__in=kinds).order_by("sequence"))


def forms(*citizens: Citizen, day: str = "05/03/2026") -> SimpleUploadedFile:
    lines = [f"{citizen.phone};{day};modulo;modulo {number}" for number, citizen in enumerate(citizens, 1)]
    return SimpleUploadedFile("moduli.csv", "\n".join(["numero;data;canale;riferimento", *lines]).encode())


def upload(file: SimpleUploadedFile):
    return at_desk(GIULIA).post(f"{IMPORTS}aggiungi/", {"file": file, "protocol": "41207", "desk": "URP"})


@pytest.fixture(autouse=True)
def privacy_office(settings):
    settings.PRIVACY_EMAILS = ["rpd@example.org"]


@pytest.fixture
def letters(django_capture_on_commit_callbacks):
    """What is sent after the commit, once the block is over."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


# ── Lists ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_masked_number_leaves_a_million_candidates_and_more():
    """Country and first three digits of an Italian mobile left a hundred thousand."""
    shown = mask("+393351234567")
    assert [digit for digit in shown if digit.isdigit()] == ["6", "7"]
    assert len({mask(f"+39335{number:07}") for number in range(0, 10_000_000, 100)}) == 1
    anna, desk = subscribe(ANNA), at_desk(GIULIA)
    for page in ("/admin/iscritti/", f"/admin/iscritti/{anna.pk}/storia/"):
        text = desk.get(page).text
        assert "•••• 01" in text, page
        assert not [part for part in ("320 •", "3200000", "+39 320") if part in text], page


# ── Uploads ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_upload_and_its_confirmation_answer_alike_whoever_is_in_it():
    """Subscribed, left, waiting in another list, or never met: the same words, the same page, the same row.

    Also for an uploader who may confirm lists.
    """
    subscribe(ANNA)
    subscribe(BRUNO)
    unsubscribe(BRUNO, at=LONG_AGO + timedelta(days=1))
    hire(GIULIA).user_permissions.add(Permission.objects.get(codename="confirm_import"))
    upload(forms(DARIO))
    answers, confirmed = [], []
    for citizen in (ANNA, BRUNO, DARIO, crowd(1)[0]):
        response, desk = upload(forms(citizen)), at_desk(GIULIA)
        batch = ImportBatch.objects.first()
        confirm = f"{IMPORTS}{batch.pk}/conferma/"
        text = desk.get(response.url).text + desk.get(confirm, follow=True).text
        text += desk.post(confirm, follow=True).text
        words = ("modulo" in text, "non iscritta" in text)
        answers.append((response.status_code, batch.count, batch.status, *words))
        having_read(importing.confirm, batch, by=hire(PAOLO), now=timezone.now())
        text = desk.get(f"{IMPORTS}{batch.pk}/modifica/").text
        confirmed.append((ImportBatch.objects.first().count, "non iscritt" in text, "già iscritt" in text))
    assert set(answers) == {(302, 1, "waiting", True, False)}
    assert len(set(confirmed)) == 1


def test_every_upload_leaves_a_trace_and_too_many_refused_rows_stop_those_of_that_day(settings, letters):
    settings.REFUSED_ROWS_PER_DAY = 5
    with time_machine.travel(NOW, tick=False), letters():
        upload(forms(ANNA))
        upload(forms(*crowd(4), day="ieri"))
        upload(SimpleUploadedFile("foto.jpg", b"\xff\xd8\xff\xe0"))
        for _ in range(2):
            assert "Oggi hai già caricato 5 righe che non andavano" in upload(forms(BRUNO)).text
    told = [
        (one.event, one.by_name, one.details) for one in events(Event.UPLOAD_CHECKED, Event.UPLOAD_REFUSED)
    ]
    assert told == [
        ("upload_checked", "giulia", {"accepted": 1}),
        ("upload_refused", "giulia", {"rows": 4}),
        ("upload_refused", "giulia", {"rows": 1}),
    ]
    (letter,) = [letter for letter in mail.outbox if letter.to == ["rpd@example.org"]]
    assert "giulia" in letter.subject  # told once
    assert len(events(Event.UPLOADS_STOPPED)) == 2
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        upload(forms(BRUNO))
    assert ImportBatch.objects.count() == 2


# ── Looking up ────────────────────────────────────────────────────────────────────────────────────────────────


def look_up(page: str, number: str) -> str:
    if page == REQUESTS:
        asked = {"number": number, "kind": "access", "channel": "desk"}
        return at_desk(VERA).post(page, asked, follow=True).text
    return at_desk(GIULIA).post(page, {"text": number}, follow=True).text


@pytest.mark.parametrize("page", [FIND, FIND_DELIVERIES, REQUESTS])
def test_a_look_up_is_recorded_without_what_was_typed(page):
    anna = subscribe(ANNA)
    look_up(page, ANNA.phone)
    look_up(page, BRUNO.phone)
    told = events(Event.LOOKED_UP)
    assert [one.about for one in told] == [f"trovato: iscritto {anna.pk}", "nessuno"]
    assert {one.by_name for one in told} == {"vera" if page == REQUESTS else "giulia"}
    assert "3200000" not in repr([vars(one) for one in told])


def test_the_pages_share_one_bound_of_each_colleague_s(settings):
    settings.LOOKUPS_PER_DAY = 2
    assert "Oggi hai già cercato" not in look_up(FIND, BRUNO.phone)
    assert "Oggi hai già cercato" not in look_up(FIND_DELIVERIES, BRUNO.phone)
    assert "Oggi hai già cercato 2 volte" in look_up(FIND_DELIVERIES, ANNA.phone)
    for _ in range(2):
        assert "Oggi hai già cercato" not in look_up(REQUESTS, BRUNO.phone)
    assert "Oggi hai già cercato 2 volte" in look_up(REQUESTS, ANNA.phone)
