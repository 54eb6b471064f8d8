"""The answers yes and no to a question that was asked. Without a question these words say nothing."""

from .deciding import understood
from .meanings import Intent
from .message import Message
from .word_lists import WORDS as w

YES, NO = "yes", "no"


def plain_reply_in(text: str) -> str:
    """Return "yes", "no" or "" as `text` answers any question, if it says nothing else. Never raises."""
    return _reply(Message.of(text), beside_no=w.REFUSING_ANYTHING)


def reply_in(text: str) -> str:
    """Return "yes", "no" or "" as `text` answers whether its writer wants to join. Never raises.

    A yes may stand beside a clear wish to join.
    """
    message = Message.of(text)
    return _reply(message, beside_no=w.REFUSING, joins=understood(message).intent is Intent.JOIN)


def _reply(message: Message, *, beside_no: frozenset[str], joins: bool = False) -> str:
    """YES or NO where every word says so; "" in any other case."""
    if message.asks or not message.words or not message.is_whole:
        return ""
    if message.says(w.YES):
        is_yes = not message.says(w.NEGATIONS) and (joins or message.said <= w.YES | w.POLITE)
        return YES if is_yes else ""
    return NO if message.words[0] in w.NO and message.said <= w.NO | w.POLITE | beside_no else ""
