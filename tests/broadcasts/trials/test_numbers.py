"""Staff prove that a number is theirs by writing a code from it; a citizen's message stays a citizen's message."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User

from broadcasts.slices.trials import numbers
from broadcasts.slices.trials.models import TrialNumber
from cascina_whatsapp.privacy import retention
from subscribers.keywords import understand
from subscribers.models import ConsentRecord, Subscriber
from tests.broadcasts.moments import MINUTE
from tests.builders import NOW, hire, say, subscribe, text
from tests.outcomes import answers
from tests.people import ANNA, BRUNO, CARLA, GIULIA, PAOLO


@pytest.fixture
def number() -> TrialNumber:
    """Giulia has added her own telephone, which WhatsApp knows as Anna's."""
    made = numbers.add(ANNA.phone, by=hire(GIULIA), now=NOW)
    made.code = "314159"  # a random one may hold "112" or "118", which from a stranger means an emergency
    made.save(update_fields=["code"])
    return made


def code(number: TrialNumber) -> str:
    return numbers.valid_code(number, NOW)


def is_proven(number: TrialNumber) -> bool:
    number.refresh_from_db()
    return number.verified_at is not None


def wrong(number: TrialNumber) -> str:
    return f"PROVA {(int(number.code) + 1) % 1_000_000:06}"


@pytest.mark.parametrize(
    "spelling",
    [
        "{}",
        "  {}\n",
        "{}.",
        "prova {digits}",
        "Prova: {digits}",
        "PROVA-{digits}",
    ],
)
def test_the_code_from_the_number_proves_it_and_is_answered(number, spelling):
    say(text(ANNA, spelling.format(code(number), digits=number.code)))
    assert is_proven(number)
    assert answers() == ["trial_number_confirmed"]
    assert not Subscriber.objects.exists()
    assert not ConsentRecord.objects.exists()


def test_the_code_opens_the_window_once(number):
    written = code(number)
    assert not numbers.is_in_window(number, NOW)
    say(text(ANNA, written))
    say(text(ANNA, written, at=NOW + MINUTE))
    number.refresh_from_db()
    assert numbers.is_in_window(number, NOW + timedelta(hours=23))
    assert not numbers.is_in_window(number, NOW + timedelta(hours=24))
    assert answers() == ["trial_number_confirmed", "unknown"]


def test_a_subscriber_who_writes_opens_the_window_as_well(number):
    subscribe(ANNA)
    Subscriber.objects.update(last_message_at=NOW)
    assert numbers.is_in_window(number, NOW)


@pytest.mark.parametrize("stranger", [BRUNO, CARLA])
def test_a_stranger_with_the_right_code_proves_nothing_and_is_answered_like_anybody(number, stranger):
    say(text(stranger, code(number)))
    assert not is_proven(number)
    assert number.wrong_codes == 0
    assert answers() == ["unknown"]


@pytest.mark.parametrize(("minutes", "counts"), [(14, True), (15, False), (60, False)])
def test_a_code_counts_for_fifteen_minutes(number, minutes, counts):
    say(text(ANNA, code(number), at=NOW + minutes * MINUTE))
    assert is_proven(number) is counts


@pytest.mark.parametrize(("wrong_ones", "counts"), [(4, True), (5, False)])
def test_after_five_wrong_codes_the_right_one_counts_no_more(number, wrong_ones, counts):
    right = code(number)
    for _ in range(wrong_ones):
        say(text(ANNA, wrong(number)))
    say(text(ANNA, right))
    assert is_proven(number) is counts


def test_neither_words_passed_on_nor_who_works_here_no_more_prove_anything(number):
    written = code(number)
    say(text(ANNA, written, context={"forwarded": True}))
    assert not is_proven(number)
    User.objects.filter(pk=number.user_id).update(is_active=False)
    say(text(ANNA, written))
    assert not is_proven(number)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("Iscrizione", "optin_confirm"),
        ("Cancellazione", "optout_not_subscribed"),
        ("prova", "unknown"),
        ("prova 123", "unknown"),
        ("prova iscrizione 123456 per favore", None),
        ("123456", "unknown"),
    ],
)
def test_every_other_message_is_what_it_always_was(number, words, answer):
    say(text(ANNA, words))
    assert not is_proven(number)
    assert "trial_number_confirmed" not in answers()
    if answer:
        assert answers() == [answer]


def test_a_new_code_once_a_minute_takes_the_place_of_the_old_one(number):
    old = number.code
    with pytest.raises(numbers.TooMany, match="Aspetta un minuto"):
        numbers.ask_code(number, now=NOW + timedelta(seconds=59))
    TrialNumber.objects.update(code="")
    numbers.ask_code(number, now=NOW + MINUTE)
    assert (number.code_asked_at, len(number.code)) == (NOW + MINUTE, len(old))


def test_nobody_collects_numbers():
    for digit in range(5):
        numbers.add(f"+3933512345{digit:02}", by=hire(GIULIA), now=NOW)
    with pytest.raises(numbers.TooMany, match="togline uno"):
        numbers.add("+393351234599", by=hire(GIULIA), now=NOW)
    numbers.add("+393351234599", by=hire(PAOLO), now=NOW)


@pytest.mark.parametrize(
    ("facts", "goes"),
    [
        ({"verified_at": NOW, "used_at": NOW}, False),
        ({"verified_at": NOW - timedelta(days=179)}, False),
        ({"verified_at": NOW - timedelta(days=181)}, True),
        ({"verified_at": NOW - timedelta(days=400), "used_at": NOW - timedelta(days=179)}, False),
        ({"verified_at": NOW - timedelta(days=400), "used_at": NOW - timedelta(days=181)}, True),
        ({"code_asked_at": NOW - timedelta(days=181)}, True),
    ],
)
def test_a_number_that_nobody_uses_goes(number, facts, goes):
    TrialNumber.objects.update(**facts)
    retention.run(NOW)
    assert TrialNumber.objects.exists() is not goes


def test_the_number_of_who_works_here_no_more_goes_the_same_night(number):
    TrialNumber.objects.update(verified_at=NOW, used_at=NOW)
    User.objects.filter(pk=number.user_id).update(is_active=False)
    retention.run(NOW)
    assert not TrialNumber.objects.exists()


def test_it_names_itself_without_its_number_and_no_code_can_be_a_keyword(number):
    assert "320" not in str(number)
    assert number.masked == "•••• 01"

    assert {understand(f"PROVA {digits}").intent for digits in ("000 000", "112 112", "123 456")} == {"other"}
