"""Somebody asks what the service knows of a person: it is found however they are named, and nothing of others."""

from datetime import timedelta

import pytest

from subscribers.models import RegisterCheck, Subscriber
from subscribers.register import history
from tests.builders import NOW, arrive, choose, number_changed, say, subscribe, text, unsubscribe, webhook
from tests.naming import with_number
from tests.people import ANNA, BRUNO, CARLA, DARIO, ELENA, FABIO, Citizen

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NEW_NUMBER = Citizen("Fabio", "+393200000116", "IT.13490000000000116")
NEWER_NUMBER = Citizen("Fabio", "+393200000126", "IT.13490000000000126")


def kinds(records) -> list[str]:
    return [record.kind for record in records]


@pytest.mark.parametrize(
    ("typed", "by"),
    [
        ("+39 320 000 0101", "number"),
        ("320-0000101", "number"),
        ("0039 3200000101", "number"),
        (" 3200000101 ", "number"),
        ("393200000101", "number"),
        (ANNA.bsuid, "bsuid"),
        ("wamid.HBgManna", "message"),
        ("{pseudonym}", "pseudonym"),
        ("{short}", "pseudonym"),
        ("{short}…", "pseudonym"),
        ("{SHORT}", "pseudonym"),
        ("{bsuid_pseudonym}", "pseudonym"),
    ],
)
def test_anna_is_found_however_she_is_named(typed, by):
    subscribe(BRUNO)
    say(text(ANNA, "Iscrizione", id="wamid.HBgManna"))
    anna = Subscriber.objects.get(with_number(ANNA.phone))
    names = {
        "pseudonym": anna.pseudonym,
        "short": anna.pseudonym[:12],
        "SHORT": anna.pseudonym[:12].upper(),
        "bsuid_pseudonym": anna.bsuid_pseudonym,
    }
    assert history.find(typed.format(**names)) == history.LookupResult(by, anna)


@pytest.mark.parametrize(
    ("typed", "by"),
    [
        ("", "nothing known"),
        ("Anna Rossi", "nothing known"),
        ("12", "nothing known"),
        ("3200000199", "number"),
        ("+8881234567", "number"),
        ("IT.1349", "bsuid"),
        ("wamid.HBgMnobody", "message"),
        ("0123456789abcdef", "pseudonym"),
        ("abcdef01234", "nothing known"),
        ("%", "nothing known"),
    ],
)
def test_nobody_is_found_who_is_not_there(typed, by):
    subscribe(ANNA)
    assert history.find(typed) == history.LookupResult(by)


def test_who_left_or_goes_by_a_user_name_is_found():
    left, carla = subscribe(DARIO), subscribe(CARLA)
    unsubscribe(DARIO)
    assert history.find("335 000 104").subscriber == left
    assert history.find(CARLA.bsuid).subscriber == carla


def test_a_number_that_changed_in_silence_is_still_hers():
    """Elena's WhatsApp says another number one day: her row forgets the old one, the register links the two."""
    subscribe(ELENA)
    elena = subscribe(Citizen("Elena", "+393200000115", ELENA.bsuid), at=NOW)
    found = history.find(ELENA.phone)
    assert (found.subscriber, found.record.kind) == (None, "number_changed")
    whole = ["opt_in", "number_changed", "number_changed", "opt_in"]
    assert kinds(history.records_of(elena)) == whole
    assert kinds(history.history_of([found.record.pseudonym])) == whole


def test_a_history_comes_in_order_and_is_of_one_person_only():
    subscribe(ANNA)
    subscribe(BRUNO)
    anna = choose(ANNA)
    unsubscribe(BRUNO)
    unsubscribe(ANNA)
    subscribe(ANNA, at=NOW + DAY)
    assert kinds(history.records_of(anna)) == ["opt_in", "topics_changed", "opt_out", "opt_in"]


def test_a_history_joins_what_was_recorded_under_the_bsuid_and_under_the_number():
    subscribe(Citizen("Carla", "", CARLA.bsuid))
    carla = subscribe(Citizen("Carla", "+393200000113", CARLA.bsuid), at=NOW)
    records = history.records_of(carla)
    assert len({record.pseudonym for record in records}) == len(records) == 2


def test_a_history_follows_every_change_of_number_both_ways():
    subscribe(FABIO)
    arrive(webhook(number_changed(FABIO, NEW_NUMBER, at=NOW)))
    arrive(webhook(number_changed(NEW_NUMBER, NEWER_NUMBER, at=NOW + DAY)))
    unsubscribe(NEWER_NUMBER, at=NOW + 2 * DAY)
    whole = ["opt_in", *["number_changed"] * 4, "opt_out"]
    for citizen in (FABIO, NEW_NUMBER, NEWER_NUMBER):
        found = history.find(citizen.phone).subscriber
        assert kinds(history.records_of(found)) == whole, citizen.phone


def test_who_gets_a_number_that_was_somebody_else_s_is_not_in_their_history():
    """Gino gets Fabio's old number a month later; Fabio's history ends where he left it."""
    subscribe(FABIO)
    arrive(webhook(number_changed(FABIO, NEW_NUMBER, at=NOW)))
    subscribe(Citizen("Gino", FABIO.phone, ""), at=NOW + 30 * DAY)
    fabio = history.find(NEW_NUMBER.phone).subscriber
    assert kinds(history.records_of(fabio)) == ["opt_in", "number_changed", "number_changed"]
    gino = history.find(FABIO.phone).subscriber
    unsubscribe(NEW_NUMBER, at=NOW + 40 * DAY)
    assert kinds(history.records_of(gino)) == ["opt_in", "number_changed", "opt_in"]


def test_two_people_who_change_number_in_the_same_moment_stay_two():
    subscribe(FABIO)
    subscribe(ELENA)
    other = Citizen("Elena", "+393200000115", "IT.13490000000000115")
    arrive(webhook(number_changed(FABIO, NEW_NUMBER, at=NOW)))
    arrive(webhook(number_changed(ELENA, other, at=NOW)))
    for citizen in (NEW_NUMBER, other):
        assert len(history.records_of(history.find(citizen.phone).subscriber)) == 3


def test_a_record_without_a_person_belongs_to_nobody():
    subscribe(ANNA)
    assert history.subscriber_of("") is None
    assert list(history.history_of([""])) == []


@pytest.mark.parametrize(
    ("ago", "count", "problems", "tone", "sentence"),
    [
        (0, 12345, 0, "ok", "Intatto, controllato oggi alle 10:00, 12.345 righe"),
        (1, 1, 0, "ok", "Intatto, controllato ieri alle 10:00, una riga"),
        (3, 7, 0, "warn", "Da controllare, era intatto venerdì 5 alle 10:00, 7 righe"),
        (0, 7, 3, "err", "Non torna, controllato oggi alle 10:00: 3 problemi"),
        (9, 7, 1, "err", "Non torna, controllato il 30 maggio alle 10:00: un problema"),
    ],
)
def test_the_state_of_the_register_in_words(ago, count, problems, tone, sentence):
    assert history.chain_state(NOW).tone == "warn"  # nobody has verified it
    at = NOW - ago * DAY
    RegisterCheck.objects.create(started_at=at - DAY, finished_at=at - DAY, count=1, problems=9)
    last = RegisterCheck.objects.create(started_at=at, finished_at=at, count=count, problems=problems)
    state = history.chain_state(NOW)
    assert (state.tone, state.sentence, state.check) == (tone, sentence, last)
