"""A part of a message's page that a slice fills in: its template, what that reads, and what the reader may do."""

import logging
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cascina_whatsapp.presentation.acts import Act

log = logging.getLogger(__name__)
Fact = tuple[str, str, tuple[str, ...]]
"""What, its value, what is said below it."""


@dataclass(frozen=True)
class Panel:
    """One panel. Its template reads `panel.shows`, and `message` of the page around it."""

    template: str
    shows: Any = field(default_factory=dict)
    head: str = ""
    """The sentence that it has at the head of the page, beside the state."""

    offers: Mapping[str, Act] = field(default_factory=dict)
    """Name → what the reader may do about it now: one of the page's acts, too."""


def asked(questions: Iterable[Callable[..., Panel | None]], *about: Any) -> list[Panel]:
    """List what the slices answer, in their order. One that raises takes its own panel from the page and no more."""
    found = []
    for ask in questions:
        try:
            found.append(ask(*about))
        except Exception:
            module = sys.modules[ask.__module__]
            log.exception("%s could not be shown on a page", module.__name__)
            found.append(Panel("admin/broadcasts/campaign/no_panel.html", module.__dict__.get("NAME", "")))
    return [panel for panel in found if panel]
