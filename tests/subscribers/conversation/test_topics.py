"""A citizen chooses what to receive, tap by tap."""

from datetime import timedelta

import pytest

from subscribers import identity
from subscribers.models import ConsentRecord, Reply, Topic
from tests.builders import NOW, choose, say, subscribe, tap, text, topic
from tests.people import ELENA

pytestmark = pytest.mark.django_db


TOGLI, AGGIUNGI = "Togli ciò che ricevi", "Aggiungi"
OTHERS = ["Allerte e urgenze", "Servizi e scadenze", "Attività del Comune", "Eventi e cultura"]
"""All but the roads."""


def listed() -> list[tuple[str, str, str]]:
    """Section, title and first word of the description of each row of the last list."""
    rows = Reply.objects.filter(text__key="topics_list").latest("pk").content["options"]
    return [(section, title, words.split(":")[0].split()[0]) for _, title, words, section in rows]


def test_each_row_of_the_list_says_what_a_tap_does():
    subscribe(ELENA)
    choose(ELENA, topic(), topic("Eventi e cultura"))
    say(text(ELENA, "Argomenti"))

    assert listed() == [
        (TOGLI, "Viabilità e cantieri", "Togli"),
        (TOGLI, "Eventi e cultura", "Togli"),
        (AGGIUNGI, "Allerte e urgenze", "Aggiungi"),
        (AGGIUNGI, "Servizi e scadenze", "Aggiungi"),
        (AGGIUNGI, "Attività del Comune", "Aggiungi"),
        (AGGIUNGI, "Tutti gli argomenti", "Aggiungi"),
        ("Zone", "Scegli le zone", "Per"),
    ]
    assert "Ora ricevi: Viabilità e cantieri, Eventi e cultura." in Reply.objects.get().content["body"]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("non voglio più gli eventi", "Eventi e cultura"),
        ("basta notizie sulla viabilità", "Viabilità e cantieri"),
        ("Argomenti", "Allerte e urgenze"),
    ],
)
def test_who_has_enough_of_one_topic_finds_it_first_and_is_not_let_go(words: str, first: str):
    elena = subscribe(ELENA)
    say(text(ELENA, words))
    assert listed()[0] == (TOGLI, first, "Togli")
    elena.refresh_from_db()
    assert (elena.is_subscribed, elena.follows_all) == (True, True)


def test_who_gets_everything_can_only_take_away_and_the_last_one_stays():
    subscribe(ELENA)
    say(text(ELENA, "Argomenti"))
    assert {section for section, _, _ in listed()} == {TOGLI, "Zone"}

    choose(ELENA, topic())
    say(text(ELENA, "Argomenti", at=NOW + timedelta(seconds=9)))
    assert {section for section, _, _ in listed()} == {AGGIUNGI, "Zone"}


def test_a_tap_does_what_its_row_says_also_in_an_old_list():
    subscribe(ELENA)
    choose(ELENA, topic(), topic("Eventi e cultura"))
    for number, does in enumerate(["drop", "drop", "add", "add"]):
        at = NOW + timedelta(seconds=9 * number)
        say(tap(ELENA, "Viabilità e cantieri", f"topic:{topic().pk}:{does}", kind="list_reply", at=at))

    said = [reply.content["body"].partition(".")[0] for reply in Reply.objects.order_by("pk")]
    assert said[::2] == ["Hai tolto Viabilità e cantieri", "Hai aggiunto Viabilità e cantieri"]
    assert said[1::2] == ["Non è cambiato niente"] * 2
    buttons = [[title for _, title in reply.content["buttons"]] for reply in Reply.objects.order_by("pk")]
    assert buttons == [["Scegli ancora", "Annulla"], ["Scegli ancora"]] * 2


@pytest.mark.parametrize("follows", [None, ["Viabilità e cantieri", "Eventi e cultura"]])
def test_what_was_changed_can_be_undone(follows):
    """Whoever got everything gets the topics of tomorrow again, too."""
    subscribe(ELENA)
    if follows:
        choose(ELENA, *map(topic, follows))
    say(tap(ELENA, "Viabilità e cantieri", f"topic:{topic().pk}:drop", kind="list_reply"))
    (back,) = [id for id, title in Reply.objects.get().content["buttons"] if title == "Annulla"]
    say(tap(ELENA, "Annulla", back, at=NOW + timedelta(seconds=9)))

    subscriber = identity.find(ELENA.person)
    assert subscriber.follows_all == (follows is None)
    assert [row.name for row in subscriber.topics.all()] == (follows or [])
    assert "Hai aggiunto Viabilità e cantieri." in Reply.objects.latest("pk").content["body"]
    record = ConsentRecord.objects.latest("sequence")
    assert (record.kind, record.rule, record.words) == ("topics_changed", "button-topics-back", "Annulla")


@pytest.mark.parametrize(
    ("follows", "choice", "then_follows"),
    [
        (["Viabilità e cantieri"], "topic:all", None),
        (["Viabilità e cantieri"], "topic:{roads}", ["Viabilità e cantieri"]),  # the last one stays
        (["Eventi e cultura"], "topic:{roads}", ["Eventi e cultura", "Viabilità e cantieri"]),
        (["Eventi e cultura"], "topic:999999", ["Eventi e cultura"]),
        (["Eventi e cultura"], "topic:nonsense", ["Eventi e cultura"]),
        (["Eventi e cultura"], "topic:" + "9" * 40, ["Eventi e cultura"]),
        (None, "topic:999999", None),
        (None, "topic:{roads}", OTHERS),
        (["Eventi e cultura"], "topics-back", ["Eventi e cultura"]),
        (["Eventi e cultura"], "topics-back:", ["Eventi e cultura"]),
        (["Eventi e cultura"], "topics-back:999999", ["Eventi e cultura"]),
        (["Eventi e cultura"], "topics-back:x", ["Eventi e cultura"]),
        (None, "topic:all", None),
    ],
)
def test_choosing_topics(follows, choice: str, then_follows):
    subscribe(ELENA)
    if follows:
        choose(ELENA, *(topic(name) for name in follows))
    say(tap(ELENA, "…", choice.format(roads=topic().pk), kind="list_reply"))
    subscriber = identity.find(ELENA.person)

    assert subscriber.follows_all == (then_follows is None)
    assert sorted(subscriber.topics.values_list("name", flat=True)) == sorted(then_follows or [])


def test_a_topic_that_is_not_active_can_be_neither_chosen_nor_seen():
    subscribe(ELENA)
    choose(ELENA, topic("Eventi e cultura"))
    roads = topic()
    Topic.objects.filter(pk=roads.pk).update(is_active=False)
    say(tap(ELENA, "…", f"topic:{roads.pk}", kind="list_reply"))
    say(text(ELENA, "Argomenti", at=NOW + timedelta(seconds=9)))

    assert list(identity.find(ELENA.person).topics.values_list("name", flat=True)) == ["Eventi e cultura"]
    assert "Viabilità" not in str(Reply.objects.first().content)


@pytest.mark.parametrize(
    ("choice", "title"),
    [
        ("topic:1", "segreto"),
        ("topic:segreto", "Eventi e cultura"),
        ("topic:", "segreto"),
        ("topic:1234567890123", "segreto"),
        ("segreto", "segreto"),
        ("topic:all", "segreto"),
    ],
)
def test_of_a_tap_the_register_keeps_only_what_is_ours(choice: str, title: str):
    """Whoever speaks for WhatsApp could send any id and any title."""
    subscribe(ELENA)
    say(tap(ELENA, title, choice, kind="list_reply", at=NOW + timedelta(minutes=1)))
    kept = [value for row in ConsentRecord.objects.values() for value in row.values()]
    assert not [value for value in kept if "segreto" in str(value)]
    say(tap(ELENA, "✓ Eventi e cultura", "topic:5", kind="list_reply", at=NOW + timedelta(minutes=2)))
    assert ConsentRecord.objects.latest("sequence").words == "✓ Eventi e cultura"
