"""The removal from logs of what may not reach them: phone numbers, BSUIDs, Meta's message ids, keys.

And the row that PostgreSQL quotes when it refuses one: it holds what somebody wrote.
"""

import base64
import logging
import math
import re
import time
from collections.abc import Callable, Iterable

GAP = r"(?:[ \t.\-/()+_\u00a0\u2009\u2010\u2011\u2013\u202f]|%20){0,3}"
"""The signs that people, and addresses, put between the digits of a number."""
YEAR, MONTH, DATE = r"(?:19|20)\d\d", r"(?:0[1-9]|1[0-2])", r"(?:0[1-9]|[12]\d|3[01])"
MOMENT = rf"{YEAR}-{MONTH}-{DATE}"  # "0039-32-00-00-00-0" is none
MOMENT += r"(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)?(?:[+-]\d\d:?\d\d\b)?"
DAY = r"(?:0?[1-9]|[12]\d|3[01])(?P<dash>[./-])(?:0?[1-9]|1[0-2])(?P=dash)(?:\d\d)?\d\d(?!\d)"
DAY += r"(?: \d?\d:\d\d|(?![./-]?\d| \d))"  # and not the beginning of a number in pairs
BYTE = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
ADDRESS = rf"{BYTE}(?:\.{BYTE}){{3}}(?![\d.])"
HARMLESS = (
    rf"(?<![\d./-])(?:{MOMENT}|{DAY}|{ADDRESS})"
    r"|cascina:\w+:\d+(?::\d+)?"  # our own references
    r"|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b[0-9a-f]{32,64}\b"  # UUIDs and digests
)
"""The things with many digits that say nothing of anybody: days, moments, addresses of machines, ids of ours."""
MOBILE = rf"(?<!\d)(?<!\d\.)(?:(?:(?:\+|00|%2B){GAP})?3{GAP}9{GAP})?3{GAP}[1-9](?:{GAP}\d){{7,8}}(?!\d)"
"""An Italian mobile number, however it is spelt: ITU-T E.164, and nine digits or ten after the prefix."""
WITH_COMMAS = r"(?<![\d,])(?:\+?39,)?3[1-9]\d,\d{2,3},\d{2,4}(?:,\d{2,3})?(?![\d,])"
LANDLINE = r"(?<![\w.:/-])0[1-9]\d{0,2}[ /-]\d(?: ?\d){4,7}(?!\w)"
"""An Italian number at a fixed place with its prefix apart: 050 719 111, 0587/719111."""
PERSONAL = (
    # What opens something to whoever has it: the secret in the address of an invitation, and what is
    # asked of a server, which urllib3 repeats when nobody answers: a collector's key for one.
    r"\?[\w.~%-]+=[^\s'\")]*|"
    r"(?<=/bot)\d+:[\w-]{20,}|(?<=/invito/)[\w-]{20,}|"
    # A wamid holds the citizen's number in base64; a BSUID is what WhatsApp calls who hides the number.
    r"wamid\.[\w+/=-]+"
    r"|\b[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]*\d[A-Za-z0-9]{5,}"
    # Other kinds and countries: eight digits or more after a "+", nine or more without, never an id of ours.
    rf"|\+\d[\d .-]{{6,}}\d|{MOBILE}|{WITH_COMMAS}|{LANDLINE}|(?<![\w.:-])\d{{9,15}}(?![\w.:-])"
)
ROW = re.compile(
    r"(?<=Failing row contains \().*?(?=\)\.?\s*(?:\n\n(?:The above|During) |\Z))"
    r"|(?<=\)=\().*?(?=\) (?:already exists|is not present|is still referenced|conflicts with))",
    re.DOTALL,
)
"""The detail of an error of PostgreSQL's, in the midst of a traceback or at its end."""
FOUND = re.compile(rf"(?P<harmless>{HARMLESS})|{PERSONAL}")
BASE64 = re.compile(r"(?<![\w+/-])[\w+/-]{12,}={0,2}", re.ASCII)
"""A word that may be nine digits or more in base64, of the ordinary alphabet or of the one for addresses."""


A_MINUTE = 60.0
ONE_LINE = {ord(sign): repr(sign)[1:-1] for sign in "\n\r\v\f\x1b\x85\u2028\u2029"}
"""The signs that end a line, or rule a terminal, as they are written in Python."""


def scrub(text: str) -> str:
    """`text` with phone numbers, BSUIDs, message ids, keys and quoted rows replaced by a bullet.

    Also where a number is in base64: whoever logs it may not know what the letters hold.
    """
    if "DETAIL" in text:
        text = ROW.sub("•", text)
    return BASE64.sub(_encoded, FOUND.sub(lambda found: found["harmless"] or "•", text))


def _encoded(found: re.Match[str]) -> str:
    """A bullet for a word that is a text with a number in base64; the word itself for any other."""
    word = found[0].rstrip("=").replace("-", "+").replace("_", "/")
    try:
        inside = base64.b64decode(word + "=" * (-len(word) % 4), validate=True).decode()
    except ValueError:
        return found[0]
    return "•" if any(not number["harmless"] for number in FOUND.finditer(inside)) else found[0]


class ScrubPersonalData(logging.Filter):
    """Rewrites the record's message, and its traceback, without personal data. Never drops a record.

    What is put into a message stays in its line: nobody can write a second one that looks like ours.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(map(_in_one_line, record.args))
        record.msg, record.args = scrub(record.getMessage()), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = scrub(record.exc_text)
        return True


def _in_one_line(put: object) -> object:
    """A value that is put into a message, with the signs of ONE_LINE spelt out."""
    return str(put).translate(ONE_LINE) if isinstance(put, str | BaseException) else put


def follow(log: logging.Logger, what: str, posts: Iterable[int | None]) -> None:
    """One line that says what became of these stored posts of Meta's: `read: p1f p20`.

    By such a name, which is the post's number in base sixteen, a message is followed from the webhook to its answer.
    """
    names = [f"p{number:x}" for number in posts if number is not None]
    if names:
        log.info("%s: %s", what, " ".join(names))


class OneLineForStrangers(logging.Filter):
    """The filter that logs a stranger's request in one line, without a traceback and without their own words.

    A host name that is not ours is sent by scanners all day, and may be any text.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = "a request was refused: %s", (record.name.rpartition(".")[2],)
        record.exc_info = record.exc_text = None
        record.levelno, record.levelname = logging.WARNING, "WARNING"
        return True


class OneLineForRefusals(logging.Filter):
    """The filter that logs an answer below 500 without a traceback: the service has made no mistake."""

    def filter(self, record: logging.LogRecord) -> bool:
        known = vars(record)  # a log that is set up twice has the filter twice
        if known.get("status_code", 500) < 500 and "refused" not in known:
            user = getattr(known.get("request"), "user", None)
            known |= {"refused": True, "exc_info": None, "exc_text": None}
            record.msg = f"{record.msg}, user {user.pk if user else None}"
        return True


class OneLineAMinute(logging.Filter):
    """The filter that tells of a broker that is away in one line a minute for each sentence, without a traceback."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock`: seconds, for how long ago a sentence was written last."""
        super().__init__()
        self._clock = clock
        self._written: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno < logging.WARNING:
            return True
        sentence, now = str(record.msg), self._clock()
        if now - self._written.get(sentence, -math.inf) < A_MINUTE:
            return False
        self._written[sentence] = now
        record.msg, record.args = record.getMessage().partition("\n")[0], ()
        record.exc_info = record.exc_text = None
        return True
