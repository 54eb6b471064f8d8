"""Long work on the command line shows how far it is: a bar on a terminal, elsewhere a line every few seconds.

Whoever waits sees within two seconds that something is happening. It is told beside the work, by a thread of its
own, so that a step shows itself also while it does one long thing: the work itself only counts.
"""

import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol, TextIO, TypeVar

from tqdm import tqdm

from .formatting.numbers import grouped

REDRAWN = 0.2
"""Seconds between two looks of a bar."""
EVERY = 1.5
"""Seconds between two lines where there is no terminal."""
COUNTED = "{desc}: {percentage:3.0f} % |{bar}| {n_fmt} di {total_fmt}, {elapsed} (ancora {remaining})"
UNCOUNTED = "{desc}… {elapsed}"
Item = TypeVar("Item")


class Display(Protocol):
    """A display on which a step shows how far it is."""

    every: float
    """Seconds between two calls of `show`."""

    def show(self, done: int) -> None:
        """Show that so much is done."""

    def finish(self, done: int, *, well: bool) -> None:
        """The step is over; `well`: nothing was raised."""


@contextmanager
def step(
    label: str,
    *,
    total: int | None = None,
    done: Callable[[], int] = lambda: 0,
    out: TextIO | None = None,
) -> Iterator[None]:
    """Show one step, while what is inside works. `label`: Italian, as "Verifico il registro".

    `total`: how much there is to do; `done`: how much of it is done, asked by another thread; `out`: by default
    the errors' stream, so that the results can be piped away from it.
    """
    stream = out or sys.stderr
    display: Display = Bar(label, total, stream) if stream.isatty() else Lines(label, total, stream)
    over = threading.Event()
    teller = threading.Thread(target=_tell, args=(display, done, over), name="progress", daemon=True)
    teller.start()
    well = False
    try:
        yield
        well = True
    finally:
        over.set()
        teller.join()
        display.finish(done(), well=well)


def counted(items: Sequence[Item], label: str, out: TextIO | None = None) -> Iterator[Item]:
    """Yield items one by one, shown as a step: each is done when the next is asked for."""
    done = 0
    with step(label, total=len(items), done=lambda: done, out=out):
        for item in items:
            yield item
            done += 1


def _tell(display: Display, done: Callable[[], int], over: threading.Event) -> None:
    while not over.wait(display.every):
        display.show(done())


class Bar:
    """The display of progress on a terminal: one line that is drawn anew, and stays when the step is over."""

    every = REDRAWN

    def __init__(self, label: str, total: int | None, out: TextIO) -> None:
        shape = COUNTED if total else UNCOUNTED
        self.bar = tqdm(desc=label, total=total or None, file=out, bar_format=shape, dynamic_ncols=True)

    def show(self, done: int) -> None:
        """Draw the line anew."""
        self.bar.n = done
        self.bar.refresh()

    def finish(self, done: int, *, well: bool) -> None:
        """Draw the line a last time."""
        self.show(done)
        self.bar.close()


class Lines:
    """The display of progress in a file or a pipe: the beginning, how far every few seconds, how long it took."""

    every = EVERY

    def __init__(self, label: str, total: int | None, out: TextIO) -> None:
        self.label, self.total, self.out, self.began = label, total, out, time.monotonic()
        self._write(f"{label}…")

    def show(self, done: int) -> None:
        """Write a line for now."""
        self._write(f"{self.label}: {self._share(done)}{self._seconds()}")

    def finish(self, done: int, *, well: bool) -> None:
        """Write the last line."""
        end = "fatto" if well else "interrotto"
        self._write(f"{self.label}: {self._share(done)}{end} in {self._seconds()}")

    def _share(self, done: int) -> str:
        return f"{grouped(done)} di {grouped(self.total)}, " if self.total else ""

    def _seconds(self) -> str:
        return f"{time.monotonic() - self.began:.1f} s".replace(".", ",")

    def _write(self, line: str) -> None:
        self.out.write(f"{line}\n")
        self.out.flush()
