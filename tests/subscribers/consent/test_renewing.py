# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The question whether to go on: from when to when it waits, what answers it, what it leaves in the register."""

from datetime import timedelta

import pytest

from subscribers import consent, identity
from subscribers.consent import (
    Channel,
    Evidence,
    RecordedBroadcast,
    RecordedPurpose,
    ToldPerson,
    recording,
    renewing,
)
from subscribers.models import ConsentRecord, ServiceText, Subscriber
from tests.builders import NOW, subscribe, unsubscribe
from tests.people import ANNA, BRUNO, CARLA, Citizen

pytestmark = pytest.mark.django_db
Kind = ConsentRecord.Kind
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
OLD = NOW - 800 * DAY
TERM = 60 * DAY
UNTIL = NOW + TERM
LAPSES = UNTIL + 30 * DAY
OVER = UNTIL + 8 * DAY
"""The term is over, and an answer given in time would have come."""
QUESTION, REMINDER = RecordedPurpose.RENEWAL, RecordedPurpose.RENEWAL_REMINDER
TEXTS = {
    QUESTION: "renewal_question",
    REMINDER: "renewal_reminder",
    RecordedPurpose.NOTICE: "privacy_notice",
}


@pytest.fixture(autouse=True)
def switched_on(settings):
    settings.ASK_RENEWAL = True


@pytest.fixture
def anna() -> Subscriber:
    return subscribe(ANNA, at=OLD)


def row(citizen: Citizen = ANNA) -> Subscriber:
    return identity.find(citizen.person)


def reach(about: RecordedPurpose, at, citizen: Citizen = ANNA) -> ConsentRecord:
    """Such a message has arrived; what the register knows of it."""
    text, notice = (ServiceText.objects.get(key=key, version=1) for key in (TEXTS[about], "privacy_notice"))
    broadcast = RecordedBroadcast(
        wording=text, notice=notice, broadcast=at.toordinal(), about=about, term=TERM
    )
    told = ToldPerson(subscriber=row(citizen), at=at, message_id=f"wamid.{about.name}{at}{citizen.name}")
    assert consent.note_told([told], broadcast, now=at) == 1
    return ConsentRecord.objects.latest("sequence")


def ask_and_remind(citizen: Citizen = ANNA) -> tuple[ConsentRecord, ConsentRecord]:
    return reach(QUESTION, NOW, citizen), reach(REMINDER, NOW + 30 * DAY, citizen)


def says_yes(at) -> ConsentRecord:
    proof = Evidence(at=at, channel=Channel.BUTTON, words="Sì, continuate", rule="button-stay")
    consent.reconfirm(ANNA.person, proof, now=at)
    return ConsentRecord.objects.latest("sequence")


def waiting(citizen: Citizen = ANNA) -> tuple:
    """What the row knows of the question: asked, reminded, until."""
    return tuple(Subscriber.objects.values_list(*renewing.rows.NOT_ASKED).get(pk=row(citizen).pk))


NOT_ASKED = (None, None, None)


# ── The question waits ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("at", "is_open"),
    [(NOW - SECOND, False), (NOW, True), (UNTIL, True), (LAPSES, True), (LAPSES + SECOND, False)],
    ids=["before it arrived", "when it arrived", "at the end of the term", "at the last", "lapsed"],
)
def test_from_when_to_when_it_waits_for_an_answer(anna, at, is_open):
    reach(QUESTION, NOW)
    assert renewing.is_open(row(), at) is is_open


def test_of_who_was_not_asked_no_answer_is_awaited(anna):
    assert not renewing.is_open(row(), NOW)


def test_the_reminder_is_noted_and_never_shortens_the_term(anna):
    ask_and_remind()
    assert waiting() == (NOW, NOW + 30 * DAY, NOW + 90 * DAY)
    reach(REMINDER, NOW + 20 * DAY)
    assert waiting()[2] == NOW + 90 * DAY


def test_asked_anew_nobody_has_been_reminded_yet(anna):
    ask_and_remind()
    anew = LAPSES + DAY
    reach(QUESTION, anew)
    assert waiting() == (anew, None, anew + TERM)


@pytest.mark.parametrize("later", [timedelta(0), SECOND], ids=["in the same second", "a second later"])
def test_a_question_that_had_an_answer_before_its_receipt_came_waits_for_none(anna, later):
    says_yes(NOW + later)
    reach(QUESTION, NOW)
    assert waiting() == NOT_ASKED


def test_nor_one_of_before_somebody_joined_anew(anna):
    unsubscribe(ANNA, at=NOW)
    subscribe(ANNA, at=NOW + SECOND)
    reach(QUESTION, NOW - SECOND)
    assert waiting() == NOT_ASKED


def test_a_reminder_that_arrives_after_the_answer_reminds_of_nothing(anna):
    reach(QUESTION, NOW)
    says_yes(NOW + DAY)
    reach(REMINDER, NOW + 2 * DAY)
    assert waiting() == NOT_ASKED


@pytest.mark.parametrize("leaves", [False, True], ids=["says yes", "leaves"])
def test_after_an_answer_nothing_is_left_of_the_question(anna, leaves):
    ask_and_remind()
    at = NOW + 31 * DAY
    unsubscribe(ANNA, at=at) if leaves else says_yes(at)
    assert waiting() == NOT_ASKED
    assert not renewing.is_open(row(), at)


def test_from_an_older_copy_those_who_were_asked_are_asked_anew(anna):
    subscribe(BRUNO, at=OLD)
    subscribe(CARLA, at=OLD)
    ask_and_remind(ANNA)
    reach(QUESTION, NOW, BRUNO)
    assert renewing.ask_anew() == 2
    assert {waiting(citizen) for citizen in (ANNA, BRUNO, CARLA)} == {NOT_ASKED}


# ── What the register says of the answer ────────────────────────────────────────────────────────────────────


def test_an_answer_names_the_latest_question_and_only_its_own_reminder(anna):
    ask_and_remind()
    reach(RecordedPurpose.NOTICE, LAPSES)
    anew = reach(QUESTION, LAPSES + DAY)
    assert says_yes(LAPSES + 2 * DAY).reason == f"Risponde alla domanda dell'evento {anew.sequence}"


def test_a_yes_that_nobody_asked_for_answers_nothing(anna):
    assert says_yes(NOW).reason == ""


# ── Who only did not answer ─────────────────────────────────────────────────────────────────────────────────


def ended() -> Subscriber:
    """Anna, who did not answer."""
    ask_and_remind()
    assert consent.end_unanswered([row().pk], now=NOW + 98 * DAY) == 1
    return row()


def noted(kind: Kind, *, took_effect: bool = True) -> None:
    """The register tells of one more thing, after the end."""
    at = NOW + 99 * DAY
    recording.record(kind, row(), Evidence(at=at, channel=Channel.SYSTEM), at, took_effect=took_effect)


def test_who_did_not_answer_has_only_expired(anna):
    assert not renewing.has_expired(row())
    assert renewing.has_expired(ended())
    assert waiting() == NOT_ASKED


def test_who_never_joined_has_not_expired():
    consent.ask(ANNA.person, Evidence(at=NOW, channel=Channel.KEYWORD), now=NOW)
    assert not renewing.has_expired(row())


SINCE = [
    (Kind.OPT_IN, True, False),
    (Kind.IMPORTED, True, False),
    (Kind.OPT_OUT, True, False),
    (Kind.STAFF_OPT_OUT, True, False),
    (Kind.PREFERENCE_STOP, True, False),
    (Kind.NUMBER_CHANGED, True, False),
    # What changed nothing, and what neither begins nor ends a subscription:
    (Kind.OPT_OUT, False, True),
    (Kind.NOTICE_SENT, True, True),
    (Kind.PREFERENCE_RESUME, True, True),
]


@pytest.mark.parametrize(("kind", "took_effect", "has_expired"), SINCE)
def test_what_has_happened_since_decides_whether_a_late_yes_brings_back(anna, kind, took_effect, has_expired):
    ended()
    noted(kind, took_effect=took_effect)
    assert renewing.has_expired(row()) is has_expired
