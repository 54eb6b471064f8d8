"""E-mails of notices: one to all who are told the same, after the commit, and again where the server refused."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core import mail

from cascina_whatsapp.accounts.staff_notices import notifying, outbox
from cascina_whatsapp.accounts.staff_notices.models import StaffNotice
from tests.builders import NOW, hire
from tests.people import GIULIA, PAOLO

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(NOW, tick=False)]
MINUTE = timedelta(minutes=1)
NOBODY_LISTENS = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def down(settings):
    """A mail server that isn't there."""
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = NOBODY_LISTENS, "127.0.0.1", 9
    return settings


def tell(callbacks, *people: User, **more) -> None:
    with callbacks(execute=True):
        notifying.tell(people, subject="Prova", sentence="Succede qualcosa.", page="/admin/", **more)


def paolo() -> User:
    User.objects.filter(pk=hire(PAOLO).pk).update(email="paolo@example.org")
    return hire(PAOLO)


def test_one_e_mail_for_all_and_who_has_no_address_finds_it_on_the_page(django_capture_on_commit_callbacks):
    tell(django_capture_on_commit_callbacks, paolo(), hire(GIULIA), addresses=["ced@example.org"])
    (letter,) = mail.outbox
    assert letter.to == ["ced@example.org", "paolo@example.org"]
    assert letter.body == "Prova.\nSuccede qualcosa.\n\nLa pagina: http://testserver/admin/\n"
    assert set(StaffNotice.objects.values_list("person", flat=True)) == {
        hire(PAOLO).pk,
        hire(GIULIA).pk,
        None,
    }
    assert outbox.send_due(NOW + MINUTE) == 0


def test_what_the_server_refuses_goes_out_later_ever_more_rarely(down, django_capture_on_commit_callbacks):
    tell(django_capture_on_commit_callbacks, paolo())
    assert outbox.send_due(NOW + MINUTE - timedelta(seconds=1)) == 0
    assert StaffNotice.objects.get().tried == 1
    assert outbox.send_due(NOW + MINUTE) == 0
    assert StaffNotice.objects.get().tried == 2
    down.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert outbox.send_due(NOW + 5 * MINUTE) == 0
    assert outbox.send_due(NOW + 6 * MINUTE) == 1
    assert [letter.to for letter in mail.outbox] == [["paolo@example.org"]]
    assert outbox.send_due(NOW + timedelta(days=1)) == 0


def test_after_a_day_it_stays_on_the_page_alone(down, django_capture_on_commit_callbacks):
    tell(django_capture_on_commit_callbacks, paolo())
    now = NOW
    for _ in range(20):
        now += timedelta(hours=12)
        outbox.send_due(now)
    notice = StaffNotice.objects.get()
    assert (notice.tried, notice.read_at) == (7, None)


def test_where_the_process_died_after_the_commit_another_sends_it_unless_the_account_was_closed():
    for _ in range(2):
        notifying.tell([paolo()], subject="Prova", sentence="Succede qualcosa.", page="/admin/")
        assert outbox.send_due(NOW) == 0
        outbox.send_due(NOW + MINUTE)
        User.objects.update(is_active=False)
    assert len(mail.outbox) == 1
    assert not StaffNotice.objects.filter(wants_email=True).exists()


def test_what_is_not_worth_an_e_mail_is_on_the_page_alone(django_capture_on_commit_callbacks):
    tell(django_capture_on_commit_callbacks, paolo(), by_email=False)
    assert mail.outbox == []
    assert StaffNotice.objects.get().person == hire(PAOLO)
