"""The help on each page, in a clerk's words (help.toml). A test sees to it that no page is without."""

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Help:
    """The sentences of one page, and the chapter of the guide that says more."""

    chapter: str
    sentences: list[str]
    part: str = ""
    """The anchor of the heading from which the chapter tells of this page; "" where it does from its beginning."""


HELP = {
    name: Help(**words)
    for name, words in tomllib.loads(
        (Path(__file__).parent / "help.toml").read_text(encoding="utf-8")
    ).items()
}
"""Name of an address, of an act or of a kind of thing → help."""


def help_for(page: str) -> Help | None:
    """The help of the page whose address has this name: its own, its act's (delete), its kind's, in this order."""
    kind, _, act = page.rpartition("_")
    return HELP.get(page) or HELP.get(act) or HELP.get(kind)
