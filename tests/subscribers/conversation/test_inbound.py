"""A citizen writes, taps, sends: what it means for their consent, and what they are answered."""

from datetime import timedelta

import pytest

from subscribers import identity
from subscribers.models import ConsentRecord, Reply, SeenMessage, Subscriber
from tests.builders import (
    NOW,
    button,
    delivery_to,
    say,
    sent_thing,
    subscribe,
    supersede,
    tap,
    text,
    under_way,
    unsubscribe,
)
from tests.outcomes import answers
from tests.people import ANNA, BRUNO, CARLA, Citizen

pytestmark = pytest.mark.django_db
Kind = ConsentRecord.Kind
EVERYBODY = [ANNA, CARLA]
SUNDAY = NOW - timedelta(hours=20)


def has_joined(citizen: Citizen) -> bool:
    found = identity.find(citizen.person)
    return bool(found and found.is_subscribed)


def records() -> list[tuple[str, str]]:
    return list(ConsentRecord.objects.order_by("pk").values_list("kind", "channel"))


@pytest.mark.parametrize("citizen", EVERYBODY, ids=lambda citizen: citizen.name)
def test_the_announced_words_join_and_leave(citizen: Citizen):
    say(text(citizen, "Iscrizione", at=NOW))
    assert has_joined(citizen)
    say(text(citizen, "Cancellazione", at=NOW + timedelta(minutes=1)))
    assert not has_joined(citizen)

    assert records() == [(Kind.OPT_IN, "keyword"), (Kind.OPT_OUT, "keyword")]
    assert answers() == ["optin_confirm", "optout_confirm"]


def test_the_record_keeps_the_words_and_the_rule():
    say(text(ANNA, "Iscrizione"))
    record = ConsentRecord.objects.get()

    assert record.words == "Iscrizione"
    assert record.rule
    assert record.rule_version
    assert record.replies.get().text.key == "optin_confirm"


@pytest.mark.parametrize("word", ["Iscrizione", "Cancellazione"])
def test_all_of_it_happens_or_nothing(word: str):
    """The answer can't be written, since its text wants something that nobody knows."""
    subscribe(BRUNO)
    supersede("optin_confirm", "{nobody_knows}")
    supersede("optout_confirm", "{nobody_knows}")
    before = list(ConsentRecord.objects.values()), list(Subscriber.objects.values())

    with pytest.raises(KeyError):
        say(text(BRUNO if word == "Cancellazione" else ANNA, word))

    assert (list(ConsentRecord.objects.values()), list(Subscriber.objects.values())) == before
    assert not SeenMessage.objects.exists()
    assert not Reply.objects.exists()


@pytest.mark.parametrize(
    "message",
    [
        text(ANNA, "Iscrizione"),
        text(ANNA, "Cancellazione"),
        text(ANNA, "quando apre l'anagrafe?"),
        tap(ANNA, "Iscrizione", "join"),
        button(ANNA, "Cancellazione", "leave"),
        sent_thing(ANNA, "image", {"caption": "Cancellazione"}),
    ],
    ids=["joins", "leaves", "asks", "taps", "presses", "captions"],
)
@pytest.mark.parametrize("joined", [True, False])
def test_a_message_delivered_again_changes_nothing(message: dict, joined: bool):
    if joined:
        subscribe(ANNA)
    say(message)
    tables = [ConsentRecord, Subscriber, Reply, SeenMessage]
    once = [list(table.objects.values()) for table in tables]

    say(message, now=NOW + timedelta(days=6))

    assert [list(table.objects.values()) for table in tables] == once


NOT_A_WISH = {
    "forwarded": lambda word: text(ANNA, word, context={"forwarded": True}),
    "forwarded often": lambda word: text(ANNA, word, context={"frequently_forwarded": True}),
    "forwarded button": lambda word: tap(
        ANNA, word, "join" if word == "Iscrizione" else "leave", context={"forwarded": True}
    ),
    "forwarded caption": lambda word: sent_thing(
        ANNA, "image", {"caption": word}, context={"forwarded": True}
    ),
    "reaction": lambda word: sent_thing(ANNA, "reaction", {"message_id": "wamid.x", "emoji": "👍"}),
    "edit": lambda word: sent_thing(ANNA, "edit", {"body": word, "text": {"body": word}}),
    "edit, unsupported": lambda word: sent_thing(ANNA, "unsupported", {"type": "edit"}),
    "poll": lambda word: sent_thing(ANNA, "unsupported", {"type": "poll"}),
    "group": lambda word: text(ANNA, word, group_id="group-1"),
    "sticker": lambda word: sent_thing(ANNA, "sticker", {"id": "1"}),
    "type of tomorrow": lambda word: sent_thing(ANNA, "hologram", {"body": word}),
    "file name": lambda word: sent_thing(ANNA, "document", {"filename": f"{word}.pdf"}),
}


@pytest.mark.parametrize("word", ["Iscrizione", "Cancellazione"])
@pytest.mark.parametrize("form", NOT_A_WISH)
def test_what_is_not_said_by_the_citizen_changes_no_consent(form: str, word: str):
    joined = word == "Cancellazione"
    if joined:
        subscribe(ANNA)
    before = ConsentRecord.objects.count()

    say(NOT_A_WISH[form](word))

    assert has_joined(ANNA) == joined
    assert ConsentRecord.objects.count() == before


@pytest.mark.parametrize("kind", ["image", "video", "document"])
@pytest.mark.parametrize(("word", "joined"), [("Iscrizione", True), ("Cancellazione", False)])
def test_a_caption_may_ask_to_leave_and_never_to_join(kind: str, word: str, joined: bool):
    if word == "Cancellazione":
        subscribe(ANNA)
    say(sent_thing(ANNA, kind, {"caption": word}))

    assert not has_joined(ANNA)
    assert answers() == (["media_received"] if word == "Iscrizione" else ["optout_confirm"])


@pytest.mark.parametrize(
    ("message", "joined_before", "joins", "answer"),
    [
        (tap(ANNA, "Iscrizione", "join"), False, True, "optin_confirm"),
        (tap(ANNA, "Iscrizione", "join"), True, True, "optin_already"),
        (tap(ANNA, "Annulla iscrizione", "leave"), True, False, "optout_confirm"),
        (tap(ANNA, "Cancellazione", "leave"), False, False, "optout_not_subscribed"),
        (button(ANNA, "Cancellazione", "leave"), True, False, "optout_confirm"),
        (button(ANNA, "Cancellazione", "Cancellazione"), True, False, "optout_confirm"),
        (button(ANNA, "Iscrizione", "Iscrizione"), False, True, "optin_confirm"),
        (tap(ANNA, "Scegli argomenti", "topics"), True, True, "topics_list"),
        (tap(ANNA, "Scegli argomenti", "topics"), False, False, "not_subscribed"),
        (tap(ANNA, "Viabilità", "topic:all"), False, False, "not_subscribed"),
        (tap(ANNA, "Contattare l'Urp", "contacts"), True, True, "unknown"),
    ],
)
def test_buttons(message: dict, joined_before: bool, joins: bool, answer: str):
    if joined_before:
        subscribe(ANNA)
    say(message)

    assert has_joined(ANNA) == joins
    assert answers() == [answer]


def test_a_tap_is_recorded_as_a_tap():
    say(button(ANNA, "Iscrizione", "Iscrizione"))
    say(tap(ANNA, "Cancellazione", "leave", at=NOW + timedelta(seconds=1)))

    assert records() == [(Kind.OPT_IN, "button"), (Kind.OPT_OUT, "button")]


@pytest.mark.parametrize(
    ("words", "joined", "answer"),
    [
        ("Iscrizione", True, "optin_already"),
        ("Cancellazione", False, "optout_not_subscribed"),
        ("Argomenti", True, "topics_list"),
        ("Argomenti", False, "not_subscribed"),
        ("I miei dati", True, "my_data"),
        ("I miei dati", False, "my_data_none"),
        ("Aiuto", False, "help"),
        ("Iscrizione?", False, "ambiguous"),
        ("quando apre l'anagrafe?", True, "unknown"),
    ],
)
def test_every_word_has_its_answer(words: str, joined: bool, answer: str):
    if joined:
        subscribe(ANNA)
    say(text(ANNA, words))

    assert answers() == [answer]
    assert has_joined(ANNA) == joined


@pytest.mark.parametrize(
    ("joined", "words", "answer"),
    [
        (True, "Iscrizione", "optin_already"),
        (False, "Cancellazione", "optout_not_subscribed"),
        (False, "cancellate i miei dati", "my_data_none"),
        (True, "cancellate i miei dati", "rights_received"),
    ],
)
def test_the_record_names_the_answer_that_left(joined: bool, words: str, answer: str):
    if joined:
        subscribe(ANNA)
    say(text(ANNA, words))
    record = ConsentRecord.objects.latest("sequence")
    assert record.confirmation.key == answer == record.replies.get().text.key


def test_my_data_tells_what_we_have():
    subscriber = subscribe(ANNA, at=NOW - timedelta(days=30))
    broadcast = under_way()
    delivery_to(subscriber, of=broadcast, status="delivered", accepted_at=NOW - timedelta(days=1))
    say(text(ANNA, "I miei dati"))
    body = Reply.objects.get().content["body"]

    for piece in (
        "•••• 01",
        "9 maggio 2026",
        "Iscrizione",
        "versione 1",
        "90 giorni: 1",
    ):
        assert piece in body
    assert ANNA.phone not in body


def test_a_late_word_counts_but_is_not_answered_out_of_the_blue():
    two_days_ago = NOW - timedelta(days=2)
    say(text(ANNA, "Iscrizione", at=two_days_ago), now=NOW)

    assert has_joined(ANNA)
    assert answers() == []


def test_a_late_word_that_changes_nothing_gets_no_answer():
    unsubscribe(ANNA, at=NOW)
    say(text(ANNA, "Iscrizione", at=NOW - timedelta(hours=1)), now=NOW + timedelta(seconds=1))

    assert not has_joined(ANNA)
    assert answers() == []
    assert not ConsentRecord.objects.first().took_effect


@pytest.mark.parametrize("again", ["quando aprite?", "e domani?"])
def test_somebody_who_goes_on_asking_is_pointed_elsewhere_once_a_day(again: str):
    for hours in (0, 1, 23):
        say(text(ANNA, again, at=NOW + timedelta(hours=hours)))
    assert len(answers()) == 1

    say(text(ANNA, again, at=NOW + timedelta(hours=25)))
    assert len(answers()) == 2


def test_on_sunday_the_answer_says_when_the_office_opens():
    say(text(ANNA, "quando aprite?", at=SUNDAY))

    assert answers() == ["unknown_out_of_hours"]
    assert "lunedì 8 giugno 2026 alle 9:00" in Reply.objects.get().content["body"]


def test_the_two_answers_that_say_the_same_keep_each_other_silent():
    say(text(ANNA, "quando aprite?", at=SUNDAY))
    say(text(ANNA, "quando aprite?", at=NOW - timedelta(minutes=5)))

    assert answers() == ["unknown_out_of_hours"]


def test_two_machines_do_not_talk_for_ever_but_consent_is_always_confirmed():
    for second in range(30):
        say(text(ANNA, "Aiuto", at=NOW + timedelta(seconds=second)))
    assert answers() == ["help"] * 12

    say(text(ANNA, "Iscrizione", at=NOW + timedelta(minutes=1)))
    say(text(ANNA, "Cancellazione", at=NOW + timedelta(minutes=2)))
    assert answers()[12:] == ["optin_confirm", "optout_confirm"]


def test_a_message_opens_the_window_and_a_reaction_does_not():
    subscribe(ANNA)
    say(text(ANNA, "grazie", at=NOW))
    say(sent_thing(ANNA, "reaction", {"emoji": "👍"}, at=NOW + timedelta(hours=1)))

    assert identity.find(ANNA.person).last_message_at == NOW
