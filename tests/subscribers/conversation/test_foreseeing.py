"""What is foreseen of a sentence is what happens to it."""

import pytest

from subscribers import texts
from subscribers.conversation.dispatch import INTENTS
from subscribers.conversation.foreseeing import ASKED, FORESEEN, foresee
from subscribers.conversation.questions import SEEMS_TO
from subscribers.keywords.rules import RULES
from tests.builders import say, subscribe, text
from tests.outcomes import answers, has_joined
from tests.people import ANNA, BRUNO
from tests.subscribers.keywords.sentences import understood
from tests.subscribers.unclear import seems_to

pytestmark = pytest.mark.django_db
SENTENCES = {rule.id: rule.examples[0] for rule in RULES}
SENTENCES |= {f"seems to {wish}": seems_to(wish) for wish in SEEMS_TO}
OTHERWISE = {"no_news": "news", "unknown_out_of_hours": "unknown"}
"""Texts that depend on more than the words → those that are foreseen."""


def test_of_every_meaning_it_is_known_what_would_be_done():
    assert FORESEEN.keys() == INTENTS.keys()
    assert ASKED.keys() == SEEMS_TO.keys()
    outcomes = [
        one for each in (*FORESEEN.values(), *ASKED.values()) for one in (each.stranger, each.subscriber)
    ]
    assert {outcome.text for outcome in outcomes} - {""} <= set(texts.AUTOMATIC)


@pytest.mark.parametrize(
    ("sentence", "mode"),
    [*((sentence, "single") for sentence in SENTENCES.values()), ("Iscrizione", "double")],
    ids=[*SENTENCES, "joining, where it has to be confirmed"],
)
def test_a_stranger_and_a_subscriber_are_answered_as_foreseen(sentence: str, mode: str, settings):
    settings.OPT_IN_MODE = mode
    subscribe(ANNA)
    foreseen = foresee(understood(sentence))
    for citizen in (BRUNO, ANNA):
        say(text(citizen, sentence))
    told = [OTHERWISE.get(key, key) for key in answers()]

    assert told == [key for key in (foreseen.stranger.text, foreseen.subscriber.text) if key]
    assert has_joined(BRUNO) is foreseen.stranger.does.startswith("Iscriverebbe")
    assert has_joined(ANNA) is not foreseen.subscriber.does.startswith("Cancellerebbe")
