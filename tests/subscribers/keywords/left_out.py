"""How well unknown writers are understood: each writer judged by weights that learnt from all the others.

`make judge-words` (some minutes). The thresholds of rules and model are set on these figures, on no others.
"""

import sys
from collections import Counter

from subscribers.keywords import model, understand

from . import sentences
from .report import Tally, outcome
from .sentences import OLDER_LISTS, TRAINING
from .training import learn


def tally_without(writer: int) -> Tally:
    """What is understood of one writer's sentences, where nothing was learnt from them."""
    others = [sentences.by_writer(each) for each in TRAINING if each != writer]
    older = [sentences.older(name) for name in OLDER_LISTS]
    table = learn([sentence for said in (*others, *older) for sentence in said])
    model.weights().clear()
    model.weights().update(table)
    return Tally(Counter((each.wish, outcome(understand(each.text))) for each in sentences.by_writer(writer)))


def main() -> None:
    """Write each writer's figures, and those of all together."""
    together = Tally()
    for writer in TRAINING:
        tally = tally_without(writer)
        together.counts.update(tally.counts)
        sys.stdout.write(f"Writer {writer}: {tally.summary()}\n")
        sys.stdout.flush()
    sys.stdout.write(f"{together.matrix()}\nTogether: {together.summary()}\n")


if __name__ == "__main__":
    main()
