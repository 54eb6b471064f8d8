"""The part of a citizen's words that the register may keep."""

from collections.abc import Iterator

from .normalization import ADDRESS, LIMIT, REPEATED_LETTER, fold, is_address
from .normalization import WORDS as w
from .spelling import corrected

EVIDENCE_LIMIT = 100
"""Characters of the citizen's words that the register keeps."""
DIGITS_AT_MOST = 4
"""The digits in all that was written, "art. 17": more may be a number that somebody spells out."""
LEFT_OUT = "…"
WORDLESS = frozenset("!\"#$%&'()*,-./:;<=>?@[\\]^_`{|}…«»")
"""Signs that stand for no word, unlike "+" and "~"."""


def evidence(text: str, announced: frozenset[str] = frozenset()) -> str:
    """The citizen's words for the register: at most 100 characters, of which only the words of a wish stay.

    Names, initials, numbers, addresses and whatever else the rules have no use for become "…". Never raises.
    `announced`: words of other languages in force, folded, which stay as well.
    """
    visible = "".join(letter for letter in " ".join(text[:LIMIT].split()) if letter.isprintable())
    may_have_digits = sum(map(str.isdigit, visible)) <= DIGITS_AT_MOST
    words = last = ""
    for piece in _kept(visible.split(), announced, may_have_digits=may_have_digits):
        if piece != LEFT_OUT or last != LEFT_OUT:
            words = f"{words} {piece}".lstrip()
        last = piece
        if len(words) > EVIDENCE_LIMIT:
            break
    return words if len(words) <= EVIDENCE_LIMIT else words[: EVIDENCE_LIMIT - 1] + LEFT_OUT


def _kept(pieces: list[str], announced: frozenset[str], *, may_have_digits: bool) -> Iterator[str]:
    """Yield each piece as it may be kept; letters in a row are one word that somebody spelt, or initials."""
    spelt: list[str] = []
    for at, piece in enumerate(pieces):
        if len(piece) == 1 and piece.isalpha():
            spelt.append(piece)
            continue
        has_digit = any(map(str.isdigit, piece))
        stays = (may_have_digits or not has_digit) and (
            _is_announced(piece, announced) or _is_of_a_wish(piece, first=at == 0)
        )
        yield from [*_letters(spelt), piece if stays else LEFT_OUT]
        spelt = []
    yield from _letters(spelt)


def _letters(spelt: list[str]) -> list[str]:
    """Return what is kept of spelt letters: "I S C R I Z I O N E" and "e" stay, "M R" doesn't."""
    if corrected(fold("".join(spelt))) in w.SPOKEN:
        return spelt
    return [letter if "".join(_words_of(letter)) in w.SPOKEN else LEFT_OUT for letter in spelt]


def _is_of_a_wish(piece: str, *, first: bool) -> bool:
    """Tell whether the piece has only words of wishes. "Gentile" is a name, but not where a message begins."""
    words = _words_of(piece)
    is_name = not first and not (w.FIRST_NAMES.isdisjoint(words) and w.SURNAMES.isdisjoint(words))
    return not is_name and all(corrected(word) in w.SPOKEN for word in words)


def _is_announced(piece: str, announced: frozenset[str]) -> bool:
    """Tell whether all words of the piece are announced in another language."""
    return bool(announced and (words := _words_of(piece)) and announced.issuperset(words))


def _words_of(piece: str) -> list[str]:
    """The piece folded; letters alone, as nearly all pieces are, a lone sign and an address need no look at each."""
    if piece.isascii() and piece.isalpha():
        return [REPEATED_LETTER.sub(r"\1", piece.lower())]
    if piece in WORDLESS:
        return []
    if piece.isascii() and is_address(piece.lower()):
        return [ADDRESS]
    return fold(piece).replace(",", "").replace("?", "").split()
