# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A citizen chooses what to receive, tap by tap."""

from datetime import timedelta

import pytest

from subscribers import identity
from subscribers.models import ConsentRecord, Reply, Topic
from tests.builders import NOW, choose, say, subscribe, tap, text, topic
from tests.people import ELENA

pytestmark = pytest.mark.django_db


def test_topics_are_offered_with_those_that_the_citizen_gets_marked():
    subscribe(ELENA)
    choose(ELENA, topic())
    say(text(ELENA, "Argomenti"))
    content = Reply.objects.get().content

    assert [title for _, title, _ in content["options"] if title.startswith("✓")] == [
        "✓ Viabilità e cantieri"
    ]
    assert content["options"][-1][0] == "topic:all"
    assert "Ora ricevi: Viabilità e cantieri." in content["body"]


def test_a_tap_takes_a_topic_away_and_another_brings_it_back():
    subscribe(ELENA)
    roads = topic()
    others = [other.name for other in Topic.objects.exclude(pk=roads.pk)]

    say(tap(ELENA, "✓ Viabilità e cantieri", f"topic:{roads.pk}", kind="list_reply"))
    assert [row.name for row in identity.find(ELENA.person).followed_topics()] == others

    say(
        tap(
            ELENA,
            "Viabilità e cantieri",
            f"topic:{roads.pk}",
            kind="list_reply",
            at=NOW + timedelta(seconds=9),
        )
    )
    assert identity.find(ELENA.person).followed_topics() == list(Topic.objects.all())
    assert set(Reply.objects.values_list("text__key", flat=True)) == {"topics_saved"}


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


def test_the_title_of_a_topic_is_ours():
    subscribe(ELENA)
    say(tap(ELENA, "✓ Eventi e cultura", "topic:5", kind="list_reply", at=NOW + timedelta(minutes=1)))
    assert ConsentRecord.objects.latest("sequence").words == "✓ Eventi e cultura"
