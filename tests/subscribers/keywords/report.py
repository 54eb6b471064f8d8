"""How well wishes are understood: `python -m tests.subscribers.keywords.report`, also of single lists ("7 8").

For each list, and for each voice, what was wished against what was done. Where all held out writers are asked for, it
is told as well without what reads the same as a sentence that was learnt from.
"""

import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from subscribers.keywords import Understanding

from . import sentences
from .sentences import HELD_OUT, TRAINING, WISHES, Sentence

OUTCOMES = ("join", "leave", "asks join", "asks leave", "asks both", "nothing")


def outcome(found: Understanding) -> str:
    """What the citizen notices: done at once, a question, or nothing of it."""
    if found.intent in ("join", "leave"):
        return found.intent.value
    if found.intent == "unclear":
        return f"asks {found.leaning or 'both'}"
    return "nothing"


@dataclass
class Tally:
    """What was wished against what was done."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    @classmethod
    def of(cls, said: Iterable[Sentence]) -> "Tally":
        """Understand each sentence and count."""
        return cls(
            Counter((sentence.wish, outcome(sentences.understood(sentence.text))) for sentence in said)
        )

    def share(self, wish: str, *outcomes: str) -> float:
        """How many of those who wished so had one of these outcomes, between 0 and 1."""
        total = sum(count for (wished, _), count in self.counts.items() if wished == wish)
        return sum(self.counts[wish, done] for done in outcomes) / (total or 1)

    def false(self, done: str) -> int:
        """How many joined or left who didn't wish it."""
        return sum(count for (wish, found), count in self.counts.items() if found == done != wish)

    def others(self, wish: str) -> int:
        """How many sentences wish something else."""
        return sum(count for (wished, _), count in self.counts.items() if wished != wish)

    def asked_rightly(self, wish: str) -> float:
        """Done at once, or asked with the wish among the answers."""
        return self.share(wish, wish, f"asks {wish}", "asks both")

    def needless(self) -> float:
        """Of the messages that have nothing to do with us, how many got a question."""
        return self.share("none", "asks join", "asks leave", "asks both")

    def matrix(self) -> str:
        """One row for each wish, one column for each outcome."""
        head = f"{'':8}" + "".join(f"{done:>11}" for done in OUTCOMES)
        rows = [
            f"{wish:8}" + "".join(f"{self.counts[wish, done]:11}" for done in OUTCOMES) for wish in WISHES
        ]
        return "\n".join([head, *rows])

    def summary(self) -> str:
        """The figures that have targets, on one line."""
        return (
            f"false joins {self.false('join')}, false leaves {self.false('leave')}; at once: "
            f"joins {self.share('join', 'join'):.1%}, leaves {self.share('leave', 'leave'):.1%}; at once or asked: "
            f"joins {self.asked_rightly('join'):.1%}, leaves {self.asked_rightly('leave'):.1%}; "
            f"needless questions {self.needless():.1%}"
        )


def written(title: str, said: list[Sentence], *, by_voice: bool = False) -> str:
    """A list's figures; with each voice's, if asked for."""
    tally = Tally.of(said)
    lines = [f"{title}: {len(said)} sentences", tally.matrix(), tally.summary()]
    for voice in sorted({sentence.voice for sentence in said}) if by_voice else ():
        own = Tally.of(sentence for sentence in said if sentence.voice == voice)
        lines.append(f"  {voice}: {own.summary()}")
    return "\n".join(lines) + "\n\n"


def main(named: list[str]) -> None:
    """Write the report of these writers; of all of them where none is named."""
    writers = [int(name) for name in named] or [*TRAINING, *HELD_OUT]
    for writer in writers:
        kind = "training" if writer in TRAINING else "held out"
        sys.stdout.write(written(f"Writer {writer}, {kind}", sentences.by_writer(writer), by_voice=True))
    if {*TRAINING}.issubset(writers):
        sys.stdout.write(written("All that was learnt from", sentences.by_writers(TRAINING)))
    if {*HELD_OUT}.issubset(writers):
        sys.stdout.write(written("All that was held out", sentences.by_writers(HELD_OUT)))
        sys.stdout.write(written("Of these, what reads like none learnt from", sentences.unlike_any_learnt()))


if __name__ == "__main__":
    main(sys.argv[1:])
