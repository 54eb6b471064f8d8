"""The tables know everything that may be understood or tapped, and every sentence of the rules is answered."""

from dataclasses import replace

import pytest

from subscribers import texts
from subscribers.conversation import questions
from subscribers.conversation.dispatch import BUTTONS, INTENTS, handler_of, in_silence
from subscribers.keywords import Intent, Understanding
from subscribers.keywords.meanings import Rule
from subscribers.keywords.rules import RULES
from subscribers.models import Reply
from tests.builders import say, subscribe, text
from tests.people import ANNA, BRUNO

pytestmark = pytest.mark.django_db


def test_there_is_a_handler_for_every_meaning_and_for_no_other():
    assert set(INTENTS) == {(rule.meaning.intent, rule.meaning.detail) for rule in RULES}


def test_there_is_a_handler_for_every_button_under_a_text():
    assert {button.id for text in texts.AUTOMATIC.values() for button in text.buttons} <= set(BUTTONS)


def test_whoever_speaks_of_others_and_seems_to_want_to_leave_is_asked_that():
    meaning = Understanding(Intent.UNCLEAR, "third-person", detail="third_person")
    assert handler_of(replace(meaning, leaning="leave")) is questions.ask_to_leave
    assert handler_of(meaning) is INTENTS[Intent.UNCLEAR, "third_person"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_what_a_rule_understands_is_answered_once_by_a_declared_text(rule: Rule):
    """Whoever writes it, subscribed or not. Thanks are left in silence."""
    subscribe(ANNA)
    for citizen in (ANNA, BRUNO):
        say(text(citizen, rule.examples[0]))

    expected = 0 if INTENTS[rule.meaning.intent, rule.meaning.detail] is in_silence else 2
    answered = [reply.text.key for reply in Reply.objects.select_related("text")]
    assert len(answered) == expected
    assert set(answered) <= set(texts.AUTOMATIC)
