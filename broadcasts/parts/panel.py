"""A part of a message's page that a slice fills in: its template, and what that reads."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

log = logging.getLogger(__name__)
NOT_SHOWN = "admin/broadcasts/campaign/not_shown.html"
Fact = tuple[str, str, tuple[str, ...]]
"""What, its value, what is said below it."""


@dataclass(frozen=True)
class Panel:
    """One panel. Its template reads `panel.shows`, and `message` of the page around it."""

    template: str
    shows: Any = field(default_factory=dict)
    head: str = ""
    """The sentence that it has at the head of the page, beside the state."""


def ask_for(ask: Callable[[Any, str], Panel | None], message: Any, on: str) -> Panel | None:
    """Ask a slice for its panel of a message's page; where that fails, the page says so in the panel's place."""
    try:
        return ask(message, on)
    except Exception:
        slice_of = ask.__module__.split(".")[1]
        log.exception(
            "campaign %s: %s could not be shown on the page to %s", message.campaign.pk, slice_of, on
        )
        return Panel(NOT_SHOWN, slice_of)
