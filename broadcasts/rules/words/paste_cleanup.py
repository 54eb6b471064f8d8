"""The repair of pasted text: what Word, PDFs and web pages bring along and WhatsApp refuses or shows badly.

A table of repairs for each field. What one can see is told in a sentence; what one can't (kinds of spaces, accents in
two pieces, spaces at the ends) is put right in silence. No repair begins in the middle of a run of its own signs:
it would read the rest of the run again from each of them.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from .page_buttons import COUNTERS


@dataclass(frozen=True)
class Repair:
    """One repair: what is replaced, and how that is told: "" where nobody can see it, `{}` for how often."""

    found: re.Pattern[str]
    by: str
    told: str = ""
    told_once: str = ""
    """The words for a single repair, where they differ."""

    def apply(self, text: str) -> tuple[str, str]:
        """Mend a text; return it, and what was changed in words."""
        mended, times = self.found.subn(self.by, text)
        if mended == text:
            return text, ""
        return mended, (self.told_once if times == 1 and self.told_once else self.told).format(times)


@dataclass(frozen=True)
class CleanedText:
    """A mended text; `sentence` says in Italian what was changed, "" where nothing that shows."""

    text: str
    sentence: str = ""


def _repair(found: str, by: str, told: str = "", told_once: str = "") -> Repair:
    return Repair(re.compile(found, re.MULTILINE | re.IGNORECASE), by, told, told_once)


UNSEEN = _repair(r"[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\ufeff\x00-\x08\x0e-\x1f\x7f]", "")
"""Soft hyphens, marks of direction and the like; what joins the parts of an emoji stays."""
NEW_LINES = _repair(r"\r\n?|[\v\f\x85\u2028\u2029]", "\n")
SPACES = _repair(r"[\xa0\u2000-\u200a\u202f\u205f\u3000]", " ")
BULLETS = _repair(
    r"^[ \t]*(?:[•‣▪◦●○■□∙·\uf0a7\uf0b7\uf0d8][ \t]*|o\t)(?=\S)", "- ", "punti dell'elenco diventati trattini"
)
"""The bullets of a list, Word's own among them, from a font that telephones don't have."""
NO_BULLET = _repair(r"\A\s*(?:[•‣▪◦●○■□∙·\uf0a7\uf0b7\uf0d8]\s*)+(?=\S)", "", "punto dell'elenco tolto")
TABS = _repair(r"(?<! ) *\t[ \t]*", " ", "{} tabulazioni tolte", "1 tabulazione tolta")
QUOTES = _repair("[“”„‟]", '"', "virgolette raddrizzate")
APOSTROPHES = _repair("[‘’‚‛]", "'", "apostrofi raddrizzati", "apostrofo raddrizzato")
DOUBLED = _repair(r"(?<=\S) {2,}(?=\S)", " ", "spazi doppi tolti", "spazio doppio tolto")
LINE_ENDS = _repair(r"^ +|(?<! ) +$", "")
NO_LINES = _repair(r"(?<! ) *\n\s*", " ", "a capo tolti", "a capo tolto")
PLAIN_HTTP = _repair(r"(?<![^\s(\"<«])http://", "https://", "http diventato https")
"""The beginning of an address: one inside another address is left alone."""
BRACKETS = _repair(r"\A[<«\"(\s]++[>»\")\s]*+\Z|\A[<«\"(\s]+|(?<![>»\")\s])[>»\")\s]+\Z", "")
COUNTED = tuple(
    _repair(found, "", "contatori tolti dall'indirizzo")
    for found in (
        rf"(?<=[?&])(?:{COUNTERS.pattern})(?:=[^\s&#?]*)?&",
        rf"[?&](?:{COUNTERS.pattern})(?:=[^\s&#?]*[\w%/=+~-])?(?![\w=&])",
    )
)
"""Names in an address by which somebody counts who followed it: those before another name, then the last."""
NO_SCHEME = _repair(
    r"\A(?=[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?:[/:?#]|\Z))", "https://", "aggiunto https://"
)
"""A host's name with nothing before it."""

REPAIRS: dict[str, tuple[str, tuple[Repair, ...]]] = {
    "title": (
        "Titolo",
        (UNSEEN, NEW_LINES, SPACES, NO_BULLET, TABS, QUOTES, APOSTROPHES, LINE_ENDS, NO_LINES, DOUBLED),
    ),
    "body": (
        "Testo",
        (
            UNSEEN,
            NEW_LINES,
            SPACES,
            BULLETS,
            TABS,
            QUOTES,
            APOSTROPHES,
            LINE_ENDS,
            DOUBLED,
            PLAIN_HTTP,
            *COUNTED,
        ),
    ),
    "link": ("Collegamento", (UNSEEN, SPACES, BRACKETS, PLAIN_HTTP, NO_SCHEME, *COUNTED)),
    "button_link": ("Indirizzo del pulsante", (UNSEEN, SPACES, BRACKETS, NO_SCHEME, *COUNTED)),
}
"""Field → its name on the page, and its repairs in order."""


def mend(field: str, written: str) -> CleanedText:
    """Mend what was written in one of the fields of REPAIRS. Mending it again changes nothing."""
    name, repairs = REPAIRS[field]
    text, told = _applied(repairs, unicodedata.normalize("NFC", written))
    return CleanedText(text.strip(), f"{name} sistemato: {', '.join(told)}." if told else "")


def _applied(repairs: Iterable[Repair], text: str) -> tuple[str, list[str]]:
    told = []
    for repair in repairs:
        text, words = repair.apply(text)
        if words and words not in told:
            told.append(words)
    return text, told
