"""Who hears of what: the person concerned and the data-protection officer, at every change; and no number in it."""

from datetime import date

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from cascina_whatsapp.accounts import people
from cascina_whatsapp.accounts.factors import changes as of_factors
from cascina_whatsapp.accounts.models import AuthenticatorApp, StaffSession
from cascina_whatsapp.security.trail.events import Event
from cascina_whatsapp.security.trail.models import TrailRecord
from subscribers import exporting
from subscribers.exporting.filters import Filters
from tests.builders import NOW, hire, subscribe
from tests.people import ANNA, GIULIA
from tests.reading import having_read
from tests.staff import ROSA, SARA, VERA, at_desk, found_by

from .colleagues import GINO, OFFICER, employ, told

pytestmark = pytest.mark.django_db
PASSWORD = "quattro cavalli in piazza"
GIULIA_READS, VERA_READS = "giulia@comune.example", "vera@comune.example"


@pytest.fixture(autouse=True)
def town_hall(settings):
    settings.PRIVACY_EMAILS = [OFFICER]
    for clerk in (GIULIA, GINO, VERA, SARA):
        employ(clerk)


@pytest.fixture
def letters(django_capture_on_commit_callbacks):
    """What was told once the block is over."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_a_new_name_a_factor_a_closed_account_a_lost_telephone(letters):
    giulia = hire(GIULIA)
    with letters():
        people.rename(giulia, first_name="Giulia", last_name="Neri", by=hire(SARA), now=NOW)
        app = AuthenticatorApp.objects.create(
            user=giulia, name="App", secret="A" * 32, last_step=0, added_at=NOW
        )
        of_factors.note_added(app, by=hire(SARA), now=NOW)
        of_factors.remove(app, by=hire(SARA), now=NOW)
        people.lose_telephone(giulia, reason="In treno", by=hire(SARA), now=NOW)
        people.close(giulia, reason="Se ne va", by=hire(SARA), now=NOW)
    letters_of = told()
    assert letters_of.keys() == {
        "Account cambiato",
        "Secondo passaggio aggiunto",
        "Secondo passaggio tolto",
        "Account chiuso",
    }
    assert {frozenset(readers) for readers in letters_of.values()} == {
        frozenset({GIULIA_READS, OFFICER, VERA_READS})
    }
    assert all("Fatto da: sara" in letter.body for letter in mail.outbox)


def test_a_new_password_ends_the_other_sessions(letters):
    giulia = hire(GIULIA)
    giulia.set_password(PASSWORD)
    giulia.save()
    office, telephone = at_desk(GIULIA), at_desk(GIULIA)
    for desk in (office, telephone):
        desk.get("/admin/")
    form = {"old_password": PASSWORD, "new_password1": PASSWORD[::-1], "new_password2": PASSWORD[::-1]}
    with letters():
        assert office.post(reverse("admin:password_change"), form).status_code == 302
    assert told() == {"Password cambiata": {GIULIA_READS, OFFICER, VERA_READS}}
    assert office.get("/admin/").status_code == 200
    assert telephone.get("/admin/").status_code == 302
    assert StaffSession.objects.filter(user=giulia).count() == 1
    assert TrailRecord.objects.filter(event=Event.PASSWORD_CHANGED, by_name="giulia").count() == 1


def test_numbers_that_are_taken_away_are_told_without_one(letters):
    """An export with them, its file taken again, and one person's data."""
    anna, told_of = subscribe(ANNA), {"Esportati numeri di telefono in chiaro": {VERA_READS, OFFICER}}
    asked = {"by": hire(VERA), "reason": f"Chiesto al {ANNA.phone}", "now": NOW, "format": "csv"}
    with letters():
        exporting.request(Filters(since=date(2026, 1, 1)), **asked, with_numbers=False)
    assert mail.outbox == []
    with letters():
        export = exporting.request(Filters(), **asked, with_numbers=True)
    assert told()["Esportati numeri di telefono in chiaro"] == {VERA_READS, OFFICER}
    assert not any(ANNA.phone[3:] in letter.body + letter.subject for letter in mail.outbox)
    exporting.run(export, timezone.now())
    having_read(exporting.releasing.release, export, by=hire(ROSA), now=NOW)
    file = reverse("admin:subscribers_registerexport_download", args=[export.pk])
    data = reverse("admin:privacy_rightsrequest_person_data", args=[anna.pk])
    for method, page in (("get", file), ("post", data)):
        mail.outbox.clear()
        with letters():
            getattr(found_by(at_desk(VERA), anna), method)(page).getvalue()
        assert told() == told_of, page
        assert not any(ANNA.phone[3:] in letter.body for letter in mail.outbox)


def test_nothing_is_told_of_what_did_not_happen(letters):
    """A name that stays, a wrong password, what the database takes back: no letter leaves."""
    form = {"old_password": "x", "new_password1": PASSWORD, "new_password2": PASSWORD}
    with letters():
        people.rename(hire(GIULIA), first_name="", last_name="", by=hire(SARA), now=NOW)
        assert at_desk(GIULIA).post(reverse("admin:password_change"), form).status_code == 200
    with letters(), pytest.raises(people.CannotChange):
        people.close(hire(GIULIA), reason="Se ne va", by=employ(ROSA), now=NOW)
    assert mail.outbox == []
