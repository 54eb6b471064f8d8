"""A citizen writes, taps, sends: what it means for their consent, and what they are answered."""

from datetime import timedelta

import pytest

from subscribers import identity
from subscribers.models import ConsentRecord, Reply, SeenMessage, Subscriber
from tests.builders import (
    NOW,
    arrive,
    button,
    delivery_to,
    number_changed,
    preference,
    say,
    sent_thing,
    subscribe,
    supersede,
    tap,
    text,
    under_way,
    webhook,
)
from tests.outcomes import answers, has_joined, kinds
from tests.people import ANNA, BRUNO, CARLA, Citizen

pytestmark = pytest.mark.django_db
Kind = ConsentRecord.Kind
EVERYBODY = [ANNA, CARLA]
SUNDAY = NOW - timedelta(hours=20)


@pytest.mark.parametrize("citizen", EVERYBODY, ids=lambda citizen: citizen.name)
def test_the_announced_words_join_and_leave(citizen: Citizen):
    say(text(citizen, "Iscrizione", at=NOW))
    assert has_joined(citizen)
    say(text(citizen, "Cancellazione", at=NOW + timedelta(minutes=1)))
    assert not has_joined(citizen)

    assert list(ConsentRecord.objects.order_by("pk").values_list("kind", "channel", "words", "rule")) == [
        (Kind.OPT_IN, "keyword", "Iscrizione", "join-word"),
        (Kind.OPT_OUT, "keyword", "Cancellazione", "leave-word"),
    ]
    assert answers() == ["optin_confirm", "optout_confirm"]


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
        preference(ANNA, "stop"),
        preference(ANNA, "resume"),
        number_changed(ANNA, Citizen("Anna", "+393200000999", "IT.13490000000000999")),
    ],
    ids=["joins", "leaves", "asks", "taps", "presses", "captions", "switches off", "switches on", "moves"],
)
@pytest.mark.parametrize("joined", [True, False])
def test_a_message_delivered_again_changes_nothing(message: dict, joined: bool):
    if joined:
        subscribe(ANNA)
    arrive(webhook(message))
    tables = [ConsentRecord, Subscriber, Reply, SeenMessage]
    once = [list(table.objects.values()) for table in tables]

    arrive(webhook(message), now=NOW + timedelta(days=6))

    assert [list(table.objects.values()) for table in tables] == once


def test_the_switch_in_whatsapp_s_settings_is_a_goodbye_without_an_answer_and_subscribes_nobody():
    """What comes late does not undo a newer word."""
    subscribe(ANNA, at=NOW)
    hour = timedelta(hours=1)
    arrive(webhook(preference(ANNA, "stop", at=NOW - hour)))
    assert has_joined(ANNA)

    arrive(
        webhook(preference(ANNA, "stop")), webhook(preference(ANNA, "resume", at=NOW + hour)), now=NOW + hour
    )
    assert not has_joined(ANNA)
    assert kinds() == [Kind.OPT_IN, Kind.PREFERENCE_STOP, Kind.PREFERENCE_STOP, Kind.PREFERENCE_RESUME]
    assert answers() == []


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
        (text(ANNA, "Iscrizione"), True, True, "optin_already"),
        (text(ANNA, "Cancellazione"), False, False, "optout_not_subscribed"),
        (text(ANNA, "Argomenti"), True, True, "topics_list"),
        (text(ANNA, "Argomenti"), False, False, "not_subscribed"),
        (text(ANNA, "I miei dati"), True, True, "my_data"),
        (text(ANNA, "I miei dati"), False, False, "my_data_none"),
        (text(ANNA, "cancellate i miei dati"), False, False, "my_data_none"),
        (text(ANNA, "Aiuto"), False, False, "help"),
        (text(ANNA, "Iscrizione?"), False, False, "ambiguous"),
        (text(ANNA, "quando apre l'anagrafe?"), True, True, "unknown"),
    ],
)
def test_every_button_and_word_has_its_answer_which_the_record_names(
    message: dict, joined_before: bool, joins: bool, answer: str
):
    if joined_before:
        subscribe(ANNA)
    say(message)

    assert has_joined(ANNA) == joins
    assert answers() == [answer]
    record = Reply.objects.get().consent
    channel = "keyword" if "text" in message["value"]["messages"][0] else "button"
    assert record is None or (record.confirmation.key, record.channel) == (answer, channel)


def test_my_data_tells_what_we_have():
    subscriber = subscribe(ANNA, at=NOW - timedelta(days=30))
    broadcast = under_way()
    delivery_to(subscriber, of=broadcast, status="delivered", accepted_at=NOW - timedelta(days=1))
    say(text(ANNA, "I miei dati"))
    body = Reply.objects.get().content["body"]

    known = ("•••• 01", "9 maggio 2026", "Iscrizione", "versione 1", "90 giorni: 1")
    assert [piece for piece in known if piece not in body] == []
    assert ANNA.phone not in body


def test_a_late_word_counts_but_is_not_answered_out_of_the_blue():
    two_days_ago = NOW - timedelta(days=2)
    say(text(ANNA, "Iscrizione", at=two_days_ago), now=NOW)

    assert has_joined(ANNA)
    assert answers() == []


@pytest.mark.parametrize("again", ["quando aprite?", "e domani?"])
def test_somebody_who_goes_on_asking_is_pointed_elsewhere_once_a_day(again: str):
    for hours in (0, 1, 23):
        say(text(ANNA, again, at=NOW + timedelta(hours=hours)))
    assert len(answers()) == 1

    say(text(ANNA, again, at=NOW + timedelta(hours=25)))
    assert len(answers()) == 2


def test_on_sunday_the_answer_says_when_the_office_opens_and_on_monday_nothing_is_said_again():
    say(text(ANNA, "quando aprite?", at=SUNDAY))
    say(text(ANNA, "quando aprite?", at=NOW - timedelta(minutes=5)))

    assert answers() == ["unknown_out_of_hours"]
    assert "lunedì 8 giugno 2026 alle 9:00" in Reply.objects.get().content["body"]


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
