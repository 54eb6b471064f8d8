"""WhatsApp calls a citizen by another number, or another id: what becomes of the subscription."""

from datetime import timedelta

import pytest

from cascina_whatsapp.privacy import retention
from cascina_whatsapp.whatsapp.cloud_api.people import Person
from subscribers import consent, identity
from subscribers.conversation import inbound
from subscribers.models import ConsentRecord, Reply, Subscriber
from subscribers.register import history
from subscribers.statistics import trend_until
from tests.builders import (
    LONG_AGO,
    NOW,
    choose,
    delivery_to,
    events_of,
    number_changed,
    say,
    sent_thing,
    subscribe,
    tap,
    text,
    topic,
    under_way,
    unsubscribe,
)
from tests.outcomes import answers, findings, kinds
from tests.people import ANNA, CARLA, DARIO, FABIO, Citizen

pytestmark = pytest.mark.django_db
Kind = ConsentRecord.Kind
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NEW = Citizen("Fabio", "+393200000999", "IT.13490000000000999")
NEW_CARLA = Citizen("Carla", "", "IT.13490000000000993")
NEW_ID = Citizen("Anna", "", "IT.13490000000000991")
"""Anna under another BSUID, her number hidden."""


@pytest.fixture
def asks(settings):
    settings.ON_NUMBER_CHANGE = "ask"


def told(change: dict, *, now=NOW) -> None:
    (event,) = events_of(change)
    inbound.note_identity_change(event, now=now)


def moves(before: Citizen = FABIO, after: Citizen = NEW, *, at=NOW, now=None, **more) -> None:
    told(number_changed(before, after, at=at, **more), now=now or at)


def id_changed(before: Citizen, after: str, *, at=NOW, **extra) -> None:
    """WhatsApp tells of the id alone, without a number."""
    system = {"type": "user_changed_user_id", "previous_user_id": before.bsuid, "user_id": after, **extra}
    nameless = Citizen(before.name, "", before.bsuid)
    told(sent_thing(nameless, "system", system, at=at), now=at)


def in_service() -> set[tuple[str, str]]:
    return set(Subscriber.objects.subscribed().values_list("phone", "bsuid"))


# ── It goes along (ON_NUMBER_CHANGE=carry) ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("before", "after"), [(FABIO, NEW), (CARLA, NEW_CARLA)], ids=["number", "id only"])
def test_all_that_hangs_on_the_subscription_goes_along(before: Citizen, after: Citizen):
    row = subscribe(before)
    choose(before, topic())
    broadcast = under_way(topic=topic())
    moves(before, after) if before.phone else id_changed(before, after.bsuid)

    moved = identity.find(after.person)
    assert moved.pk == row.pk
    assert in_service() == {(after.phone, after.bsuid)}
    assert (moved.subscribed_at, moved.followed_topics()) == (LONG_AGO, [topic()])
    assert delivery_to(moved, of=broadcast).status == "queued"
    assert kinds(moved) == [Kind.OPT_IN, Kind.TOPICS_CHANGED, Kind.NUMBER_CHANGED, Kind.NUMBER_CHANGED]
    assert not Reply.objects.exists()
    assert findings() == []


def joined_himself() -> None:
    subscribe(FABIO, at=NOW)


def the_new_one_left() -> None:
    subscribe(FABIO)
    unsubscribe(NEW, at=NOW + MINUTE)


def both_are_subscribed() -> None:
    subscribe(NEW)
    subscribe(FABIO)


def nobody() -> None:
    """Nobody has joined."""


@pytest.mark.parametrize(
    ("before", "at", "mode", "stands", "told"),
    [
        (the_new_one_left, NOW, "carry", set(), [Kind.OPT_IN, Kind.OPT_OUT, Kind.NUMBER_CHANGED]),
        (
            joined_himself,
            NOW - HOUR,
            "carry",
            {(FABIO.phone, FABIO.bsuid)},
            [Kind.OPT_IN, Kind.NUMBER_CHANGED],
        ),
        (both_are_subscribed, NOW, "ask", {(NEW.phone, NEW.bsuid)}, None),
        (nobody, NOW, "carry", set(), []),
    ],
    ids=[
        "the new number has decided for itself since",
        "from before he joined again",
        "the new number is subscribed by itself",
        "of no subscriber",
    ],
)
def test_what_a_change_leaves_as_it_is(before, at, mode: str, stands: set, told: list | None, settings):
    settings.ON_NUMBER_CHANGE = mode
    before()
    moves(at=at, now=NOW + HOUR)

    assert in_service() == stands
    assert told is None or kinds() == told
    assert not Reply.objects.exists()
    assert told != [] or not Subscriber.objects.exists()


def test_numbers_that_change_there_and_back_lead_nobody_in_a_circle_and_are_no_goodbye():
    """In the figures of the home page either."""
    subscribe(FABIO, at=NOW - DAY)
    moves(FABIO, NEW)
    counted = trend_until(NOW)
    assert (counted.now, sum(counted.joined), sum(counted.left)) == (1, 1, 0)
    moves(NEW, FABIO, at=NOW + MINUTE)
    unsubscribe(FABIO, at=NOW + HOUR)
    say(text(NEW, "Cancellazione", at=NOW - HOUR), now=NOW + 2 * HOUR)

    assert in_service() == set()
    assert findings() == []


def test_the_old_number_subscribes_nobody_by_a_late_word_and_whoever_gets_it_begins_anew():
    subscribe(FABIO)
    moves()
    say(text(FABIO, "Iscrizione", at=NOW - HOUR), now=NOW + HOUR)
    assert in_service() == {(NEW.phone, NEW.bsuid)}

    gino = Citizen("Gino", FABIO.phone, "IT.13490000000000888")
    say(text(gino, "Iscrizione", at=NOW + 30 * DAY))
    assert in_service() == {(NEW.phone, NEW.bsuid), (gino.phone, gino.bsuid)}
    assert identity.find(gino.person).subscribed_at == NOW + 30 * DAY


@pytest.mark.parametrize("steps", [1, 3])
def test_a_goodbye_from_before_the_change_counts_though_it_comes_after(steps: int):
    """He wrote "Cancellazione" with the old number; WhatsApp was quicker to tell of the new ones."""
    subscribe(FABIO)
    latest = FABIO
    for step in range(steps):
        following = Citizen("Fabio", f"+39320000099{step}", f"IT.1349000000000099{step}")
        moves(latest, following, at=NOW + step * MINUTE)
        latest = following
    say(text(FABIO, "Cancellazione", at=NOW - HOUR), now=NOW + HOUR)

    assert in_service() == set()
    assert kinds(identity.find(latest.person))[-1] == Kind.OPT_OUT
    assert answers() == ["optout_confirm"]


@pytest.mark.parametrize("word", ["joins", "asks", "leaves"])
def test_whoever_decides_under_a_number_that_was_given_up_is_somebody_new(word: str):
    """What was said before under that number is still Fabio's; from now on it is nobody's but theirs."""
    acts = {"joins": consent.opt_in, "asks": consent.ask, "leaves": consent.opt_out}
    subscribe(FABIO)
    moves()
    gino = Person(phone=FABIO.phone)
    assert identity.find(gino).moved_to == identity.find(NEW.person)
    proof = consent.Evidence(at=NOW + DAY, channel=consent.Channel.KEYWORD)
    acts[word](gino, proof, now=NOW + DAY)

    assert (identity.find(gino).moved_to, identity.find(gino).moved_at) == (None, None)
    assert identity.find(NEW.person).is_subscribed


# ── An id without a number ────────────────────────────────────────────────────────────────────────────────


def test_by_a_number_that_may_be_old_she_is_found_but_not_written_to():
    """A new id comes with a new number, and of a hidden one WhatsApp says nothing."""
    subscribe(ANNA)
    id_changed(ANNA, NEW_ID.bsuid)
    anna = Subscriber.objects.subscribed().get()

    assert (anna.phone, anna.bsuid) == ("", NEW_ID.bsuid)
    assert history.find(ANNA.phone).subscriber == history.find(NEW_ID.bsuid).subscriber == anna
    assert kinds(anna) == [Kind.OPT_IN, *[Kind.NUMBER_CHANGED] * 4]
    assert findings() == []


BOTH = Citizen("Anna", ANNA.phone, NEW_ID.bsuid)


@pytest.mark.parametrize(
    ("message", "stands"),
    [
        (text(BOTH, "Iscrizione", at=NOW + DAY), {(ANNA.phone, NEW_ID.bsuid)}),
        (text(NEW_ID, "Cancellazione", at=NOW + DAY), set()),
        (text(BOTH, "Cancellazione", at=NOW + DAY), set()),
        (text(Citizen("Anna", ANNA.phone, ""), "Cancellazione", at=NOW + DAY), set()),
        (text(Citizen("Anna", "", ANNA.bsuid), "Cancellazione", at=NOW - HOUR), set()),
    ],
    ids=[
        "writes with the number: it is hers again",
        "leaves by the new id",
        "leaves by both",
        "leaves by the number alone",
        "left by the old id, before",
    ],
)
def test_she_is_known_by_any_of_her_names(message: dict, stands: set):
    subscribe(ANNA)
    id_changed(ANNA, NEW_ID.bsuid)
    say(message, now=NOW + DAY)

    assert in_service() == stands


def test_a_message_that_was_long_on_its_way_brings_the_old_id_not_back():
    subscribe(ANNA)
    id_changed(ANNA, NEW_ID.bsuid)
    say(text(ANNA, "Iscrizione", at=NOW - HOUR), now=NOW + HOUR)
    say(text(ANNA, "aiuto", at=NOW - HOUR), now=NOW + HOUR)

    assert in_service() == {("", NEW_ID.bsuid)}
    assert kinds().count(Kind.NUMBER_CHANGED) == 4
    say(text(ANNA, "Cancellazione", at=NOW - MINUTE), now=NOW + HOUR)
    assert in_service() == set()


@pytest.mark.parametrize("word", ["Iscrizione", "Cancellazione", "i miei dati"])
def test_whoever_has_her_number_now_is_somebody_else(word: str):
    subscribe(ANNA)
    id_changed(ANNA, NEW_ID.bsuid)
    gino = Citizen("Gino", ANNA.phone, "IT.13490000000000888")
    say(text(gino, word, at=NOW + 90 * DAY))

    assert (NEW_ID.phone, NEW_ID.bsuid) in in_service()
    assert identity.find(NEW_ID.person) != identity.find(gino.person)
    assert answers() == [
        {"Iscrizione": "optin_confirm", "Cancellazione": "optout_not_subscribed"}.get(word, "my_data_none")
    ]
    assert Kind.OPT_IN in kinds(identity.find(NEW_ID.person))


@pytest.mark.parametrize("where", ["from", "wa_id"])
def test_a_number_that_is_told_with_the_new_id_is_written_to_and_an_id_is_learnt_without_a_word(where: str):
    subscribe(ANNA)
    number = ANNA.phone.removeprefix("+")
    system = {"type": "user_changed_user_id", "previous_user_id": ANNA.bsuid, "user_id": NEW_ID.bsuid}
    if where == "wa_id":
        system["wa_id"] = number
    writer = ANNA if where == "from" else Citizen("Anna", "", ANNA.bsuid)
    told(sent_thing(writer, "system", system))

    assert in_service() == {(ANNA.phone, NEW_ID.bsuid)}
    beside = Citizen("Dario", DARIO.phone, "")  # nobody knew his id
    subscribe(beside)
    told(sent_thing(beside, "system", {"type": "user_changed_user_id", "user_id": NEW_CARLA.bsuid}))
    assert in_service() == {(ANNA.phone, NEW_ID.bsuid), (DARIO.phone, NEW_CARLA.bsuid)}


# ── It waits for a yes (ON_NUMBER_CHANGE=ask) ─────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("before", "after"), [(FABIO, NEW), (CARLA, NEW_CARLA)], ids=["number", "id only"])
def test_asked_when_they_write_next_and_back_with_a_yes(asks, before: Citizen, after: Citizen):
    subscribe(before)
    choose(before, topic())
    moves(before, after) if before.phone else id_changed(before, after.bsuid)
    waiting = identity.find(after.person)
    assert in_service() == set()
    assert waiting.standing(NOW) == "Da riconfermare"
    assert not Reply.objects.exists()

    say(text(after, "quando apre l'anagrafe?", at=NOW + 7 * DAY))
    assert answers() == ["unknown", "number_changed"]
    assert in_service() == set()

    say(tap(after, "Sì, continua", "confirm", at=NOW + 7 * DAY + MINUTE))
    back = identity.find(after.person)
    assert in_service() == {(after.phone, after.bsuid)}
    assert back.followed_topics() == [topic()]
    told = ["opt_in", "topics_changed", "number_changed", "number_changed", "opt_in_pending", "opt_in"]
    assert kinds(back) == told
    assert history.records_of(back)[2].rule.endswith("-ask")
    assert findings() == []


@pytest.mark.parametrize(
    "message",
    [
        sent_thing(NEW, "image", at=NOW + DAY),
        sent_thing(NEW, "audio", at=NOW + DAY),
        text(NEW, "grazie", at=NOW + DAY),
        None,
    ],
    ids=["picture", "voice", "thanks", "nothing, where it is open"],
)
def test_whatever_they_send_opens_the_window_and_asks_once(asks, message: dict | None):
    subscribe(FABIO, at=LONG_AGO if message else NOW - HOUR)
    moves()
    if message:
        say(message)
    asked = Reply.objects.latest("pk")
    assert (asked.text.key, asked.phone, asked.consent.rule) == (
        "number_changed",
        NEW.phone,
        "number_changed",
    )
    say(text(NEW, "aiuto", at=NOW + 2 * DAY))
    assert answers().count("number_changed") == 1


@pytest.mark.parametrize(
    "message",
    [
        sent_thing(NEW, "reaction", {"emoji": "👍"}, at=NOW + DAY),
        sent_thing(NEW, "unsupported", {"type": "edit"}, at=NOW + DAY),
        text(NEW, "grazie", at=NOW - DAY),
        text(NEW, "grazie", at=NOW + DAY, group_id="group-1"),
    ],
    ids=["reaction", "edit", "from before", "in a group"],
)
def test_what_opens_no_window_asks_nothing(asks, message: dict):
    subscribe(FABIO)
    moves()
    say(message, now=NOW + DAY)

    assert "number_changed" not in answers()


@pytest.mark.parametrize(
    ("word", "mode", "stands", "answer"),
    [
        ("Iscrizione", "single", {(NEW.phone, NEW.bsuid)}, "optin_confirm"),
        ("Iscrizione", "double", set(), "optin_prompt"),
        ("Cancellazione", "single", set(), "optin_prompt_declined"),
    ],
    ids=["joins", "joins, and everybody is asked for a second yes", "leaves"],
)
def test_a_clear_word_needs_no_question(asks, settings, word: str, mode: str, stands: set, answer: str):
    settings.OPT_IN_MODE = mode
    subscribe(FABIO)
    moves()
    say(text(NEW, word, at=NOW + DAY))

    assert in_service() == stands
    assert answers() == [answer]


@pytest.mark.parametrize("answered", [False, True], ids=["no answer", "no"])
def test_without_a_yes_nothing_is_sent_and_the_proof_of_before_stays(asks, answered: bool):
    subscribe(FABIO)
    moves()
    say(text(NEW, "grazie", at=NOW + DAY))
    if answered:
        say(tap(NEW, "No, grazie", "decline", at=NOW + DAY + MINUTE))
    retention.forget_unconfirmed(NOW + 3 * DAY)
    fabio = identity.find(NEW.person)

    assert in_service() == set()
    assert fabio.standing(NOW + 3 * DAY) == "Cancellato"
    assert kinds(fabio)[:3] == [Kind.OPT_IN, Kind.NUMBER_CHANGED, Kind.NUMBER_CHANGED]
    assert Kind.OPT_IN_PENDING not in kinds(fabio)
    assert findings() == []


def test_a_running_broadcast_passes_over_who_waits(asks):
    row = subscribe(FABIO)
    broadcast = under_way()
    moves()
    from broadcasts.models import Delivery

    assert (
        not Delivery.objects.filter(pk=delivery_to(row, of=broadcast).pk).wanted(broadcast.audience).exists()
    )


def test_erasing_who_waits_ends_it(asks):
    subscribe(FABIO)
    moves()
    proof = consent.Evidence(at=NOW + HOUR, channel=consent.Channel.DESK, reason="richiesta")
    consent.erase(identity.find(NEW.person), proof, now=NOW + HOUR)
    say(text(NEW, "grazie", at=NOW + DAY))

    assert "number_changed" not in answers()
    assert identity.find(NEW.person).standing(NOW + DAY) == "Cancellato"
