"""The check whether a message plainly asks to leave: one cheap look, for the order in which messages are read.

Nothing is decided by it. What it overlooks waits its turn like any other message, and is understood then.
"""

import re
from collections.abc import Sequence

from . import leave_clauses, leaving, other_intents
from .message import Message
from .other_languages import LanguageWords, Wish, heard

MAY_LEAVE = re.compile(
    r"[ck]ance|canc?ell|disis|de-?iscr|unsub|stop|basta|smett|finit|tog[lh]|lev[aoi]|elimin|rimu|rimoz|annul"
    r"|disd|revoc|recess|reced|rinunc|disatt|disab|esclu|depen|blocc|interromp|fermat|oppon|opposiz|oblio"
    r"|esc[oi]\b|uscire|cancel|quit|exit|pi(?:u\b|ù)",
    re.IGNORECASE,
)
"""Beginnings of the words of leaving: most messages have none of them, and are not read."""
ELSEWHERE = (
    other_intents.emergency,
    other_intents.other_office,
    other_intents.third_person,
    leaving.refuses_to_leave,
    leaving.denies,
)


def leaves_plainly(text: str, languages: Sequence[LanguageWords] = ()) -> bool:
    """Tell whether a rule of leaving applies to a citizen's text, or a goodbye announced in one of `languages`.

    Never raises, and asks no model: some 5 microseconds for most messages, 60 for those that may leave.
    """
    if languages and (said := heard(text, languages)):
        return said.wish is Wish.LEAVE
    if not MAY_LEAVE.search(text):
        return False
    message = Message.of(text)
    if any(rule(message) for rule in ELSEWHERE):
        return False
    return any(rule(message) for rule in leave_clauses.GOODBYES) or any(
        map(leave_clauses.is_plain_goodbye, message.clauses)
    )
