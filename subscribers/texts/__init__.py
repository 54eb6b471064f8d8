"""Writing what the service says by itself: what each text is for, what it must say, its versions.

New wordings come in from the staff's page. A text that has been in force is never changed.
"""

from .catalogue import AUTOMATIC, CATALOGUE, ITALIAN, declared
from .checking import check, filled, known_variables
from .declared import VARIABLES, AutomaticText, DeclaredText, Place
from .versions import (
    Draft,
    Piece,
    State,
    compare,
    declare_missing,
    future,
    next_version,
    previous,
    problems,
    save,
    seen,
    with_state,
)

__all__ = [
    "AUTOMATIC",
    "CATALOGUE",
    "ITALIAN",
    "VARIABLES",
    "AutomaticText",
    "DeclaredText",
    "Draft",
    "Piece",
    "Place",
    "State",
    "check",
    "compare",
    "declare_missing",
    "declared",
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
