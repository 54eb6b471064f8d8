"""The answers yes and no to a question that was asked. Without a question these words say nothing."""

from . import command_words as c
from . import vocabulary as v
from .message import Message

YES, NO = "yes", "no"
WISHING = {"voglio", "vorrei"}
"""The words that may stand beside a no to any question: "no, non voglio"."""


def reply(message: Message, *, wants_to_join: bool) -> str:
    """YES or NO where every word says so, or a yes stands before a clear wish to join; "" in any other case."""
    if message.asks or not message.words or not message.is_whole:
        return ""
    agrees, refuses = message.says(c.YES), message.says(c.NO)
    if agrees and not message.says(v.NEGATIONS):
        return YES if wants_to_join or message.said <= c.YES | v.POLITE else ""
    if refuses and not agrees and message.words[0] in c.NO and message.said <= c.NO | v.POLITE | c.REFUSING:
        return NO
    return ""


def plain(message: Message) -> str:
    """YES or NO, whatever was asked, where no word says anything else; "" in any other case."""
    if message.asks or not message.words or not message.is_whole:
        return ""
    agrees, refuses = message.says(c.YES), message.says(c.NO)
    if agrees and not message.says(v.NEGATIONS) and message.said <= c.YES | v.POLITE:
        return YES
    if refuses and not agrees and message.words[0] in c.NO and message.said <= c.NO | v.POLITE | WISHING:
        return NO
    return ""
