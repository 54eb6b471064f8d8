"""Messages that Meta takes and keeps back, until it knows how the first ones of a template are received."""

from collections import Counter

from .sent_messages import Sent
from .settings import Settings
from .templates import Template

PAUSED = 132015
"""The code of a kept message that is dropped: its template was paused (Meta, template pacing)."""


class Pacing:
    """The messages that are kept back, in the order in which they came."""

    def __init__(self) -> None:
        self.held: list[Sent] = []
        self._let_through: Counter[str] = Counter()

    def keeps(self, sent: Sent, settings: Settings, *, always: bool) -> bool:
        """Tell whether to keep a message back: of a template, after so many, or to a number that is always held."""
        if sent.template is None or sent.error_code:
            return False
        is_kept = always or self._comes_too_late(sent.template, settings.held_after)
        if is_kept:
            self.held.append(sent)
        return is_kept

    def _comes_too_late(self, template: Template, most: int) -> bool:
        """Tell whether so many of a template have left since the setting was there: 0 forgets how many."""
        if not most:
            self._let_through.clear()
            return False
        self._let_through[template.name] += 1
        return self._let_through[template.name] > most

    def take(self, most: int | None = None) -> list[Sent]:
        """Take the first `most` messages that are kept back, or all: it is decided about them."""
        taken, self.held = self.held[:most], self.held[len(self.held[:most]) :]
        return taken
