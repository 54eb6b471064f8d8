"""The service's texts during an electoral period: anybody proposes, who authorises alone puts them in force."""

from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from subscribers.models import ServiceText
from subscribers.texts import proposing
from tests.broadcasts.elections import periods
from tests.people import PAOLO, Clerk
from tests.staff import SILVIA, at_desk
from tests.subscribers.admin.test_texts import ADD, PIA, approve, day, write

pytestmark = pytest.mark.django_db
SENTENCE = proposing.ELECTIONS


@pytest.fixture
def period():
    """One holds since yesterday."""
    now = timezone.now()
    span = {"starts_at": now - timedelta(days=1), "ends_at": now + timedelta(days=30), "run_off": "no"}
    return periods.active(**span)


def versions() -> int:
    return ServiceText.objects.filter(key="help").count()


def read(clerk: Clerk) -> str:
    return unescape(at_desk(clerk).get(f"{ADD}?key=help", follow=True).text)


def test_who_writes_reads_before_the_first_word_who_will_put_it_in_force(period):
    assert SENTENCE in read(PAOLO)
    assert SENTENCE in unescape(write().text)
    assert SENTENCE in unescape(at_desk(PAOLO).get(reverse("admin:subscribers_topic_add")).text)


def test_at_other_times_nobody_reads_of_it():
    assert SENTENCE not in read(PAOLO)
    write()
    assert SENTENCE not in read(PIA)


def test_words_that_come_into_force_within_it_are_put_in_force_by_who_authorises():
    now = timezone.now()
    periods.active(starts_at=now + timedelta(days=2), ends_at=now + timedelta(days=30), run_off="no")
    write(**day(now + timedelta(days=3)))
    approve()
    assert versions() == 1
    approve(clerk=SILVIA)
    assert versions() == 2
