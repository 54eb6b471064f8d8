"""The reading of a citizen's wish, from the words alone: the rules of rules.py in their order.

Joining is strict: every word of the message must be known to belong to such a request; leaving is generous: one
clause that clearly says so is enough. Whatever is doubtful changes nothing and gets a question: deciding.py.
"""

from . import replying
from .deciding import Explanation, Understanding, explain, understand, understood
from .meanings import Intent
from .message import Message
from .other_languages import LanguageWords
from .plainly import leaves_plainly
from .redaction import evidence

__all__ = [
    "Explanation",
    "Intent",
    "LanguageWords",
    "Understanding",
    "evidence",
    "explain",
    "leaves_plainly",
    "plain_reply_in",
    "reply_in",
    "understand",
    "words_in",
]


def plain_reply_in(text: str) -> str:
    """Return "yes", "no" or "" as `text` answers any question, if it says nothing else. Never raises."""
    return replying.plain(Message.of(text))


def reply_in(text: str) -> str:
    """Return "yes", "no" or "" as `text` answers whether its writer wants to join. Never raises."""
    message = Message.of(text)
    wants_to_join = understood(message).intent is Intent.JOIN
    return replying.reply(message, wants_to_join=wants_to_join)


def words_in(text: str) -> frozenset[str]:
    """Return the words of `text` as the rules read them: corrected, in small letters. Never raises."""
    return Message.of(text).said
