# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writing what the service says by itself: what each text is for, what it must say, its versions.

New wordings come in from the staff's page. A text that has been in force is never changed.
"""

from .catalogue import CATALOGUE, UNTRANSLATED, VARIABLES, Place, Purpose
from .checking import check, filled, known_variables
from .comparison import Piece, compare
from .versions import (
    CannotWrite,
    Draft,
    State,
    future,
    next_version,
    previous,
    problems,
    save,
    seen,
    with_state,
)

__all__ = [
    "CATALOGUE",
    "UNTRANSLATED",
    "VARIABLES",
    "CannotWrite",
    "Draft",
    "Piece",
    "Place",
    "Purpose",
    "State",
    "check",
    "compare",
    "filled",
    "future",
    "known_variables",
    "next_version",
    "previous",
    "problems",
    "save",
    "seen",
    "with_state",
]
