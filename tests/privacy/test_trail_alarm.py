"""A trail that does not verify is told in the pages too: whoever has no e-mail loses nothing."""

import pytest
from django.core import mail

from cascina_whatsapp.accounts.staff_notices.models import StaffNotice
from cascina_whatsapp.privacy import trail_alarm
from cascina_whatsapp.security import trail
from cascina_whatsapp.security.trail import Event
from tests import register_guards
from tests.builders import NOW, hire
from tests.staff import ROSA, SARA, VERA, at_desk

pytestmark = pytest.mark.django_db


def test_a_sound_trail_is_no_news():
    trail.record(Event.ADMIN_ACTION, by=hire(SARA), now=NOW, about="price 1")
    assert trail_alarm.verify(NOW).is_clean
    assert not StaffNotice.objects.exists()


def test_who_reads_the_trail_finds_it_in_their_pages(settings):
    settings.ALERT_EMAILS = ["ced@example.org"]
    readers = {hire(VERA).pk, hire(ROSA).pk}
    hire(SARA)
    register_guards.drop()  # somebody who owns the database opened the door
    found = trail_alarm.verify(NOW)
    register_guards.make()

    told = StaffNotice.objects.all()
    assert {notice.person_id for notice in told} == readers
    assert {notice.page for notice in told} == {f"/admin/verifiche-delle-tracce/{found.pk}/modifica/"}
    assert [letter.to for letter in mail.outbox] == [["ced@example.org"]]  # as before, and nobody twice
    assert "La verifica delle tracce ha trovato qualcosa" in at_desk(ROSA).get("/admin/novita/").text
