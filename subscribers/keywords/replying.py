"""The answers yes and no to a question that was asked. Without a question these words say nothing."""

from .message import Message
from .word_lists import WORDS as w

YES, NO = "yes", "no"


def reply(message: Message, *, wants_to_join: bool) -> str:
    """YES or NO where every word says so, or a yes stands before a clear wish to join; "" in any other case."""
    if message.asks or not message.words or not message.is_whole:
        return ""
    agrees, refuses = message.says(w.YES), message.says(w.NO)
    if agrees and not message.says(w.NEGATIONS):
        return YES if wants_to_join or message.said <= w.YES | w.POLITE else ""
    if refuses and not agrees and message.words[0] in w.NO and message.said <= w.NO | w.POLITE | w.REFUSING:
        return NO
    return ""


def plain(message: Message) -> str:
    """YES or NO, whatever was asked, where no word says anything else; "" in any other case."""
    if message.asks or not message.words or not message.is_whole:
        return ""
    agrees, refuses = message.says(w.YES), message.says(w.NO)
    if agrees and not message.says(w.NEGATIONS) and message.said <= w.YES | w.POLITE:
        return YES
    if (
        refuses
        and not agrees
        and message.words[0] in w.NO
        and message.said <= w.NO | w.POLITE | w.REFUSING_ANYTHING
    ):
        return NO
    return ""
