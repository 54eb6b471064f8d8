# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a citizen wants, from the words alone: the rules of rules.py in their order.

Joining is strict: every word of the message must be known to belong to such a request; leaving is generous: one
clause that clearly says so is enough. Whatever is doubtful changes nothing and gets the two buttons.
"""

from dataclasses import dataclass

from . import replying
from .reading import Message
from .redaction import evidence
from .rules import RULES, VERSION, Intent

__all__ = ["Intent", "Understanding", "evidence", "reply_in", "understand"]


@dataclass(frozen=True)
class Understanding:
    """An intent, the id of the rule that found it, and the version of the rules, as the register keeps them.

    `detail` tells the replies more: see the meanings in rules.py.
    """

    intent: Intent
    rule: str
    version: str = VERSION
    detail: str = ""


def understand(text: str) -> Understanding:
    """What the citizen who wrote `text` wants. Never raises; the same text always gives the same answer."""
    return _understood(Message.of(text))


def _understood(message: Message) -> Understanding:
    rule = next(rule for rule in RULES if rule.applies(message))  # the last one always does
    return Understanding(rule.meaning.intent, rule.id, detail=rule.meaning.detail)


def reply_in(text: str) -> str:
    """ "yes", "no" or "": what `text` answers to whether its writer wants to join. Never raises."""
    message = Message.of(text)
    wants_to_join = _understood(message).intent is Intent.JOIN
    return replying.reply(message, wants_to_join=wants_to_join)
