"""One sentence of the bar on every page."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Alert:
    """A sentence that says what is the matter and what to do, and the page concerned."""

    sentence: str
    page: str = ""
    page_label: str = ""
    is_grave: bool = True
    """Somebody has to do something; otherwise it will pass by itself."""
    more: str = ""
    """The further consequences, for who opens it."""
