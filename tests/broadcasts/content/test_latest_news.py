"""What a subscriber who asks for the news is told: the last three that left for them, each in a few lines."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcasts import launching
from broadcasts.content import latest_news
from broadcasts.models import Campaign
from broadcasts.rules.states import CampaignStatus
from cascina_whatsapp.whatsapp.cloud_api.limits import characters
from subscribers.models import ServiceText, Subscriber
from subscribers.texts.declarations.other_answers import ROOM_FOR_NEWS
from tests.broadcasts.moments import DAY
from tests.builders import NOW, campaign, choose, subscribe, topic
from tests.people import ANNA, BRUNO, ELENA

CULTURE = "Eventi e cultura"


@pytest.fixture
def anna(db) -> Subscriber:
    return subscribe(ANNA)


def left(title: str, *, ago: timedelta = DAY, status: str = CampaignStatus.SENT, **details) -> Campaign:
    """A broadcast that left so long ago, and that somebody at least has got."""
    made = campaign(title=title, status=status, started_at=NOW - ago, **details)
    reaches(made, "delivered")
    return made


def reaches(made: Campaign, state: str) -> None:
    made.deliveries.create(subscriber=subscribe(BRUNO), status=state)


def titles(subscriber: Subscriber) -> list[str]:
    """What they would be told of, in order."""
    return [told.split("*")[1] for told in latest_news.reader(NOW, launching.may_leave(NOW))(subscriber)]


def test_the_last_three_the_newest_first_of_those_that_have_reached_somebody(anna: Subscriber):
    for days in (4, 1, 3, 2):
        left(f"di {days} giorni fa", ago=days * DAY)
    for _ in range(4):
        left("In partenza", status="sending", ago=timedelta(0))
    assert titles(anna) == ["di 1 giorni fa", "di 2 giorni fa", "di 3 giorni fa"]


def test_only_on_the_topics_that_one_follows_or_to_everybody(anna: Subscriber):
    subscribe(ELENA)
    elena = choose(ELENA, topic())
    left("Via Roma chiusa", topics=[topic(), topic(CULTURE)], ago=3 * DAY)
    left("Concerto", topic=topic(CULTURE), ago=2 * DAY)
    left("Scuole chiuse", topic=topic(CULTURE), to_everybody=True, everybody_reason="Neve", ago=DAY)

    assert titles(elena) == ["Scuole chiuse", "Via Roma chiusa"]
    assert titles(anna) == ["Scuole chiuse", "Concerto", "Via Roma chiusa"]
    assert titles(choose(ANNA, topic())) == titles(elena)  # the other topic is dropped


@pytest.mark.parametrize("status", set(CampaignStatus) - {CampaignStatus.SENDING, CampaignStatus.SENT})
def test_what_has_not_left_or_was_stopped_is_told_to_nobody(status: str, anna: Subscriber):
    """However many have got it: somebody had a reason to stop it."""
    left("Da non dire", status=status)

    assert titles(anna) == []


@pytest.mark.parametrize(
    ("state", "is_told"),
    [
        ("queued", False),
        ("sending", False),
        ("uncertain", False),
        ("failed", False),
        ("skipped", False),
        ("accepted", True),
        ("sent", True),
        ("delivered", True),
        ("read", True),
    ],
)
def test_it_has_left_when_whatsapp_has_taken_it_for_somebody(state: str, is_told: bool, anna: Subscriber):
    reaches(campaign(status="sent", started_at=NOW), state)

    assert bool(titles(anna)) is is_told


@pytest.mark.parametrize(("state", "is_told"), [("queued", False), ("accepted", True), ("read", True)])
def test_what_is_on_its_way_is_told_to_whoever_has_got_it(state: str, is_told: bool, anna: Subscriber):
    """To the others it will come by itself: they would read it twice."""
    on_its_way = left("Via Roma chiusa", status="sending")
    on_its_way.deliveries.create(subscriber=anna, status=state)

    assert bool(titles(anna)) is is_told


def test_neither_the_service_itself_nor_what_is_no_longer_kept_is_news(anna: Subscriber, settings):
    wording = ServiceText.objects.get(key="service_paused")
    left("Sospensione", purpose=Campaign.Purpose.PAUSED, wording=wording)

    assert titles(anna) == []

    settings.DELIVERIES_DAYS = 30
    left("di un mese fa", ago=30 * DAY)
    left("di prima di un mese", ago=31 * DAY - timedelta(hours=23))
    left("recente", ago=29 * DAY)

    assert titles(anna) == ["recente"]


def test_each_is_told_as_it_was_sent_with_its_day_and_its_page_and_read_once(
    anna: Subscriber, django_assert_num_queries
):
    left("Via Roma chiusa", body="Lunedì 15.\r\n\r\n\r\nSegui le _deviazioni_. ")
    tell = latest_news.reader(NOW, launching.may_leave(NOW))
    assert tell(anna) == [
        "*Via Roma chiusa* (7 giugno 2026)\n"
        "Lunedì 15.\n\nSegui le _deviazioni_.\n"
        "Tutte le informazioni: https://www.comune.cascina.pi.it/avvisi/via-roma"
    ]
    with django_assert_num_queries(0):
        assert tell(Subscriber.objects.none().model(follows_all=True)) == tell(anna)


@pytest.mark.parametrize(("kind", "what"), [("image", "un'immagine"), ("document", "un documento PDF")])
def test_what_a_text_can_not_carry_is_named(kind: str, what: str, anna: Subscriber):
    left("Mercato", kind=kind)

    (told,) = latest_news.reader(NOW, launching.may_leave(NOW))(anna)
    assert f"\nNel messaggio c'era anche {what}.\nTutte le informazioni:" in told


# ── Long texts are cut ────────────────────────────────────────────────────────────────────────────────────

LONG = "Una parola dopo l'altra. " * 40


def test_a_long_text_ends_after_a_whole_word():
    told = latest_news._cut(LONG)

    assert f"{told[:-1]} " in LONG
    assert 480 < characters(told) <= latest_news.TEXT_MOST + 1


@pytest.mark.parametrize("mark", ["*", "_", "~", "```"])
def test_a_mark_that_was_opened_is_closed_again(mark: str):
    told = latest_news._cut(f"Attenzione: {mark}{LONG.strip()}{mark}")

    assert told.endswith(f"{mark}…")
    assert told.count(mark) == 2


@given(st.text(min_size=1, max_size=1500))
def test_whatever_the_text_it_is_short_enough_and_begins_as_it_was(text: str):
    told = latest_news._cut(text)

    assert characters(told) <= latest_news.TEXT_MOST + 4
    assert told == text or told.endswith("…")


def test_three_of_the_longest_have_room_in_one_message(anna: Subscriber):
    link = "https://www.comune.cascina.pi.it/".ljust(200, "x")
    for _ in range(3):
        left("È" * Campaign.TITLE_MOST, body="🌧️" * 600, link=link, kind="document")

    assert characters("\n\n".join(latest_news.reader(NOW, launching.may_leave(NOW))(anna))) <= ROOM_FOR_NEWS
