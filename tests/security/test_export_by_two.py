"""An export with numbers leaves by two: who asked for it has no file before another colleague has released it."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.contrib.auth.models import Permission, User
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from cascina_whatsapp.accounts.staff_notices.models import StaffNotice
from cascina_whatsapp.security.trail import Event
from cascina_whatsapp.security.trail.models import TrailRecord
from subscribers.exporting import releasing
from subscribers.models import RegisterExport
from tests.builders import hire, subscribe
from tests.people import ANNA, BRUNO, GIULIA, PAOLO, Clerk
from tests.reading import having_read, read_of
from tests.staff import ROSA, SARA, VERA, at_desk

pytestmark = pytest.mark.django_db
EXPORTS = "/admin/esportazioni-del-registro/"
WHY = "Richiesta del Garante, prot. 12"
OLGA = Clerk("olga", "RPD")
"""Stands in for Vera."""


@pytest.fixture
def asked() -> RegisterExport:
    """What Vera wants: the register, with the numbers of two."""
    subscribe(ANNA)
    subscribe(BRUNO)
    return ask(VERA)


def ask(clerk: Clerk, numbers: str = "on") -> RegisterExport:
    answers = {"format": "csv", "reason": WHY, "with_numbers": numbers}
    assert at_desk(clerk).post(f"{EXPORTS}aggiungi/", answers).status_code == 302
    return RegisterExport.objects.latest("pk")


def take(clerk: Clerk, export: RegisterExport) -> bool:
    """Whether the file with Anna's number came."""
    answer = at_desk(clerk).get(f"{EXPORTS}{export.pk}/scarica/")
    if not answer.streaming:
        return False
    with ZipFile(BytesIO(answer.getvalue())) as archive:
        return ANNA.phone in archive.read("registro.csv").decode()


def release(clerk: Clerk, export: RegisterExport):
    return at_desk(clerk).post(f"{EXPORTS}{export.pk}/autorizza/", {"read": read_of(export)}, follow=True)


def test_nobody_takes_the_file_before_it_is_released(asked):
    page = f"{EXPORTS}{asked.pk}/modifica/"
    assert "chiedi a chi amministra gli account" in at_desk(VERA).get(page).text  # where nobody else may
    assert [take(clerk, asked) for clerk in (VERA, OLGA)] == [False, False]
    assert not TrailRecord.objects.filter(event=Event.NUMBERS_DOWNLOADED).exists()
    text = at_desk(VERA).get(page).text
    assert "/scarica/" not in text
    assert "serve l'autorizzazione di un altro collega" in text


@pytest.mark.parametrize("clerk", [ROSA, OLGA], ids=lambda clerk: clerk.group)
def test_another_releases_what_they_have_read_once_and_both_names_are_in_the_trail(asked, clerk):
    text = at_desk(clerk).get(f"{EXPORTS}{asked.pk}/autorizza/").text
    for words in ("vera", WHY, "Tutto il registro", "2 persone", "2 eventi"):
        assert words in text, words
    assert ANNA.phone not in text
    assert not TrailRecord.objects.filter(event=Event.EXPORT_RELEASED).exists()
    assert "Autorizzata" in release(clerk, asked).text
    assert "già" in release(Clerk("ada", "RPD"), asked).text
    told = TrailRecord.objects.get(event=Event.EXPORT_RELEASED)
    assert (told.by_name, told.details["asked_by"]) == (clerk.username, "vera")
    assert (told.details["people"], told.details["records"]) == (2, 2)
    asked.refresh_from_db()
    assert (asked.requested_by, asked.released_by) == (hire(VERA), hire(clerk))
    assert take(VERA, asked)
    assert not take(ROSA, asked)  # not by releasing it
    assert f"Autorizzata da {clerk.username}" in at_desk(VERA).get(f"{EXPORTS}{asked.pk}/modifica/").text


def test_nobody_releases_their_own(asked):
    hire(VERA).user_permissions.add(Permission.objects.get(codename="release_registerexport"))
    assert release(VERA, asked).status_code == 403
    with pytest.raises(releasing.CannotRelease):
        having_read(releasing.release, asked, by=hire(VERA), now=timezone.now())
    assert not take(VERA, asked)
    with pytest.raises(IntegrityError), transaction.atomic():  # nor does the database
        RegisterExport.objects.update(released_by=hire(VERA))


def test_nothing_is_released_without_the_right_without_a_confirmed_identity_or_without_the_file(
    asked, settings
):
    for clerk in (GIULIA, PAOLO, SARA):
        assert release(clerk, asked).status_code == 403, clerk
    settings.CONFIRM_MINUTES, minutes = 0, settings.CONFIRM_MINUTES
    answer = at_desk(ROSA).post(f"{EXPORTS}{asked.pk}/autorizza/")
    assert answer.url.startswith("/admin/conferma")
    settings.CONFIRM_MINUTES = minutes
    RegisterExport.objects.update(status="discarded")
    assert "non c&#x27;è più" in release(ROSA, asked).text
    asked.refresh_from_db()
    assert asked.released_by is None


def test_without_numbers_nobody_is_asked():
    subscribe(ANNA)
    export = ask(ROSA, numbers="")
    answer = at_desk(ROSA).get(f"{EXPORTS}{export.pk}/scarica/")
    assert b"".join(answer.streaming_content)
    assert release(OLGA, export).status_code == 403


def test_those_who_may_are_told_and_then_who_asked(django_capture_on_commit_callbacks):
    for clerk in (VERA, OLGA, ROSA):
        User.objects.filter(pk=hire(clerk).pk).update(email=f"{clerk.username}@comune.example")
    with django_capture_on_commit_callbacks(execute=True):
        export = ask(VERA)
    page = f"{EXPORTS}{export.pk}/autorizza/"
    told = StaffNotice.objects.filter(page=page).values_list("person__username", flat=True)
    assert sorted(told) == ["olga", "rosa"]
    assert [sorted(letter.to) for letter in mail.outbox if page in letter.body] == [
        ["olga@comune.example", "rosa@comune.example"]
    ]
    release(ROSA, export)
    assert StaffNotice.objects.filter(
        person=hire(VERA), page__endswith=f"/{export.pk}/modifica/", subject__contains="autorizzata"
    ).exists()


def test_an_auditor_lists_what_waits_for_them_and_their_own_alone(asked):
    own, _ = ask(ROSA, numbers=""), ask(OLGA, numbers="")
    page = at_desk(ROSA).get(EXPORTS, follow=True)
    assert {row[0].pk for row in page.context["exports"]} == {own.pk, asked.pk}
    assert "Da autorizzare" in page.text
