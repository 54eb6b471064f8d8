"""A part of a message's page that a slice fills in: its template, and what that reads."""

from dataclasses import dataclass, field
from typing import Any

Fact = tuple[str, str, tuple[str, ...]]
"""What, its value, what is said below it."""


@dataclass(frozen=True)
class Panel:
    """One panel. Its template reads `panel.shows`, and `message` of the page around it."""

    template: str
    shows: Any = field(default_factory=dict)
    head: str = ""
    """The sentence that it has at the head of the page, beside the state."""
