"""Sentences from which a wish seems to speak, and no more: found in the lists, since what is clear changes."""

from functools import cache

from subscribers.keywords import Intent
from tests.subscribers.keywords.sentences import TRAINING, by_writer, understood


@cache
def seems_to(wish: str) -> str:
    """The first sentence of somebody who wants to "join" or to "leave", and is asked whether they do."""
    sentences = (sentence for writer in TRAINING for sentence in by_writer(writer))
    return next(each.text for each in sentences if each.wish == wish and _is_asked(each.text, wish))


def _is_asked(text: str, wish: str) -> bool:
    meaning = understood(text)
    return meaning.intent is Intent.UNCLEAR and meaning.leaning == wish
