"""What somebody seems to want is asked, with the answer as a button; a written yes or no answers as well."""

from datetime import timedelta

import pytest

from subscribers import identity
from subscribers.models import ConsentRecord, Reply, ServiceText, Subscriber
from tests.builders import (
    NOW,
    arrive,
    delivery_to,
    number_changed,
    say,
    sent_thing,
    subscribe,
    tap,
    text,
    unsubscribe,
    webhook,
)
from tests.outcomes import answers, findings, kinds
from tests.people import ANNA, BRUNO, CARLA, ELENA, FABIO, Citizen
from tests.subscribers.unclear import seems_to

pytestmark = pytest.mark.django_db
Kind = ConsentRecord.Kind
SECOND, MINUTE, HOUR, DAY = (timedelta(**{unit: 1}) for unit in ("seconds", "minutes", "hours", "days"))
JOIN, LEAVE = seems_to("join"), seems_to("leave")
MOVED = Citizen("Fabio, who has another number", "+393200000999", "IT.13490000000000999")
EVERYBODY = pytest.mark.parametrize("citizen", [ANNA, CARLA], ids=lambda citizen: citizen.name)


def asked(citizen: Citizen, words: str, *, at=NOW) -> Reply:
    """They write something unclear, and the question reaches them."""
    say(text(citizen, words, at=at))
    Reply.objects.update(status=Reply.Status.SENT)
    return Reply.objects.latest("pk")


def is_in(citizen: Citizen) -> bool:
    known = identity.find(citizen.person)
    return bool(known and known.is_subscribed)


def buttons(reply: Reply) -> list[str]:
    return [title for _, title in reply.content["buttons"]]


# ── Whoever seems to want to join ─────────────────────────────────────────────────────────────────────────


@EVERYBODY
def test_a_stranger_who_seems_to_want_to_join_is_asked_and_nothing_is_kept(citizen: Citizen):
    question = asked(citizen, JOIN)

    assert (question.text.key, buttons(question)) == ("join_question", ["Sì, iscrivimi", "No, grazie"])
    assert "/informativa/" in question.content["body"]
    assert not Subscriber.objects.exists()
    assert not ConsentRecord.objects.exists()


@EVERYBODY
def test_yes_joins_and_the_register_says_that_a_button_did(citizen: Citizen):
    asked(citizen, JOIN)
    say(tap(citizen, "Sì, iscrivimi", "confirm", at=NOW + MINUTE))
    record = ConsentRecord.objects.get()

    assert is_in(citizen)
    assert (record.kind, record.channel, record.rule) == (Kind.OPT_IN, "button", "button-confirm")
    assert (record.words, record.confirmation.key) == ("Sì, iscrivimi", "optin_confirm")
    assert answers() == ["join_question", "optin_confirm"]


@EVERYBODY
def test_no_keeps_nothing(citizen: Citizen):
    asked(citizen, JOIN)
    say(tap(citizen, "No, grazie", "decline", at=NOW + MINUTE))

    assert answers() == ["join_question", "optin_prompt_declined"]
    assert not ConsentRecord.objects.exists()
    assert not Subscriber.objects.exists()


def test_a_subscriber_who_seems_to_want_to_join_hears_that_they_are_in():
    subscribe(ANNA)
    before = kinds()
    asked(ANNA, JOIN)

    assert answers() == ["optin_already"]
    assert kinds() == before


def test_where_the_town_hall_wants_a_second_yes_the_first_one_asks_for_it(settings):
    settings.OPT_IN_MODE = "double"
    asked(ANNA, JOIN)
    say(tap(ANNA, "Sì, iscrivimi", "confirm", at=NOW + MINUTE))

    assert not is_in(ANNA)
    assert answers() == ["join_question", "optin_prompt"]
    say(tap(ANNA, "Sì, iscrivimi", "confirm", at=NOW + 2 * MINUTE))
    assert is_in(ANNA)


# ── Whoever seems to want to leave ────────────────────────────────────────────────────────────────────────


def test_a_subscriber_who_seems_to_want_to_leave_is_asked_and_stays_meanwhile():
    subscribe(ANNA)
    before = kinds()
    question = asked(ANNA, LEAVE)

    assert (question.text.key, buttons(question)) == ("leave_question", ["Sì, cancellami", "No"])
    assert is_in(ANNA)
    assert kinds() == before


def test_yes_leaves():
    subscribe(ANNA)
    asked(ANNA, LEAVE)
    say(tap(ANNA, "Sì, cancellami", "leave", at=NOW + MINUTE))
    record = ConsentRecord.objects.latest("sequence")

    assert not is_in(ANNA)
    assert (record.kind, record.channel, record.rule) == (Kind.OPT_OUT, "button", "button-leave")
    assert (record.words, record.confirmation.key) == ("Sì, cancellami", "optout_confirm")


def test_no_changes_nothing_and_says_so():
    subscribe(ANNA)
    before = kinds()
    asked(ANNA, LEAVE)
    say(tap(ANNA, "No", "stay-in", at=NOW + MINUTE))

    assert is_in(ANNA)
    assert answers() == ["leave_question", "optin_already"]
    assert kinds() == before


def test_no_of_whoever_has_left_meanwhile_subscribes_nobody():
    subscribe(ANNA)
    asked(ANNA, LEAVE)
    unsubscribe(ANNA, at=NOW + MINUTE)
    say(tap(ANNA, "No", "stay-in", at=NOW + 2 * MINUTE))

    assert not is_in(ANNA)
    assert answers()[-1] == "optout_not_subscribed"


@EVERYBODY
def test_a_stranger_who_seems_to_want_to_leave_hears_that_they_are_out(citizen: Citizen):
    asked(citizen, LEAVE)

    assert answers() == ["optout_not_subscribed"]
    assert not ConsentRecord.objects.exists()


def test_a_caption_may_be_asked_whether_it_means_to_leave():
    say(sent_thing(BRUNO, "image", {"caption": LEAVE}))
    subscribe(ANNA)
    say(sent_thing(ANNA, "image", {"caption": LEAVE}))
    say(sent_thing(ANNA, "image", {"caption": JOIN}, at=NOW + MINUTE))

    assert answers() == ["media_received", "leave_question", "media_received"]


@pytest.mark.parametrize("words", [JOIN, LEAVE])
def test_what_somebody_else_wrote_says_nothing_of_who_passes_it_on(words: str):
    subscribe(ANNA)
    say(text(ANNA, words, context={"forwarded": True}))

    assert answers() == ["ambiguous"]


# ── A written yes or no ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("words", "joins", "answer"),
    [
        ("Sì", True, "optin_confirm"),
        ("sì grazie!", True, "optin_confirm"),
        ("ok va bene", True, "optin_confirm"),
        ("👍", True, "optin_confirm"),
        ("Sì, iscrivimi", True, "optin_confirm"),
        ("Sì?", False, None),
        ("No", False, "optin_prompt_declined"),
        ("no grazie", False, "optin_prompt_declined"),
        ("Cancellazione", False, "optout_not_subscribed"),
    ],
)
def test_words_answer_whether_they_want_to_join(words: str, joins: bool, answer: str | None):
    asked(ANNA, JOIN)
    say(text(ANNA, words, at=NOW + MINUTE))

    assert is_in(ANNA) is joins
    if answer:
        assert answers()[1:] == [answer]


@pytest.mark.parametrize(
    ("words", "stays", "answer"),
    [
        ("Sì", False, "optout_confirm"),
        ("ok", False, "optout_confirm"),
        ("sì, cancellatemi", False, "optout_confirm"),
        ("STOP", False, "optout_confirm"),
        ("No", True, "optin_already"),
        ("no grazie", True, "optin_already"),
        ("no, non voglio", True, "optin_already"),
        ("Sì, iscrivetemi", True, "optin_already"),
        ("Sì?", True, None),
        ("non mi interessa", True, None),
    ],
)
def test_words_answer_whether_they_want_to_leave(words: str, stays: bool, answer: str | None):
    subscribe(ANNA)
    asked(ANNA, LEAVE)
    say(text(ANNA, words, at=NOW + MINUTE))

    assert is_in(ANNA) is stays
    if answer:
        assert answers()[1:] == [answer]


def test_a_no_in_words_to_joining_keeps_nothing():
    asked(ANNA, JOIN)
    say(text(ANNA, "no", at=NOW + MINUTE))

    assert not ConsentRecord.objects.exists()


def test_the_register_names_the_question_that_a_written_yes_answers():
    question = asked(ANNA, JOIN).text
    say(text(ANNA, "sì", at=NOW + MINUTE))
    record = ConsentRecord.objects.get()

    assert (record.words, record.channel, record.rule) == ("sì", "keyword", "reply-yes")
    assert record.reason == (
        f"Risponde a «Vuoi iscriverti?» (join_question, versione 1, impronta {question.sha256[:16]})"
    )
    assert findings() == []


@pytest.mark.parametrize(
    ("passed", "joins"),
    [(-MINUTE, False), (timedelta(), True), (SECOND, True), (DAY, True), (DAY + SECOND, False)],
    ids=str,
)
def test_a_question_is_open_for_a_day(passed, joins: bool):
    """By whole seconds: a message carries no others."""
    moment = NOW + timedelta(milliseconds=400)
    say(text(ANNA, JOIN), now=moment)
    Reply.objects.update(status=Reply.Status.SENT)
    say(text(ANNA, "sì", at=NOW + passed), now=NOW + passed + MINUTE)

    assert is_in(ANNA) is joins


@pytest.mark.parametrize("status", [Reply.Status.QUEUED, Reply.Status.FAILED])
def test_nobody_answers_a_question_that_has_not_reached_them(status: str):
    say(text(ANNA, JOIN))
    Reply.objects.update(status=status)
    say(text(ANNA, "sì", at=NOW + MINUTE))

    assert not is_in(ANNA)


def test_a_question_is_answered_once():
    subscribe(ANNA)
    asked(ANNA, LEAVE)
    asked(ANNA, "no", at=NOW + MINUTE)
    say(text(ANNA, "sì", at=NOW + 2 * MINUTE))

    assert is_in(ANNA)


def test_whatever_was_answered_since_closes_the_question():
    asked(ANNA, JOIN)
    asked(ANNA, "che ore sono?", at=NOW + MINUTE)
    say(text(ANNA, "ok", at=NOW + 2 * MINUTE))

    assert not is_in(ANNA)


def test_a_broadcast_closes_the_question_since_ok_may_be_said_of_it():
    anna = subscribe(ANNA)
    asked(ANNA, LEAVE)
    delivery_to(anna, accepted_at=NOW + MINUTE)
    say(text(ANNA, "ok", at=NOW + 2 * MINUTE))

    assert is_in(ANNA)


def test_nobody_answers_another_s_question():
    subscribe(BRUNO)
    asked(ANNA, JOIN)
    say(text(BRUNO, "sì", at=NOW + MINUTE))
    say(text(ELENA, "sì", at=NOW + MINUTE))

    assert [is_in(citizen) for citizen in (ANNA, BRUNO, ELENA)] == [False, True, False]


def test_a_yes_that_somebody_passes_on_answers_nothing():
    asked(ANNA, JOIN)
    say(text(ANNA, "sì", at=NOW + MINUTE, context={"forwarded": True}))

    assert not is_in(ANNA)


# ── Other questions, other urgencies ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("words", [JOIN, LEAVE])
def test_while_the_register_waits_for_a_yes_its_question_is_put_again_and_no_other(words: str, settings):
    """Otherwise nobody could tell what a "sì" says yes to."""
    settings.OPT_IN_MODE = "double"
    asked(ANNA, "Iscrizione")
    question = ConsentRecord.objects.get()
    again = asked(ANNA, words, at=NOW + MINUTE)

    assert answers() == ["optin_prompt", "optin_prompt"]
    assert (again.consent, again.text) == (question, question.confirmation)
    assert kinds() == [Kind.OPT_IN_PENDING]
    say(text(ANNA, "sì", at=NOW + 2 * MINUTE))
    assert is_in(ANNA)


@pytest.mark.parametrize("words", [JOIN, LEAVE])
def test_whoever_moved_is_asked_whether_to_go_on_and_nothing_else(words: str, settings):
    settings.ON_NUMBER_CHANGE = "ask"
    subscribe(FABIO)
    arrive(webhook(number_changed(FABIO, MOVED, at=NOW - DAY, id="wamid.moved")))
    asked(MOVED, words)

    assert answers() == ["number_changed"]
    say(text(MOVED, "sì", at=NOW + MINUTE))
    assert is_in(MOVED)


def test_the_question_of_the_register_wins_over_an_older_one_of_ours(settings):
    settings.OPT_IN_MODE = "double"
    subscribe(ANNA)
    asked(ANNA, LEAVE)
    unsubscribe(ANNA, at=NOW + MINUTE)
    asked(ANNA, "Iscrizione", at=NOW + 2 * MINUTE)
    say(text(ANNA, "sì", at=NOW + 3 * MINUTE))

    assert is_in(ANNA)


def test_a_cry_for_help_is_answered_with_the_112_whatever_else_it_says():
    subscribe(ANNA)
    asked(ANNA, f"Aiuto, sono caduto. {LEAVE}")

    assert answers() == ["emergency"]


def test_the_same_question_is_put_three_times_an_hour_at_most():
    subscribe(ANNA)
    for minute in range(5):
        asked(ANNA, LEAVE, at=NOW + minute * MINUTE)
    assert answers() == ["leave_question"] * 3
    asked(ANNA, LEAVE, at=NOW + 2 * HOUR)
    assert len(answers()) == 4


def test_who_was_asked_in_english_is_answered_in_english():
    question = ServiceText.objects.get(key="join_question", version=1)
    english = {"version": 1, "in_force_from": NOW - DAY}
    for key in ("join_question.en", "optin_confirm.en"):
        ServiceText.objects.create(key=key, body="Do you? {privacy_url} *Cancellazione*", **english)
    say(text(ANNA, JOIN))
    Reply.objects.update(status=Reply.Status.SENT, text=ServiceText.objects.get(key="join_question.en"))
    say(text(ANNA, "yes", at=NOW + MINUTE))

    assert question.key == "join_question"
    assert answers()[-1] == "optin_confirm.en"
