"""Plain words: typed text without accents, marks, emoji or odd spacing, and the lists of words that the rules read.

People write the lists down and mend them, in `words/*.toml`; around.toml says how. The files are read once, when the
first list is asked for.
"""

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

LIMIT = 500
"""Characters that are looked at: no wish needs more, and nothing may take a millisecond."""
BREAK = ","
"""Stands for whatever ends a clause."""
QUESTION = "?"
ADDRESS = "link"
"""Stands for a web or e-mail address, and hides the words in it."""

ASKING_SIGNS = frozenset("?¿؟❓❔🤔")
REFUSING_SIGNS = frozenset("❌🚫⛔👎🙅✖❎🛑🖕")
AGREEING_SIGNS = frozenset("👍👌✅✔")
STRUCK_OUT = frozenset("~\u0335\u0336\u0337\u0338")
"""WhatsApp's mark, and the characters that strike letters through."""
JOINING = frozenset("'’‘`´ʼ′*_-‐‑–\"“”")
"""Signs between or around words that end no clause."""
ALONE = {"+": "piu", "-": BREAK, "–": BREAK, "--": BREAK}
"""Signs that say something where they stand between spaces."""
DIGITS_AS_LETTERS = str.maketrans("013457", "oieast")

SPACED_LETTERS = re.compile(r"(?<!\S)(?:\w (?:, )?){3,}\w(?!\S)")
REPEATED_LETTER = re.compile(r"([^\W\d])\1{2,}")
BREAKS_IN_A_ROW = re.compile(r"(?:[,?] ){2,}")
SIGNS_IN_A_ROW = re.compile(r"\b(no|ok) , (?:\1 , )+")
LONG_LIGATURES = re.compile("[㌀-㏿ﷰ-﷿]")
"""Each of these is a word or a sentence once it is spelt out: the longest texts would be made of them."""
ASKED = r"punto (?:interrogativo|di domanda)"
ENDED = r"punto (?:esclamativo|e a capo|e virgola)|due punti|puntini(?: di sospensione)?|a capo|virgola"
POINT = r"(?<!che )(?<!il )(?<!un )(?<!al )(?<!del )(?<!di )(?<!sul )(?<!questo )punto(?! [eè] )(?! d)"
"""Alone the word is a mark, unless it is one that somebody speaks of: "a che punto è la pratica"."""
MARK = re.compile(rf"\b(?:(?P<asked>{ASKED})|{ENDED}|{POINT})\b", re.IGNORECASE)
WRITTEN_OUT = ("punt", "virgola", "a capo")
SHORTENED = re.compile(r"\b(?:(?P<joining>iscriz|iscr(?=\. \w))|canc?ell?az)\.(?!\.)", re.IGNORECASE)
"""The mark tells a word that was shortened from one that somebody broke off: "iscr. grazie", no "iscr…"."""
TELEGRAM = re.compile(r"(?<=\w) STOP\b(?! STOP)")
"""The stop with which telegrams ended their sentences; "STOP STOP" and a first "STOP" are wishes."""
FOLDER = Path(__file__).with_name("words")


def fold(text: str) -> str:
    """The text as lower-case words, with "," where a clause ends and "?" where something is asked.

    At most LIMIT characters are read and returned. Signs that refuse (❌, a line through the word) become
    the word "no", signs that agree become "ok". Folding what is folded changes nothing.
    """
    folded = _fold_once(text)
    while (again := _fold_once(folded)) != folded:  # "1 s c r i …" needs a second look
        folded = again
    return folded


def _fold_once(text: str) -> str:
    text = text[:LIMIT].strip()
    if not text.isascii() or "~" in text:
        text = _without_marks(text)
    pieces = " ".join(map(_plain_piece, text.lower().split()))
    words = (pieces.translate(ASCII) if pieces.isascii() else "".join(map(_sign, pieces))).split()
    folded = BREAKS_IN_A_ROW.sub(_one_break, " ".join(map(_letters_for_digits, words)) + " ")
    folded = SIGNS_IN_A_ROW.sub(r"\1 , ", folded)
    folded = REPEATED_LETTER.sub(r"\1", SPACED_LETTERS.sub(_closed_up, folded))
    return folded[:LIMIT].strip(" ,")


def _without_marks(text: str) -> str:
    """Plain letters, without accents or invisible characters; a struck-out text begins with "no"."""
    struck_out = not STRUCK_OUT.isdisjoint(text)
    decomposed = unicodedata.normalize(
        "NFKD", unicodedata.normalize("NFKC", LONG_LIGATURES.sub(BREAK, text)).casefold()
    ).casefold()
    plain = "".join(
        character
        for character in decomposed.replace("ı", "i")
        if character not in STRUCK_OUT and unicodedata.category(character) not in {"Mn", "Me", "Mc", "Cf"}
    )
    return f"no , {plain}" if struck_out else plain


def _plain_piece(piece: str) -> str:
    """An address hides the words in it; a lone "+" is how thumbs write "più", a lone dash ends a clause."""
    return ADDRESS if is_address(piece) else ALONE.get(piece, piece)


def is_address(piece: str) -> bool:
    """Tell whether a piece without spaces, in small letters, is a web or e-mail address."""
    return "://" in piece or piece.startswith("www.") or "@" in piece.strip("@.,;:!?")


def _sign(character: str) -> str:
    if character.isalnum() or character == " ":
        return character
    if character in ASKING_SIGNS:
        return " ? "
    if character in JOINING:
        return " "
    if character in REFUSING_SIGNS:
        return " , no , "  # a clause of its own: "cancellazione ❌" is no refusal to leave
    return " ok , " if character in AGREEING_SIGNS else " , "


ASCII = {code: _sign(chr(code)) for code in range(128)}
"""The same for the many messages that need no look at each character."""


def _letters_for_digits(word: str) -> str:
    """Read a few digits inside a long word as the letters that they resemble: "1scrizione"."""
    if word.isalpha() or len(word) < 5 or word[-2:].isdigit() or sum(map(str.isdigit, word)) > 3:
        return word
    return word.replace("11", "ll").translate(DIGITS_AS_LETTERS)


def _one_break(signs: re.Match[str]) -> str:
    """A question mark among other marks counts: "!?!"."""
    return f"{QUESTION} " if QUESTION in signs[0] else f"{BREAK} "


def _closed_up(letters: re.Match[str]) -> str:
    return letters[0].replace(" ", "").replace(BREAK, "")


def with_marks(text: str) -> str:
    """The text with "," and "?" for new lines and marks that were written out, and the announced words in full."""
    text = text.replace("\n", ", ")
    small = text.lower()
    if text.isupper() and len(TELEGRAM.findall(text)) > 1:
        text = TELEGRAM.sub(",", text)
    if "iz." in small or "az." in small or "scr." in small:
        text = SHORTENED.sub(lambda word: "iscrizione, " if word["joining"] else "cancellazione, ", text)
    if not any(word in small for word in WRITTEN_OUT):
        return text
    return MARK.sub(lambda mark: "? " if mark["asked"] else ", ", text)


@cache
def rows() -> dict[str, Any]:
    """The rows of all files, by their names."""
    files = (tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml")))
    return {name: row for file in files for name, row in file.items()}


def folded(written: str) -> str:
    """A word or phrase of the files as messages have it; most are written so, and need no look at each letter."""
    return written if written.isascii() and written.replace(" ", "").isalpha() else fold(written)


class WordLists:
    """The lists by their names, `WORDS.NEWS`: each is put together when it is asked for, and stays."""

    def __getattr__(self, name: str) -> frozenset[str]:
        """Put a list together: its words, and those of the lists that it names, but for those it is without."""
        if not name.isupper() or name not in rows():
            raise AttributeError(name)
        row = rows()[name]
        words, without = (row["words"], row["without"]) if isinstance(row, dict) else (row, "")
        found = self._all(words) - self._all(without)
        setattr(self, name, found)
        return found

    def _all(self, written: str) -> frozenset[str]:
        pieces = written.split()
        named = (getattr(self, piece) for piece in pieces if piece.isupper())
        return frozenset(folded(piece) for piece in pieces if not piece.isupper()).union(*named)


WORDS = WordLists()
OFFICE_BEGINNINGS = tuple(WORDS.OTHER_OFFICE_BEGINNINGS)
CONSENT_BEGINNINGS = tuple(WORDS.CONSENT_BEGINNINGS)
