"""What the data-protection officer takes is told to somebody who is not the officer."""

import pytest
from django.contrib.auth.models import Group, User
from django.core import mail
from django.urls import reverse

from subscribers.exporting import releasing
from subscribers.models import RegisterExport
from tests.builders import NOW, hire
from tests.people import PAOLO, Clerk
from tests.reading import having_read
from tests.staff import ROSA, VERA, at_desk

from .test_daily_bounds import ACTS, OFFICER

pytestmark = pytest.mark.django_db
OPERATORS, PREFECT = "ced@comune.example", "segretario@comune.example"
BOTH = Clerk("ugo", "Revisore")
"""Audits, and stands in for the officer."""
ACTING = [name for name, act in ACTS.items() if act.clerk is VERA or name == "unmasking"]


@pytest.fixture(autouse=True)
def town_hall(settings):
    settings.PRIVACY_EMAILS, settings.ALERT_EMAILS, settings.OVERSIGHT_EMAILS = [OFFICER], [OPERATORS], []
    for clerk in (ROSA, VERA, BOTH):
        User.objects.filter(pk=hire(clerk).pk).update(email=f"{clerk.username}@comune.example")
    hire(BOTH).groups.add(Group.objects.get(name="RPD"))


def told(act: str, clerk: Clerk, capture, *, since: int = 0) -> set[str]:
    """Who gets an e-mail when `clerk` does this once more today."""
    with capture(execute=True):
        assert ACTS[act].prepare(since)(at_desk(clerk))[0]
    mail.outbox.clear()
    with capture(execute=True):
        assert ACTS[act].prepare(since + 1)(at_desk(clerk))[0]
    assert not any("320100" in letter.subject + letter.body for letter in mail.outbox)
    return {address for letter in mail.outbox for address in letter.to}


@pytest.mark.parametrize("act", ACTING)
def test_an_auditor_and_the_operators_hear_of_each_time_or_whoever_the_settings_name(
    act, settings, django_capture_on_commit_callbacks
):
    heard = told(act, VERA, django_capture_on_commit_callbacks)
    assert {"rosa@comune.example", OPERATORS} <= heard
    assert act != "unmasking" or "ugo@comune.example" not in heard  # of the officer's group, too
    settings.OVERSIGHT_EMAILS, settings.NUMBER_EXPORTS_PER_DAY = [PREFECT], 9
    heard = told(act, VERA, django_capture_on_commit_callbacks, since=2)
    assert (PREFECT in heard, OPERATORS in heard) == (True, False)
    assert act == "export" or "rosa@comune.example" not in heard  # of an export she hears, to release it


def test_of_others_the_officer_hears_as_before(django_capture_on_commit_callbacks):
    assert told("unmasking", PAOLO, django_capture_on_commit_callbacks) == set()


def test_a_file_that_the_officer_downloads_again_is_told_too(django_capture_on_commit_callbacks):
    assert ACTS["export"].prepare(0)(at_desk(VERA))[0]
    having_read(releasing.release, RegisterExport.objects.get(), by=hire(ROSA), now=NOW)
    page = reverse("admin:subscribers_registerexport_download", args=[RegisterExport.objects.get().pk])
    with django_capture_on_commit_callbacks(execute=True):
        answer = at_desk(VERA).get(page)
        b"".join(answer.streaming_content)
    assert OPERATORS in {address for letter in mail.outbox for address in letter.to}
