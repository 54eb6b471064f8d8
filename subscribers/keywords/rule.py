# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A rule: what it finds in a message, and what follows."""

from collections.abc import Callable
from dataclasses import dataclass

from .meanings import Meaning
from .message import Message


@dataclass(frozen=True)
class Rule:
    """A rule and the meaning to conclude where `applies` is true."""

    id: str
    """The rule's name in the register, where it stays: another name calls for a new version."""
    applies: Callable[[Message], bool]
    meaning: Meaning
    written: str
    """The words for what the citizen writes, in Italian: "Che cosa scrive"."""
    examples: tuple[str, ...]
    """Sentences that this rule decides."""
    not_examples: tuple[str, ...] = ()
    """Sentences that look alike and that another rule decides."""
