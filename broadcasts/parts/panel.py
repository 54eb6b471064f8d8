"""A part of a message's page that a slice fills in: its template, what that reads, and what the reader may do."""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cascina_whatsapp.presentation.acts import Act

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Panel:
    """One panel. Its template reads `panel.shows`, and `message` of the page around it."""

    template: str
    shows: Any = field(default_factory=dict)
    offers: Mapping[str, Act] = field(default_factory=dict)
    """Name → what the reader may do about it now: one of the page's acts, too."""


def asked(questions: Iterable[Callable[..., Panel | None]], *about: Any) -> list[Panel]:
    """List what the slices answer, in their order. One that raises takes its own panel from the page and no more."""
    found = []
    for ask in questions:
        try:
            found.append(ask(*about))
        except Exception:
            log.exception("%r tells nothing", ask)
            found.append(Panel("admin/broadcasts/campaign/no_panel.html"))
    return [panel for panel in found if panel]
