"""The limits of Meta on a message, in characters and in number, and the checks that say so before Meta does."""

import re
from collections.abc import Iterable

TEXT_LIMIT = 4096
"""Characters of a free-form text (Meta, text messages)."""

TEMPLATE_BODY_LIMIT = 1024
"""Characters of a template's body, parameters included (Meta, template components)."""

TEMPLATE_NAME_LIMIT = 512
BUTTONS_BODY_LIMIT = 1024
BUTTONS_MAX = 3
BUTTON_ID_LIMIT = 256
BUTTON_TITLE_LIMIT = 20
"""Characters on a button (Meta, interactive reply buttons)."""

LINK_TITLE_LIMIT = 20
LINK_LIMIT = 2000
"""Characters on a button that opens a page, and of its address (Meta, interactive CTA URL; template components)."""

LIST_BODY_LIMIT = 4096
LIST_BUTTON_LIMIT = 20
LIST_SECTION_LIMIT = 24
OPTIONS_MAX = 10
OPTION_ID_LIMIT = 200
OPTION_TITLE_LIMIT = 24
OPTION_DESCRIPTION_LIMIT = 72
"""Characters of the second line of a list's row (Meta, interactive lists)."""

FOOTER_LIMIT = 60
REFERENCE_LIMIT = 512
"""Characters of `biz_opaque_callback_data` (Meta, changelog)."""

PARAMETER_SPACES_MAX = 4
"""Spaces in a row that a template's parameter may hold (Meta, error 132018)."""

_TOO_MANY_SPACES = " " * (PARAMETER_SPACES_MAX + 1)


def characters(text: str) -> int:
    """Count how long Meta may find a text, at most.

    Meta's limits are "characters", without a unit (template components, text and interactive messages); what others
    report of it doesn't settle it either. Counted are UTF-16 units, never fewer than code points: an emoji is two or
    more, an accented letter is one. Whatever fits by this count fits by the other.
    """
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


class InvalidMessage(ValueError):
    """The error that Meta would refuse a message; says which field and why, never what was in it."""

    def __init__(self, field: str, problem: str, limit: int | None = None) -> None:
        super().__init__(field, problem, limit)
        self.field = field
        self.problem = problem
        self.limit = limit

    def __str__(self) -> str:
        allowed = f" (limit {self.limit})" if self.limit is not None else ""
        return f"{self.field}: {self.problem}{allowed}"


def parameter_problem(value: str) -> str | None:
    """Say why Meta would refuse this parameter: "empty", "newline", "tab" or "spaces"; None if it would not."""
    if not value.strip():
        return "empty"
    if re.search(r"[\n\r\v\f\x85\u2028\u2029]", value):
        return "newline"
    if "\t" in value:
        return "tab"
    return "spaces" if _TOO_MANY_SPACES in value else None


def require_filled(field: str, value: str, limit: int | None = None) -> None:
    """Raise InvalidMessage for a blank value, or one longer than `limit`."""
    if not value.strip():
        raise InvalidMessage(field, "empty", limit)
    require_short(field, value, limit)


def require_short(field: str, value: str, limit: int | None) -> None:
    """Raise InvalidMessage for a value of more than `limit` characters."""
    if limit is not None and characters(value) > limit:
        raise InvalidMessage(field, "too long", limit)


def require_count(field: str, values: Iterable[object], limit: int) -> None:
    """Raise InvalidMessage unless there are between one and `limit` values."""
    if not 1 <= len(tuple(values)) <= limit:
        raise InvalidMessage(field, "wrong number", limit)


def require_distinct(field: str, values: Iterable[str]) -> None:
    """Raise InvalidMessage if two values are the same: the choices could not be told apart."""
    values = tuple(values)
    if len(set(values)) != len(values):
        raise InvalidMessage(field, "repeated")
