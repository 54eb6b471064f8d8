"""The verification of the trail: follows the chain from its beginning, or its last recorded cut, to its end."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import starmap
from typing import Any

from cascina_whatsapp.security.append_only import rows
from cascina_whatsapp.security.append_only.chain import GENESIS
from cascina_whatsapp.security.append_only.checking import (
    ChainCheck,
    Finding,
    SealCheck,
    SealOf,
    in_batches,
    keep,
    outside,
)

from .events import Event
from .ledger import hash_of
from .models import TrailCheck, TrailHead, TrailRecord

ALARM = "le tracce di ciò che fa il personale non tornano"
COLUMNS = ("sequence", "at", "event", "by_id", "by_name", "about", "details", "previous_hash", "hash")


class Verification:
    """One walk through the trail; `count` says how far it has come."""

    def __init__(self, seals: Iterable[SealOf] = (), untold: Iterable[Finding] = ()) -> None:
        """`seals`: the trail's ends as they were sealed, here or elsewhere; those of what was cut off say nothing.

        `untold`: what was found in the database that no record tells of.
        """
        self.count = 0
        self.untold = untold
        self.end, self.hash = beginning()
        self.seals = SealCheck((seal for seal in seals if seal.sequence >= self.end), "Traccia")

    def findings(self) -> Iterator[Finding]:
        """Yield everything that is wrong, as it is found."""
        head = current_head()
        for name in rows.lacking("trail"):
            yield Finding("guard", 0, f"La difesa «{name}» della base di dati manca, o è spenta.")
        yield from starmap(Finding, self.seals.step(self.end, self.hash))
        for row in in_batches(TrailRecord.objects.all(), COLUMNS, up_to=head.sequence):
            yield from self._step(TrailRecord(**dict(zip(COLUMNS, row, strict=True))))
        yield from self._finish(head)
        yield from self.untold

    def _step(self, told: TrailRecord) -> Iterator[Finding]:
        self.count += 1
        number, expected = told.sequence, self.end + 1
        if number < expected:
            yield Finding("inserted", number, f"Traccia {number}: risulta tolta, ma c'è.")
            return
        if number > expected:
            some = (
                f"la traccia {expected}" if number == expected + 1 else f"le tracce {expected}-{number - 1}"
            )
            yield Finding("missing", expected, f"Prima della traccia {number}: {some} non c'è più.")
        elif told.previous_hash != self.hash:
            yield Finding("changed", number, f"Traccia {number}: non continua la precedente.")
        if hash_of(told) != told.hash:
            yield Finding("changed", number, f"Traccia {number}: modificata.")
        self.end, self.hash = number, told.hash
        yield from starmap(Finding, self.seals.step(number, told.hash))

    def least(self, before: ChainCheck) -> int:
        """Return how many records there must be, after that check: as many, less those cut off in due form since."""
        cuts = TrailRecord.objects.filter(event=Event.CUT, at__gte=before.started_at)
        return before.count - sum(int(details["count"]) for details in cuts.values_list("details", flat=True))

    def _finish(self, head: TrailHead) -> Iterator[Finding]:
        if self.end < head.sequence:
            told = f"Le tracce finiscono con la {self.end}, ma erano arrivate alla {head.sequence}."
            yield Finding("cut", self.end + 1, told)
        elif self.hash != head.hash:
            yield Finding(
                "changed", self.end, f"Traccia {self.end}: non è quella con cui le tracce finivano."
            )
        for number in outside(TrailRecord.objects.all(), head, current_head):
            yield Finding("inserted", number, f"Traccia {number}: aggiunta in fondo, fuori dalla catena.")
        yield from starmap(Finding, self.seals.finish())


def check(now: datetime, seals: Iterable[SealOf] = (), untold: Iterable[Finding] = ()) -> TrailCheck:
    """Verify everything, keep the result, and tell the operators where something is wrong."""
    return keep(TrailCheck, Verification(seals, untold), now, alarm=ALARM)


def beginning() -> tuple[int, str]:
    """Number and hash of the last record that was cut off; before the first cut, of none."""
    last: dict[str, Any] = (
        TrailRecord.objects.filter(event=Event.CUT).values_list("details", flat=True).first() or {}
    )
    return last.get("up_to", 0), last.get("hash", GENESIS)


def current_head() -> TrailHead:
    """Return the end of the chain as it is now; before the first record, its beginning."""
    return TrailHead.objects.filter(pk=1).first() or TrailHead()
