"""The point that a broadcast reached with each person: everybody counts once, by the furthest. Arithmetic only."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from broadcasts.rules.states import UNFINISHED, DeliveryStatus
from cascina_whatsapp.presentation.formatting.numbers import grouped, per_cent, share

D = DeliveryStatus
ARRIVED = (D.DELIVERED, D.READ)
ON_ITS_WAY = (D.ACCEPTED, D.SENT)
MISSING = (D.FAILED, D.SKIPPED)
LEFT = (D.HELD, *ON_ITS_WAY, D.EXPIRED, *ARRIVED)
PARTS = (
    ("Letti", "f3", (D.READ,)),
    ("Arrivati, non ancora letti", "f2", (D.DELIVERED,)),
    ("Presi da WhatsApp, non ancora arrivati", "f1", ON_ITS_WAY),
    ("Trattenuti da WhatsApp", "fh", (D.HELD,)),
    ("Scaduti senza conferma", "fx", (D.EXPIRED,)),
    ("Non si sa: WhatsApp non ha risposto", "fu", (D.UNCERTAIN,)),
    ("Non ancora partiti", "fq", (D.QUEUED, D.SENDING)),
    ("Non arrivati", "f0", (D.FAILED,)),
    ("Non mandati", "fs", (D.SKIPPED,)),
)
"""(in words, colour of the stylesheet, states of a delivery), from the furthest on: each state is in one of them."""
ALWAYS = ("f3", "f2", "f0")
"""The parts that a report names even where they are nobody."""


@dataclass(frozen=True)
class Progress:
    """The progress of a broadcast: people by the state of their message."""

    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def waiting(self) -> int:
        """The number of people whose message has not yet left, or is in doubt."""
        return self.count_in(UNFINISHED)

    @property
    def done(self) -> int:
        return self.total - self.waiting

    @property
    def left(self) -> int:
        """The number of people whose message WhatsApp has taken."""
        return self.count_in(LEFT)

    @property
    def has_left(self) -> bool:
        """Tell whether anything was handed to WhatsApp, arrived or not."""
        return self.done > self.skipped or self.uncertain > 0

    @property
    def on_its_way(self) -> int:
        """The number of people whose message WhatsApp has taken, and not told of since."""
        return self.count_in(ON_ITS_WAY)

    @property
    def held(self) -> int:
        """The number of messages that WhatsApp keeps back until it knows how the first ones are received."""
        return self.count_in((D.HELD,))

    @property
    def expired(self) -> int:
        """The number of people whose message's time to live is over, without a word that it arrived."""
        return self.count_in((D.EXPIRED,))

    @property
    def arrived(self) -> int:
        return self.count_in(ARRIVED)

    @property
    def read(self) -> int:
        return self.count_in((D.READ,))

    @property
    def failed(self) -> int:
        return self.count_in((D.FAILED,))

    @property
    def skipped(self) -> int:
        return self.count_in((D.SKIPPED,))

    @property
    def missing(self) -> int:
        """The number of people whom the broadcast did not and will not reach."""
        return self.count_in(MISSING)

    @property
    def uncertain(self) -> int:
        return self.count_in((D.UNCERTAIN,))

    @property
    def percent(self) -> int:
        """The share of the people who are dealt with, in whole per cent; 0 before the snapshot."""
        return self.done * 100 // self.total if self.total else 0

    def count_in(self, states: Iterable[str]) -> int:
        """Count the people whose message is in one of these states."""
        return sum(self.counts.get(status, 0) for status in states)


def parts(so_far: Progress) -> list[dict[str, Any]]:
    """List the parts of a broadcast's bar from left to right, one unit a person: they add up to everybody.

    Each is a stretch of the bar, and a row of the table below it: the people whom it got equally far with. `share`:
    of all, in words: "62 %".
    """
    counts = [so_far.count_in(states) for _, _, states in PARTS]
    told, found, start = shares(counts), [], 0
    for (label, tone, _), people, part in zip(PARTS, counts, told, strict=True):
        if people or tone in ALWAYS:
            found.append(_part(label, tone, start, people, part))
        start += people
    return found


STOPPED, TO_LEAVE = "Fermati", "Non ancora partiti"
SHORT = (
    ("Arrivati", "f2", ARRIVED),
    ("Ancora in arrivo", "f1", ON_ITS_WAY),
    ("Trattenuti", "fh", (D.HELD,)),
    (STOPPED, "fq", tuple(UNFINISHED)),
    ("Non arrivati", "f0", (*MISSING, D.EXPIRED)),
)
"""The bar of one that is held or stopped: who has it, and who has not."""


def short_parts(so_far: Progress, *, is_stopped: bool) -> list[dict[str, Any]]:
    """List the parts of the bar of a broadcast that is held or stopped, from left to right."""
    found, start = [], 0
    for label, tone, states in SHORT:
        if people := so_far.count_in(states):
            word = label if is_stopped or label != STOPPED else TO_LEAVE
            found.append(_part(word, tone, start, people))
        start += people
    return found


def _part(label: str, tone: str, start: int, people: int, share: str = "") -> dict[str, Any]:
    return {"label": label, "tone": tone, "start": start, "people": people, "share": share}


def shares(counts: list[int]) -> list[str]:
    """Write the share of each part of a whole: those that are told in per cent add up to a hundred.

    The first one is rounded by itself, as sentences and lists write it. What is less than one says so, and counts
    as nothing; the others are rounded where they lose most.
    """
    whole = sum(counts)
    if not whole:
        return ["0 %" for _ in counts]
    large = [number for number, people in enumerate(counts) if number and people * 100 >= whole]
    exact = {number: divmod(counts[number] * 100, whole) for number in large}
    first = share(counts[0], whole) if counts[0] * 100 >= whole else 0
    rest = 100 - first - sum(percent for percent, _ in exact.values())
    up = set(sorted(large, key=lambda number: -exact[number][1])[:rest])
    return [
        f"{exact[number][0] + (number in up)} %" if number in exact else per_cent(people, whole)
        for number, people in enumerate(counts)
    ]


def bar_in_words(of: Iterable[dict[str, Any]]) -> str:
    """Say in Italian what the bar shows, for who can't see it."""
    return ", ".join(f"{part['label'].lower()}: {grouped(part['people'])}" for part in of)
