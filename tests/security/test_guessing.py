# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A stranger guesses a colleague's password for hours, many at a time: slowly, and keeping nobody out."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from cascina_whatsapp.accounts.models import AttemptCount
from cascina_whatsapp.accounts.signing_in import throttle
from tests.accounts.people import (
    ELSEWHERE,
    OFFICE,
    PASSWORD,
    browser,
    is_inside,
    type_password,
    with_password,
)
from tests.builders import NOW
from tests.people import GIULIA

ATTEMPTS, AT_ONCE = 40, 8


def guess(number: int) -> int:
    try:
        return type_password(browser(ELSEWHERE), f"tentativo {number}").status_code
    finally:
        connections.close_all()


def test_attempts_that_come_all_at_once_share_one_count(committed_db, time_machine):
    """No password is looked at beyond the first five: they are counted before, in the database."""
    time_machine.move_to(timezone.now(), tick=False)
    with_password()
    with ThreadPoolExecutor(AT_ONCE) as strangers:
        answers = Counter(strangers.map(guess, range(ATTEMPTS)))
    assert answers == {200: 5, 429: ATTEMPTS - 5}
    assert sorted(AttemptCount.objects.values_list("failures", flat=True)) == [5, 5, 5]


COUNTED = {
    "a password": throttle.keys_for(GIULIA.username, ELSEWHERE),
    "a password in a known browser": throttle.keys_for(GIULIA.username, OFFICE, "browser"),
    "a code": throttle.second_factor_keys(1),
    "the password again": throttle.password_again_keys(1),
}


@pytest.mark.parametrize("keys", COUNTED.values(), ids=COUNTED)
def test_right_answers_that_come_all_at_once_are_all_counted(keys: list[throttle.Key], committed_db):
    """One that was right takes the count away while another looks for it."""

    def answer_right(_: int) -> None:
        try:
            for _ in range(25):
                throttle.count(keys, NOW)
                throttle.succeeded(keys, NOW)
        except throttle.TooManyAttempts:
            pass  # the others were under way
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as colleagues:
        list(colleagues.map(answer_right, range(AT_ONCE)))


@pytest.mark.sweep
@pytest.mark.django_db
def test_an_hour_of_guessing_is_a_few_guesses_and_the_colleague_comes_and_goes(time_machine):
    """There were 54,000 an hour. Hers is a browser that she has used before; the stranger has many addresses."""
    start = timezone.now()
    time_machine.move_to(start, tick=False)
    with_password()
    own = browser(OFFICE)
    type_password(own)
    looked_at = 0
    for second in range(0, 3600, 3):
        time_machine.move_to(start + timedelta(seconds=second), tick=False)
        answer = type_password(browser(f"203.0.113.{second % 250}"), f"tentativo {second}")
        looked_at += answer.status_code == 200
        if second % 600 == 0:
            own.post("/admin/esci/")
            assert type_password(own, PASSWORD).status_code == 302
            assert is_inside(own)
    assert 20 <= looked_at <= 40
