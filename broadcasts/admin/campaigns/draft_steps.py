# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The steps that a colleague may take on the page of a broadcast before its approval."""

from dataclasses import dataclass

from broadcasts.admin.parts.buttons import Button
from broadcasts.admin.parts.election_buttons import Declaring
from broadcasts.admin.writing.trial_page import Trials


@dataclass(frozen=True)
class DraftSteps:
    """The steps, and the trials that were sent."""

    buttons: list[Button]
    declaring: Declaring | None
    """None for who writes: the panel beside the form says it."""
    locked: str
    """The reason why its writer can't change it now; "" otherwise."""
    trials: Trials
    may_try: bool
    may_duplicate: bool
    may_delete: bool
