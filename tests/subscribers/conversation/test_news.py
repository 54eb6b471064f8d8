"""A subscriber writes *Notizie* and reads the last messages of their topics, three times a day at the most."""

from datetime import datetime, timedelta

import pytest

from broadcasts.models import Delivery
from cascina_whatsapp.whatsapp.cloud_api.limits import TEXT_LIMIT, characters
from subscribers import texts
from subscribers.conversation import reply_sending
from subscribers.models import ConsentRecord, Reply
from subscribers.texts.declarations.other_answers import ROOM_FOR_NEWS
from subscribers.texts.declared import LEAVE
from tests.builders import LONG_AGO, NOW, campaign, choose, say, subscribe, text, topic, unsubscribe
from tests.outcomes import answers, kinds
from tests.people import ANNA, BRUNO, ELENA

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def left(title: str, about: str = "Viabilità e cantieri", *, ago: timedelta = DAY) -> None:
    """A broadcast left so long ago; Bruno got it."""
    made = campaign(title=title, topic=topic(about), status="sent", started_at=NOW - ago)
    Delivery.objects.create(campaign=made, subscriber=subscribe(BRUNO), status="read")


def asks(citizen=ANNA, words: str = "Notizie", *, at: datetime = NOW) -> None:
    say(text(citizen, words, at=at), now=at)


def told() -> str:
    return Reply.objects.latest("pk").content["body"]


def test_the_last_messages_come_as_one_text_and_nothing_of_it_stays(api, graph):
    subscribe(ANNA)
    left("Via Roma chiusa", ago=2 * DAY)
    left("Mercato spostato")
    asks()
    before = kinds()
    reply_sending.send_due(api=api, now=NOW)

    (message,) = graph.messages
    assert message["type"] == "text"
    said = message["text"]["body"]
    assert said.index("*Mercato spostato* (7 giugno 2026)") < said.index("*Via Roma chiusa* (6 giugno 2026)")
    assert answers() == ["news"]
    reply = Reply.objects.get()
    assert (reply.phone, reply.bsuid, reply.content, reply.consent) == ("", "", {}, None)
    assert kinds() == before == ["opt_in"] * 3


def test_the_choice_of_topics_holds_and_where_nothing_has_left_it_is_said():
    subscribe(ELENA)
    choose(ELENA, topic())
    left("Concerto", "Eventi e cultura")
    asks(ELENA)
    assert answers() == ["no_news"]
    assert told().startswith("In questo periodo non è partita nessuna notizia degli argomenti che ricevi")

    left("Via Roma chiusa")
    asks(ELENA)
    assert ("Via Roma chiusa" in told(), "Concerto" in told()) == (True, False)


@pytest.mark.parametrize("has_left", [True, False], ids=["who left", "a stranger"])
def test_whoever_is_not_subscribed_hears_how_to_join_and_no_news(has_left: bool, settings):
    if has_left:
        subscribe(ANNA)
        unsubscribe(ANNA, at=LONG_AGO + DAY)
    left("Via Roma chiusa")
    records = ConsentRecord.objects.count()
    asks()

    assert answers() == ["optout_not_subscribed"]
    assert "Per ricevere le notizie del Comune di Cascina scrivi *Iscrizione*." in told()
    assert ConsentRecord.objects.count() == records

    settings.OPT_IN_MODE = "double"
    say(text(ANNA, "Iscrizione"))
    asks(at=NOW + timedelta(minutes=1))  # not confirmed yet
    assert answers()[1:] == ["optin_prompt", "optout_not_subscribed"]


def test_three_times_a_day_and_then_again_the_day_after():
    """Each person's own; outside the window a text is neither allowed nor free."""
    subscribe(ANNA)
    left("Via Roma chiusa")
    asks(BRUNO)
    say(text(ANNA, "Notizie", at=NOW - DAY), now=NOW)
    assert answers() == ["news"]
    for hour in range(5):
        asks(at=NOW + hour * HOUR)
    assert answers() == ["news"] * 4

    asks(at=NOW + DAY - timedelta(seconds=1))
    assert answers() == ["news"] * 4
    asks(at=NOW + DAY)
    assert answers() == ["news"] * 5


def test_texts_that_say_the_same_are_held_back_alike():
    limits = {(text.same_message, text.cooldown, text.times) for text in texts.AUTOMATIC.values()}
    shared = [name for name, _, _ in limits if name]

    assert sorted(shared) == sorted(set(shared))


def test_however_the_words_are_rewritten_there_is_room_for_the_news():
    declared = texts.ITALIAN["news"]
    around = "x" * (declared.limit - characters(texts.filled("news", "{notizie}")) - len(LEAVE)) + LEAVE

    assert texts.check("news", around + "{notizie}") == []
    assert characters(around) + ROOM_FOR_NEWS <= TEXT_LIMIT
