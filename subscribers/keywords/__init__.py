# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a citizen wants, from the words alone: rules in order, over the tables of vocabulary.py.

Joining is strict: every word of the message must be known to belong to such a request; leaving is generous: one
clause that clearly says so is enough. Whatever is doubtful changes nothing and gets the two buttons.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from . import elsewhere, joining, leaving, replying
from .reading import Message
from .redaction import evidence
from .vocabulary import VERSION

__all__ = ["Intent", "Understanding", "evidence", "reply_in", "understand"]


class Intent(StrEnum):
    """What the citizen wants of this service."""

    JOIN = "join"
    LEAVE = "leave"
    UNCLEAR = "unclear"
    """Joining or leaving is spoken of, or half a word of it: two buttons."""
    TOPICS = "topics"
    MY_DATA = "my_data"
    HELP = "help"
    OTHER = "other"
    """Nothing that this service does."""


@dataclass(frozen=True)
class Understanding:
    """An intent, the id of the rule that found it, and the version of the rules, as the register keeps them.

    `detail` tells the replies more: "erasure" and "objection" (GDPR, articles 17 and 21), "third_person",
    "emergency", "other_office", "thanks", "privacy", or "".
    """

    intent: Intent
    rule: str
    version: str = VERSION
    detail: str = ""


class Rule(NamedTuple):
    """What to conclude where `applies` is true."""

    applies: Callable[[Message], bool]
    intent: Intent
    detail: str = ""

    @property
    def id(self) -> str:
        """The rule's name in the register; renaming a rule calls for a new version."""
        return self.applies.__name__.replace("_", "-")


RULES = (
    Rule(elsewhere.emergency, Intent.OTHER, "emergency"),
    Rule(elsewhere.my_data, Intent.MY_DATA),
    Rule(elsewhere.topics, Intent.TOPICS),
    Rule(elsewhere.asks_help, Intent.HELP),
    Rule(elsewhere.privacy, Intent.OTHER, "privacy"),
    Rule(elsewhere.leave_beside_other_office, Intent.UNCLEAR),
    Rule(elsewhere.other_office, Intent.OTHER, "other_office"),
    Rule(elsewhere.third_person, Intent.UNCLEAR, "third_person"),
    Rule(leaving.refuses_to_leave, Intent.UNCLEAR),
    Rule(leaving.erasure, Intent.LEAVE, "erasure"),
    Rule(leaving.objection, Intent.LEAVE, "objection"),
    Rule(leaving.leave_word, Intent.LEAVE),
    Rule(leaving.leave_request, Intent.LEAVE),
    Rule(leaving.no_more, Intent.LEAVE),
    Rule(leaving.both_words, Intent.UNCLEAR),
    Rule(joining.question_or_negation, Intent.UNCLEAR),
    Rule(joining.join_word, Intent.JOIN),
    Rule(joining.join_request, Intent.JOIN),
    Rule(joining.join_list, Intent.JOIN),
    Rule(joining.wants_news, Intent.JOIN),
    Rule(joining.wants_to_know, Intent.JOIN),
    Rule(joining.consent_words, Intent.JOIN),
    Rule(elsewhere.thanks, Intent.OTHER, "thanks"),
    Rule(elsewhere.half_word, Intent.UNCLEAR),
    Rule(elsewhere.answer_without_question, Intent.UNCLEAR),
    Rule(elsewhere.interest, Intent.UNCLEAR),
    Rule(elsewhere.doubtful, Intent.UNCLEAR),
)


def understand(text: str) -> Understanding:
    """What the citizen who wrote `text` wants. Never raises; the same text always gives the same answer."""
    return _understood(Message.of(text))


def _understood(message: Message) -> Understanding:
    for rule in RULES:
        if rule.applies(message):
            return Understanding(rule.intent, rule.id, detail=rule.detail)
    return Understanding(Intent.OTHER, "nothing-of-ours")


def reply_in(text: str) -> str:
    """ "yes", "no" or "": what `text` answers to whether its writer wants to join. Never raises."""
    message = Message.of(text)
    wants_to_join = _understood(message).intent is Intent.JOIN
    return replying.reply(message, wants_to_join=wants_to_join)
