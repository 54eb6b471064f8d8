"""Spelling that is forgiven: which known word was meant by one with a slip."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from .normalization import WORDS as w

ANNOUNCED = ("iscrizione", "cancellazione", "disiscrizione")
WISHES = ("vorrei", "voglio")
"""Short, and within a letter of nothing that anybody writes here."""
LONGEST = 24
"""Letters; whoever writes more in a word has not slipped on one of ours."""


class Speller:
    """Finds the word that was meant when one letter is wrong, missing, too many or swapped with the next."""

    def __init__(self, words: Iterable[str], trusts: Callable[[str, str], bool]) -> None:
        """`trusts(written, meant)` has the last word on a slip of one letter."""
        self.trusts = trusts
        self.by_remainder: dict[str, list[str]] = defaultdict(list)
        for word in words:
            for remainder in _remainders(undoubled(word)):
                self.by_remainder[remainder].append(word)

    def meant(self, written: str) -> str | None:
        """The word meant by `written`, or None; doubled letters do not count as slips."""
        single = undoubled(written)
        for remainder in _remainders(single):
            for word in self.by_remainder.get(remainder, ()):
                meant = undoubled(word)
                if meant == single or (one_edit(single, meant) and self.trusts(written, word)):
                    return word
        return None


def _remainders(word: str) -> list[str]:
    """The word, and the word without each of its letters: two words one slip apart share one of these."""
    return [word, *(word[:at] + word[at + 1 :] for at in range(len(word)))]


def undoubled(word: str) -> str:
    """The word with double letters written once: Italians slip on these most ("cancelazzione")."""
    return "".join(letter for at, letter in enumerate(word) if at == 0 or word[at - 1] != letter)


def one_edit(one: str, other: str) -> bool:
    """Tell whether one letter changed, added, dropped or swapped with the next turns one word into the other."""
    while one and other and one[0] == other[0]:
        one, other = one[1:], other[1:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    return max(len(one), len(other)) <= 1 or (len(one) == 2 and one == other[::-1])


def _is_plausible_slip(written: str, meant: str) -> bool:
    """A slip of one letter is forgiven in long words only, and where it makes no other word.

    A letter more in front of "iscrizione" does ("riscrizione"). But for the announced words, both ends must
    stand: "scrivimi" and "iscriviti" are not "iscrivimi", "conferma" is not "confermo". A "-mi" that became no
    other ending of a verb is one all the same: "iscrivermj".
    """
    if (len(meant) < 7 and meant not in WISHES) or (written[1:] == meant and meant != "cancellazione"):
        return False
    if meant in ANNOUNCED:
        return True
    ends_alike = written[-2:] == meant[-2:] or (meant.endswith("mi") and written[-2:] not in w.VERB_ENDINGS)
    return written[0] == meant[0] and ends_alike


_SPELLER = Speller(
    [*ANNOUNCED, *sorted(word for word in w.SPOKEN - w.SOMEBODYS - w.HALF_WORDS if len(word) >= 5)],
    _is_plausible_slip,
)


KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
SHORT_GOODBYES = ("stop", "basta", "cancella")


def _beside(letter: str) -> set[str]:
    """List the letters whose keys touch a letter's own."""
    row, at = next((row, keys.index(letter)) for row, keys in enumerate(KEYS) if letter in keys)
    near = {keys[max(0, at - 1) : at + 2] for keys in KEYS[max(0, row - 1) : row + 2]}
    return set("".join(near)) - {letter}


def _slips_of(word: str) -> set[str]:
    """The word with two letters swapped, or with a thumb on the key beside."""
    swapped = {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)}
    missed = {word[:at] + key + word[at + 1 :] for at, letter in enumerate(word) for key in _beside(letter)}
    return (swapped | missed) - {word} - w.KNOWN - w.REAL_WORDS


ALONE = {slip: word for word in SHORT_GOODBYES for slip in sorted(_slips_of(word))}
"""Slips on short words, forgiven where somebody writes nothing else: "stpo", "basra"."""


def corrected(word: str) -> str:
    """The word of these lists that was meant, or the word itself."""
    if word in w.KNOWN or not 5 <= len(word) <= LONGEST or not word.isalpha():
        return word
    return _SPELLER.meant(word) or word
