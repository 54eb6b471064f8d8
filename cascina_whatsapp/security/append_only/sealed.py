"""Seals held against a chain: a record that was the last one once must still be there, with the same hash."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple


class SealOf(NamedTuple):
    """A chain's end as it was once: the last record's number and hash, and the name of the seal that says so."""

    sequence: int
    hash: str
    name: str


class SealCheck:
    """A walk's look at the seals. It yields what a finding is made of: kind, number, sentence."""

    def __init__(self, seals: Iterable[SealOf], record: str) -> None:
        """`record`: the word for one at the beginning of a sentence, "Evento"."""
        self.seals = sorted(seal for seal in seals if seal.sequence)  # one of an empty chain says nothing
        self.record = record

    def step(self, sequence: int, hash: str) -> Iterator[tuple[str, int, str]]:
        """Check the seals of a record, and of records that should have come before it."""
        while self.seals and self.seals[0].sequence <= sequence:
            seal = self.seals.pop(0)
            if (seal.sequence, seal.hash) != (sequence, hash):
                told = f"il {seal.name} ne ha un'altra impronta, la storia fin lì è stata riscritta."
                yield "seal", seal.sequence, f"{self.record} {seal.sequence}: {told}"

    def finish(self) -> Iterator[tuple[str, int, str]]:
        """Find the seals of records that are not there any more."""
        for seal in self.seals:
            yield "cut", seal.sequence, f"{self.record} {seal.sequence}: manca, ma sta nel {seal.name}."
