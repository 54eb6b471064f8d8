"""A message as the keyword rules see it: corrected words, clause by clause, and what can be told of them."""

from collections import defaultdict
from collections.abc import Set
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from .normalization import BREAK, CONSENT_BEGINNINGS, LIMIT, QUESTION, fold, folded, rows, with_marks
from .normalization import WORDS as w
from .spelling import ALONE, ANNOUNCED, corrected, undoubled

MARGIN = 10
"""A folded text this close to the limit may have been cut."""
MOST_CLAUSES = 40
"""The clauses that are looked at: of more, the first and the last; nobody means "non non non …"."""
HEAD, TAIL = 300, 200
"""Characters that are read of the two ends of a longer message."""

SPLIT = {
    undoubled(word): word
    for word in (*ANNOUNCED, "iscrivermi", "iscrivetemi", "cancellatemi", "messaggi", "stop")
}
"""Words that a space tears apart: doubled letters do not count."""
SPLIT_BEGINNINGS = {word[0] for word in SPLIT}

Words = list[str]


def _by_first_word() -> dict[str, list[tuple[Words, Words]]]:
    found: dict[str, list[tuple[Words, Words]]] = defaultdict(list)
    for meaning, phrases in (*rows()["idioms"].items(), *rows()["idioms_abroad"].items()):
        for phrase in phrases.strip().splitlines():
            said = folded(phrase).split()
            found[said[0]].append((said, meaning.split()))
    return {first: sorted(them, key=lambda said: len(said[0]), reverse=True) for first, them in found.items()}


IDIOMS = _by_first_word()
"""Phrases by their first word, the longest first: there are a hundred, and most messages have none."""
TAUGHT = {
    tuple(folded(phrase).split()): meaning
    for meaning, phrases in rows()["taught"].items()
    for phrase in phrases.strip().splitlines()
}
"""What other towns teach → the announced word that says the same here."""
SIGNED_WISHES = {"chiede": "chiedo", "richiede": "richiedo"}
"""The words of who signs as "il sottoscritto" → those of whoever speaks of themselves."""


@dataclass(frozen=True)
class Message:
    """The words of one message. The words themselves never appear in a log."""

    written: str = field(repr=False)
    tokens: Words = field(repr=False)
    is_whole: bool = True
    """False when the message is longer than what is looked at."""
    zones: tuple[str, ...] = ()
    """The names of the zones that may be chosen."""

    @classmethod
    def of(cls, text: str, zones: tuple[str, ...] = ()) -> "Message":
        """Read what a citizen wrote, who may name one of these zones."""
        written = text.strip()
        text = with_marks(written[:LIMIT])
        folded = fold(text)
        is_whole = len(written) <= LIMIT and len(folded) < LIMIT - MARGIN
        tokens = _tokens(folded) if is_whole else _ends(written, folded)
        return cls(written[:LIMIT], tokens, is_whole, zones)

    @cached_property
    def clauses(self) -> list[Words]:
        """The words of each clause; "non" and conjunctions such as "perché" begin one."""
        clauses: list[Words] = [[]]
        for token in self.tokens:
            if _begins_clause(token, clauses[-1]):
                clauses.append([])
            if token not in (BREAK, QUESTION):
                clauses[-1].append(token)
        said = [clause for clause in clauses if clause]
        return said if len(said) <= MOST_CLAUSES else said[: MOST_CLAUSES // 2] + said[-MOST_CLAUSES // 2 :]

    @cached_property
    def words(self) -> Words:
        """The words of the message, in order."""
        return [token for token in self.tokens if token not in (BREAK, QUESTION)]

    @cached_property
    def said(self) -> frozenset[str]:
        """The words of the message, each once."""
        return frozenset(self.words)

    @cached_property
    def words_without_name(self) -> Words:
        """The words of the message in order, less the sender's own name."""
        return without_name(self.words, self.capitalised - self.behind_marks)

    @cached_property
    def behind_marks(self) -> frozenset[str]:
        """Words right behind a mark: "Anna, Confcommercio" is no surname."""
        marked = zip(["", *self.tokens], self.tokens, self.tokens[1:], strict=False)
        return frozenset(word for title, mark, word in marked if mark == BREAK and title not in w.TITLES)

    @cached_property
    def capitalised(self) -> frozenset[str]:
        """Words written like a name, "Barsanti": capital first, small letters after."""
        pieces = (piece.strip(".,;:!") for piece in self.written.split())
        return frozenset(fold(piece) for piece in pieces if len(piece) > 2 and piece.istitle())

    @cached_property
    def asks(self) -> bool:
        """Tell whether there is a question mark."""
        return QUESTION in self.tokens

    @cached_property
    def touches_consent(self) -> bool:
        """Tell whether joining or leaving is spoken of, in whatever form."""
        return any(map(is_about_consent, self.said))

    def says(self, *groups: Set[str]) -> bool:
        """Tell whether a word of each of these groups occurs."""
        return says(self.words, *groups)


def _begins_clause(token: str, clause: Words) -> bool:
    """Tell whether a word begins a clause: marks, conjunctions, "cancellatemi" not behind "non" or "forse"."""
    negated = clause[-1:] and clause[-1] in w.NEGATING
    if token in w.I_WANT:
        gives_reason = ("piu" in clause and not w.NOT.isdisjoint(clause)) or not w.TOO_MUCH.isdisjoint(clause)
        return not negated and gives_reason and clause[-1] not in w.UNDECIDED
    return token in (BREAK, QUESTION) or token in w.NEW_CLAUSE or (token in w.IMPERATIVES and not negated)


def _ends(text: str, folded: str) -> Words:
    """Return how a long message begins and ends, in whole clauses: who lets off steam says last what they want."""
    beginning, ending = _tokens(folded[:HEAD]), _tokens(fold(with_marks(text[-TAIL:])))
    while beginning and beginning[-1] != BREAK:
        beginning.pop()
    return beginning + (ending[ending.index(BREAK) :] if BREAK in ending else [])


def _tokens(folded: str) -> Words:
    written = as_taught(_plainly(folded.split()))
    if len(written) == 1:
        return [ALONE.get(written[0]) or corrected(written[0])]
    words = [corrected(word) for word in written]
    for at, following in enumerate(words[1:]):
        if words[at] == "un" and following in w.TUSCAN_NOT_BEFORE:
            words[at] = "non"  # "'un mi scrivete più"
        elif written[at][:1] in SPLIT_BEGINNINGS and (meant := _torn(written, at)):
            words[at : at + 2] = [meant, ""]
    return _first_person([word for word in words if word])


def as_taught(words: Words) -> Words:
    """The announced word where all that is said is what another town teaches for it, "News on"; else the words."""
    said = tuple(word for word in words if word != BREAK and word not in w.BESIDE_TAUGHT)
    return [TAUGHT[said]] if said in TAUGHT else words


def _torn(written: Words, at: int) -> str:
    """The word that a space tore apart, as in "iscri zione", "cancella azione"; "" if these are two."""
    return SPLIT.get(undoubled(written[at] + written[at + 1]), "")


def _plainly(words: Words) -> Words:
    """The words, with what is said in several of them said in the word that the lists know."""
    said, at = [], 0
    while at < len(words):
        for phrase, meaning in IDIOMS.get(words[at], ()):
            if words[at : at + len(phrase)] == phrase:
                said += meaning
                at += len(phrase)
                break
        else:
            said.append(words[at])
            at += 1
    return said


def _first_person(words: Words) -> Words:
    """Put "il sottoscritto chiede" into the first person: whoever signs so speaks of themselves."""
    return words if w.UNDERSIGNED.isdisjoint(words) else [SIGNED_WISHES.get(word, word) for word in words]


def is_about_consent(word: str) -> bool:
    """Tell whether a word has to do with joining or leaving, known or misspelt ("iscriversi", "unscrizione")."""
    if word in w.UNRELATED:
        return False
    return word in w.CONSENT_WORDS or word.startswith(CONSENT_BEGINNINGS) or "scrizion" in word


def without_name(words: Words, capitalised: frozenset[str]) -> Words:
    """The words less the sender's own name: "Mario Rossi", "Anna Maria Bianchi", "Rossi Mario".

    A surname is a common one, or a word that is nothing else and was written with a capital. After "per", "di",
    "anche" the name is somebody else's, and stays.
    """
    start = next((at for at, word in enumerate(words) if word in w.GIVEN_NAMES), len(words))
    if start == len(words) or _is_of_somebody(words[:start]):
        return words
    end = start + 1
    while end < len(words) and words[end] in w.FIRST_NAMES:
        end += 1
    linked = end + says(words[end : end + 1], w.PARTICLES)
    if _is_surname(words[linked : linked + 1], capitalised):
        end = linked + 1
    elif _is_initial(words, end):
        end += 1
    elif says(words[start - 1 : start], w.COMMON_SURNAMES) and not _is_of_somebody(words[: start - 1]):
        start -= 1
    return words[:start] + words[end:]


def _is_surname(beside: Words, capitalised: frozenset[str]) -> bool:
    """Tell whether the word beside a first name is a surname: a common one, or no other word and with a capital."""
    return says(beside, w.COMMON_SURNAMES) or (
        says(beside, capitalised) and not says(beside, w.NEVER_SURNAMES)
    )


def _is_of_somebody(before: Words) -> bool:
    """Tell whether the name after these words is somebody else's: "per Anna", "per la Maria"."""
    named = before[:-1] if says(before[-1:], w.ARTICLES) and len(before) > 1 else before
    return says(before[-1:], w.BEFORE_OTHERS) or (named is not before and says(named[-1:], w.BEFORE_OTHERS))


def _is_initial(words: Words, at: int) -> bool:
    """Tell whether this word is an initial, "Laura B."; an "e" or "a" goes on to somebody or something else."""
    return at == len(words) - 1 and len(words[at]) == 1 and words[at] not in w.NO_INITIALS


def says(words: Words, *groups: Set[str]) -> bool:
    """Tell whether a word of each of these groups is among `words`."""
    for group in groups:  # noqa: SIM110 - a loop, since this is where most of the time goes
        if group.isdisjoint(words):
            return False
    return True


def follows(words: Words, first: str, seconds: Set[str]) -> bool:
    """Tell whether `first` stands right before one of `seconds`."""
    return any(word == first and after in seconds for word, after in pairwise(words))
