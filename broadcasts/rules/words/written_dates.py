"""The days that a text names, and what is wrong with them on the day on which its message leaves: advice alone. Pure.

A day is one that stays the same whenever it is read: "martedì", "15 giugno", "15/6/2026"; "oggi" alone is none.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from cascina_whatsapp.presentation.formatting.dates import MONTHS, WEEKDAYS, weekday_in_words

NEAR = {"oggi": 0, "stasera": 0, "domani": 1, "dopodomani": 2}
"""Words that mean another day on each day → the days from the one on which they are read."""
WEEKDAY = "|".join(name.replace("ì", "(?:ì|i'?)") for name in WEEKDAYS)
MONTH = rf"(?:{'|'.join(f'{name}|{name[:3]}' for name in MONTHS)}|sett)\b"
DAY = re.compile(
    rf"""(?:\b(?P<near>{"|".join(NEAR)})\b,?\s+)?(?:
        (?:\b(?P<weekday>{WEEKDAY}),?\s+(?:il\s+)?)?(?<![\d/.,-])\b(?:(?P<day>0?[1-9]|[1-9]\d)[°º]?|primo)(?:
            \s+(?P<month>{MONTH})(?:\s+(?P<year>(?:19|20)\d\d)\b)?
          | (?=\s+(?:ed?|al?|o|fino\s+al?)\s+(?:(?:{WEEKDAY})\s+)?\d\d?
               \s+(?P<later>{MONTH})(?:\s+(?P<its_year>20\d\d))?)
          | \s*[/.-]\s*(?P<number>0?[1-9]|1[0-2])(?:\s*[/.-]\s*(?P<in_figures>(?:20)?\d\d))?(?![\d:])
        )
      | \b(?P<alone>{WEEKDAY})(?!\w)
      | \d{{4}}-\d\d-\d\d
    )""",
    re.VERBOSE | re.IGNORECASE,
)
SENTENCE = re.compile(r"[;!?\n]|\.\s+(?=[A-ZÈ])")
ANNOUNCES = re.compile(r"\b(?:(?:entro|fino|scad\w+|prima)\b(?:\W+\w+){0,4}|al|all')\W*\Z", re.IGNORECASE)
"""Words before a day that is still to come when they are read."""
LOOKS_BACK = re.compile(
    r"\b(?:legg[ei]|decret[oi]|ordinanza|deliber\w+|determin\w+|circolare|regolamento|via|viale|piazza|corso|largo|"
    r"nat[oa]|era|erano|stat[aoie]|scors[aoie]|rinviat[aoie]|annullat[aoie]|svolt[aoie]|invece|anziché)\b|"
    r"\bda(?:l|ll')?\s*\0",
    re.IGNORECASE,
)
"""Words of the same sentence that may name a day of the past: acts, streets, what has been, since when."""


@dataclass(frozen=True)
class Doubt:
    """A passage to think over: what about it, and, where it is known, what to write in its place."""

    sentence: str
    found: str = ""
    right: str = ""


def names_a_day(text: str) -> bool:
    """Tell whether a text names a day: a date, or at least a day of the week."""
    return DAY.search(text) is not None


def doubts(text: str, leaves: date) -> list[Doubt]:
    """List the days to think over, each once: "martedì 7 dicembre" may be a Monday, "31 novembre" no day at all."""
    clear = (match for match in DAY.finditer(text) if _is_clear(match))
    return list(dict.fromkeys(filter(None, (_doubt(match, leaves) for match in clear))))


def _is_clear(match: re.Match[str]) -> bool:
    """Tell whether a day can be nothing else, such as an hour or the number of an act."""
    in_figures = "/" in match[0] and (match["weekday"] or len(match["in_figures"] or "") == len("2026"))
    return bool(match["month"] or match["later"] or in_figures or (match["near"] and match["alone"]))


def _doubt(match: re.Match[str], leaves: date) -> Doubt | None:
    found, near, said = match[0], match["near"], match["weekday"] or match["alone"]
    expected = leaves + timedelta(days=NEAR[near.lower()]) if near else None
    day = expected if expected and match["alone"] else _meant(match, leaves)
    if match["day"] and int(match["day"]) != day.day:
        return Doubt(f"«{found}» non esiste: il mese finisce il {day.day}.", found, _put(match, day))
    right = expected or day
    if right != day or (said and said[:3].lower() != WEEKDAYS[right.weekday()][:3]):
        why = (
            f"il messaggio parte {weekday_in_words(leaves)}" if near else f"sarebbe {weekday_in_words(right)}"
        )
        return Doubt(f"«{found}»: {why}.", found, _put(match, right))
    if day < leaves and _announces(match):
        return Doubt(f"«{found}» è già passato quando il messaggio parte: controlla il giorno.")
    return None


def _meant(match: re.Match[str], leaves: date) -> date:
    """The day that is meant, or the last of its month: without a year the nearest one, rather one to come."""
    name = (match["month"] or match["later"] or "   ").lower()
    month = int(match["number"] or ["   ", *(one[:3] for one in MONTHS)].index(name[:3]))
    year = match["year"] or match["its_year"] or match["in_figures"]
    years = [int(year) % 2000 + 2000] if year else range(leaves.year - 1, leaves.year + 2)
    days = [date(one, month, min(int(match["day"] or 1), monthrange(one, month)[1])) for one in years]
    return min(days, key=lambda one: one - leaves if one >= leaves else 3 * (leaves - one))


def _put(match: re.Match[str], day: date) -> str:
    """Write what was found with another day, in the same capitals."""
    text, weekday = match[0], WEEKDAYS[day.weekday()]
    for name, word in (
        ("weekday", weekday),
        ("alone", weekday),
        ("day", str(day.day)),
        ("month", MONTHS[day.month - 1]),
    ):
        said = match[name] or ""
        text = text.replace(said, word.capitalize() if said.istitle() else word, 1) if said else text
    return text


def _announces(match: re.Match[str]) -> bool:
    """Tell whether the sentence says that the day is still to come."""
    before, after = match.string[: match.start()], match.string[match.end() :]
    sentence = f"{SENTENCE.split(before)[-1]}\0{SENTENCE.split(after)[0]}"
    return bool(match["weekday"] or ANNOUNCES.search(before)) and not LOOKS_BACK.search(sentence)
