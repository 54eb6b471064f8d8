"""What somebody seems to want is asked, with the answer as a button; a written yes or no answers as well."""

from datetime import timedelta

import pytest

from subscribers.models import ConsentRecord, Reply, ServiceText, Subscriber
from tests.builders import (
    NOW,
    arrive,
    choose_zones,
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
from tests.outcomes import answers, findings, has_joined, kinds
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


def buttons(reply: Reply) -> list[str]:
    return [title for _, title in reply.content["buttons"]]


# ── By a button ───────────────────────────────────────────────────────────────────────────────────────────


@EVERYBODY
def test_who_seems_to_want_to_join_is_asked_nothing_is_kept_and_a_yes_joins(citizen: Citizen):
    question = asked(citizen, JOIN)
    assert (question.text.key, buttons(question)) == ("join_question", ["Sì, iscrivimi", "No, grazie"])
    assert "/informativa/" in question.content["body"]
    asked(citizen, LEAVE)
    say(tap(citizen, "No, grazie", "decline", at=NOW + MINUTE))
    assert answers() == ["join_question", "optout_not_subscribed", "optin_prompt_declined"]
    assert not Subscriber.objects.exists()
    assert not ConsentRecord.objects.exists()

    say(tap(citizen, "Sì, iscrivimi", "confirm", at=NOW + 2 * MINUTE))
    record = ConsentRecord.objects.get()
    assert has_joined(citizen)
    assert (record.kind, record.channel, record.rule) == (Kind.OPT_IN, "button", "button-confirm")
    assert (record.words, record.confirmation.key) == ("Sì, iscrivimi", "optin_confirm")


def test_who_seems_to_want_to_leave_is_asked_stays_meanwhile_and_a_yes_leaves():
    subscribe(ANNA)
    before = kinds()
    question = asked(ANNA, LEAVE)
    assert (question.text.key, buttons(question)) == ("leave_question", ["Sì, cancellami", "No"])
    say(tap(ANNA, "No", "stay-in", at=NOW + MINUTE))
    asked(ANNA, JOIN, at=NOW + MINUTE)
    assert answers() == ["leave_question", "optin_already", "optin_already"]
    assert kinds() == before

    say(tap(ANNA, "Sì, cancellami", "leave", at=NOW + 2 * MINUTE))
    record = ConsentRecord.objects.latest("sequence")
    assert not has_joined(ANNA)
    assert (record.kind, record.channel, record.rule) == (Kind.OPT_OUT, "button", "button-leave")
    assert (record.words, record.confirmation.key) == ("Sì, cancellami", "optout_confirm")
    say(tap(ANNA, "No", "stay-in", at=NOW + 3 * MINUTE))  # of an old question: it subscribes nobody
    assert (has_joined(ANNA), answers()[-1]) == (False, "optout_not_subscribed")


# ── A written yes or no ───────────────────────────────────────────────────────────────────────────────────


def later(words: str, minutes: int = 1, **more) -> dict:
    return text(ANNA, words, at=NOW + minutes * MINUTE, **more)


def captioned(words: str) -> dict:
    return sent_thing(ANNA, "image", {"caption": words})


LEAVES = [subscribe, text(ANNA, LEAVE)]
"""She is subscribed, and is asked whether she wants to leave."""
STORIES = {
    # what happens, each step in reach of her: (whether she is subscribed then, the last answer)
    "yes, to joining": ([text(ANNA, JOIN), later("Sì")], True, "optin_confirm"),
    "yes, with thanks": ([text(ANNA, JOIN), later("sì grazie!")], True, "optin_confirm"),
    "ok": ([text(ANNA, JOIN), later("ok va bene")], True, "optin_confirm"),
    "a thumb": ([text(ANNA, JOIN), later("👍")], True, "optin_confirm"),
    "the button's words": ([text(ANNA, JOIN), later("Sì, iscrivimi")], True, "optin_confirm"),
    "yes?": ([text(ANNA, JOIN), later("Sì?")], False, "ambiguous"),
    "no, to joining": ([text(ANNA, JOIN), later("No")], False, "optin_prompt_declined"),
    "no, with thanks": ([text(ANNA, JOIN), later("no grazie")], False, "optin_prompt_declined"),
    "the word to leave": ([text(ANNA, JOIN), later("Cancellazione")], False, "optout_not_subscribed"),
    "passed on": (
        [text(ANNA, JOIN), later("sì", context={"forwarded": True})],
        False,
        "ambiguous",
    ),
    "yes, to another answer": ([text(ANNA, JOIN), later("che ore sono?"), later("ok", 2)], False, None),
    "yes, to leaving": ([*LEAVES, later("Sì")], False, "optout_confirm"),
    "ok, to leaving": ([*LEAVES, later("ok")], False, "optout_confirm"),
    "yes, cancel": ([*LEAVES, later("sì, cancellatemi")], False, "optout_confirm"),
    "stop": ([*LEAVES, later("STOP")], False, "optout_confirm"),
    "no, to leaving": ([*LEAVES, later("No")], True, "optin_already"),
    "no, to leaving, with thanks": ([*LEAVES, later("no grazie")], True, "optin_already"),
    "no, I don't": ([*LEAVES, later("no, non voglio")], True, "optin_already"),
    "yes, subscribe me": ([*LEAVES, later("Sì, iscrivetemi")], True, "optin_already"),
    "yes? to leaving": ([*LEAVES, later("Sì?")], True, "ambiguous"),
    "no interest": ([*LEAVES, later("non mi interessa")], True, None),
    "a second answer": ([*LEAVES, later("no"), later("sì", 2)], True, None),
    "a cry for help": ([subscribe, text(ANNA, f"Aiuto, sono caduto. {LEAVE}")], True, "emergency"),
    "a caption that seems to leave": ([subscribe, captioned(LEAVE)], True, "leave_question"),
    "a caption that seems to join": ([subscribe, captioned(JOIN)], True, "media_received"),
    "a caption that names a part": ([subscribe, captioned("toglimi Zambra")], True, "part_question"),
    "a stranger's caption": ([captioned(LEAVE)], False, "media_received"),
    "passed on, joining": ([subscribe, text(ANNA, JOIN, context={"forwarded": True})], True, "ambiguous"),
    "passed on, leaving": ([subscribe, text(ANNA, LEAVE, context={"forwarded": True})], True, "ambiguous"),
    "the same question four times": (
        [*LEAVES, *(later(LEAVE, n) for n in (1, 2, 3, 4))],
        True,
        "leave_question",
    ),
}


@pytest.mark.parametrize(("steps", "joined", "answer"), STORIES.values(), ids=STORIES)
def test_words_answer_a_question_that_is_open(steps: list, joined: bool, answer: str | None):
    for step in steps:
        if step is subscribe:
            subscribe(ANNA)
            continue
        say(step)
        Reply.objects.update(status=Reply.Status.SENT)

    assert has_joined(ANNA) is joined
    assert answer in (None, answers()[-1])
    assert len(answers()) <= 3  # the same question is put three times an hour at the most
    assert answer != "optin_prompt_declined" or not ConsentRecord.objects.exists()


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

    assert has_joined(ANNA) is joins


@pytest.mark.parametrize("status", [Reply.Status.QUEUED, Reply.Status.FAILED])
def test_nobody_answers_a_question_that_has_not_reached_them(status: str):
    say(text(ANNA, JOIN))
    Reply.objects.update(status=status)
    say(text(ANNA, "sì", at=NOW + MINUTE))

    assert not has_joined(ANNA)


def test_a_broadcast_closes_the_question_since_ok_may_be_said_of_it():
    anna = subscribe(ANNA)
    asked(ANNA, LEAVE)
    delivery_to(anna, accepted_at=NOW + MINUTE)
    say(text(ANNA, "ok", at=NOW + 2 * MINUTE))

    assert has_joined(ANNA)


def test_nobody_answers_another_s_question():
    subscribe(BRUNO)
    asked(ANNA, JOIN)
    say(text(BRUNO, "sì", at=NOW + MINUTE))
    say(text(ELENA, "sì", at=NOW + MINUTE))

    assert [has_joined(citizen) for citizen in (ANNA, BRUNO, ELENA)] == [False, True, False]


IS_IN, IS_OUT = "optin_already", "optout_not_subscribed"
ASKED = {JOIN: "join_question", LEAVE: "leave_question", "toglimi Zambra": "part_question"}


def limited(citizen: Citizen) -> None:
    subscribe(citizen)
    Subscriber.objects.update(limited_since=NOW - DAY)


def gone(citizen: Citizen) -> None:
    subscribe(citizen)
    unsubscribe(citizen, at=NOW - DAY)


def of_navacchio(citizen: Citizen) -> None:
    subscribe(citizen)
    choose_zones(citizen, "Navacchio")


def unknown(citizen: Citizen) -> None:
    """Nothing is known of them."""


@pytest.mark.parametrize("seems", ASKED)
@pytest.mark.parametrize(
    ("standing", "told"),
    [
        (subscribe, {JOIN: IS_IN}),
        (limited, {JOIN: IS_IN}),
        (of_navacchio, {JOIN: IS_IN, "toglimi Zambra": "zones_list"}),
        (gone, {LEAVE: IS_OUT, "toglimi Zambra": IS_OUT}),
        (unknown, {LEAVE: IS_OUT, "toglimi Zambra": IS_OUT}),
    ],
    ids=["in", "limited", "in, without that zone", "out", "unknown"],
)
def test_no_question_asks_what_is_so_already(seems: str, standing, told: dict[str, str]):
    standing(ANNA)
    say(text(ANNA, seems))

    assert answers() == [told.get(seems, ASKED[seems])]


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
    assert has_joined(ANNA)


def test_the_first_yes_asks_for_the_second_one_and_the_register_s_question_wins_over_an_older_one(settings):
    settings.OPT_IN_MODE = "double"
    subscribe(ANNA)
    asked(ANNA, LEAVE)
    unsubscribe(ANNA, at=NOW + MINUTE)
    asked(ANNA, JOIN, at=NOW + 2 * MINUTE)
    say(tap(ANNA, "Sì, iscrivimi", "confirm", at=NOW + 3 * MINUTE))
    assert (has_joined(ANNA), answers()[-1]) == (False, "optin_prompt")
    say(text(ANNA, "sì", at=NOW + 4 * MINUTE))
    assert has_joined(ANNA)


@pytest.mark.parametrize("words", [JOIN, LEAVE])
def test_whoever_moved_is_asked_whether_to_go_on_and_nothing_else(words: str, settings):
    settings.ON_NUMBER_CHANGE = "ask"
    subscribe(FABIO)
    arrive(webhook(number_changed(FABIO, MOVED, at=NOW - DAY, id="wamid.moved")))
    asked(MOVED, words)

    assert answers() == ["number_changed"]
    say(text(MOVED, "sì", at=NOW + MINUTE))
    assert has_joined(MOVED)


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
