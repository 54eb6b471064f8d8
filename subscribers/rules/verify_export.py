# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The register's format, and what is wrong with a register. One file, standard library only, so that it can
travel with an export:

    python verify_export.py FILE MANIFEST

The service itself computes and checks its chain with these very functions. The format never changes silently:
what is written here under FORMAT "1" holds for as long as a record of that format exists (docs/decisions/0008).
"""

import csv
import hashlib
import json
import sys
from array import array
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import islice

if sys.version_info < (3, 10):  # noqa: UP036 (an auditor's may be older)
    raise SystemExit("Serve Python 3.10 o più recente.")

FORMAT = "1"
GENESIS = "0" * 64  # what the first record continues
ORPHANS = 200
"""Damaged records that are compared with each other, to tell a changed one from a displaced one."""
PLACES = 2_000  # that are tried for each
SURE = 3  # so many records in a row must agree before they count as moved along with what came before them
REACH, SEARCHES = 5_000, 40  # how far records are looked for that moved, and how often so far away


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One record of the register, in the values that its hash is made of.

    Times are ISO 8601 in UTC with microseconds; texts are [key, version, SHA-256 of the body].
    """

    sequence: int
    event_id: str
    kind: str
    at_whatsapp: str
    recorded_at: str
    took_effect: bool
    rule: str
    rule_version: str
    channel: str
    announcement: list | None
    notice: list | None
    confirmation: list | None
    actor: int | None
    erases: dict
    words: str
    reason: str
    topics: list
    content_salt: str
    content_digest: str
    pseudonym: str
    message_digest: str
    subject_salt: str
    subject_digest: str
    previous_hash: str
    hash: str
    content_erased_by: int | None = None
    subject_erased_by: int | None = None

    def digest_of_content(self) -> str:
        """Of what an erasure blanks."""
        return digest(self.content_salt, self.words, self.reason, self.topics)

    def digest_of_subject(self) -> str:
        """Of what links the record to a person; blanked when the proof is no longer kept."""
        return digest(self.subject_salt, self.pseudonym, self.message_digest)

    def hash_as(self, sequence: int) -> str:
        """The hash that this record would have under the number `sequence`."""
        return self.hashes()(sequence)

    def hashes(self) -> Callable[[int], str]:
        """The same, for many numbers: only the number is hashed anew."""
        start = hashlib.sha256(f"{_text([FORMAT, self.previous_hash])[:-1]},".encode())
        rest = _text([
            self.event_id, self.kind, self.at_whatsapp, self.recorded_at,
            self.took_effect, self.rule, self.rule_version, self.channel, self.announcement, self.notice,
            self.confirmation, self.actor, self.erases, self.content_digest, self.subject_digest,
        ])  # fmt: skip
        end = f",{rest[1:]}".encode()

        def numbered(sequence: int) -> str:
            whole = start.copy()
            whole.update(b"%d%s" % (sequence, end))
            return whole.hexdigest()

        return numbered

    def sealed(self, previous_hash: str) -> "Entry":
        """The same record with its digests and hash, as it is appended after the one with `previous_hash`."""
        digests = {"content_digest": self.digest_of_content(), "subject_digest": self.digest_of_subject()}
        linked = replace(self, previous_hash=previous_hash, **digests)
        return replace(linked, hash=linked.hash_as(self.sequence))


def digest(salt: str, *values) -> str:
    """SHA-256 of salt and values as 64 hexadecimal digits. Without the salt, short words can't be guessed."""
    return _sha256([salt, *values])


def _sha256(values: list) -> str:
    return hashlib.sha256(_text(values).encode()).hexdigest()


def _text(values: list) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


@dataclass(frozen=True)
class Finding:
    """Something wrong with a register: what, at which record, and the sentence that says so to a person."""

    what: str
    sequence: int
    sentence: str


def changed(sequence: int, what: str = "non corrisponde più alla sua impronta") -> Finding:
    return Finding("changed", sequence, f"Evento {sequence}: modificato ({what}).")


def missing(first: int, last: int) -> Finding:
    if first == last:
        return Finding("missing", first, f"Evento {first}: manca.")
    return Finding("missing", first, f"Eventi da {first} a {last}: mancano ({last - first + 1}).")


def cut_out(sequence: int, count: int) -> Finding:
    lacking = "ne manca uno" if count == 1 else f"ne mancano {count}"
    told = f"Prima dell'evento {sequence}: {lacking}, e i seguenti sono stati rinumerati."
    return Finding("missing", sequence, told)


def inserted(sequence: int) -> Finding:
    return Finding("inserted", sequence, f"Evento {sequence}: inserito, la catena non lo conosce.")


def copied(now: range, genuine: range) -> Finding:
    told = (
        f"Eventi da {now[0]} a {now[-1]}: inseriti, sono copie degli eventi da {genuine[0]} a {genuine[-1]}."
    )
    return Finding("inserted", now[0], told)


def reordered(sequence: int, genuine: int) -> Finding:
    return Finding("reordered", sequence, f"Evento {sequence}: spostato, in origine era il numero {genuine}.")


def reordered_together(now: range, genuine: range) -> Finding:
    told = f"Eventi da {now[0]} a {now[-1]}: spostati, in origine erano i numeri da {genuine[0]} a {genuine[-1]}."
    return Finding("reordered", now[0], told)


def rewritten(sequence: int) -> Finding:
    told = f"Evento {sequence}: riscritto con la sua impronta, il seguente non lo continua."
    return Finding("changed", sequence, told)


Erasures = Callable[[int], dict | None]
"""Number of an "erased" record → what it says that it erased, or None where there is no such record."""


@dataclass(frozen=True)
class Break:
    """From the record `first` on all numbers are `shift` too high; up to `after` they were another shift.

    `between`: damaged records, which neither of the two explains.
    """

    after: int
    between: list[Entry]
    first: int
    before: int
    shift: int


@dataclass
class Walk:
    """Follows the chain from record to record, in constant memory; says what is wrong as soon as it is sure.

    `whole` is False for an excerpt: gaps are then no finding, and a link is only checked between neighbours.
    """

    erasures: Erasures
    whole: bool = True
    count: int = 0
    last: Entry | None = None
    shift: int = 0  # how far the numbers have moved by insertions and renumbered gaps so far
    sound: int = 0  # the latest number that the shift explains
    searches: int = SEARCHES
    guess: int = 1  # how far the last one had moved that was found
    run: list[Entry] = field(default_factory=list)  # the latest damaged records, in a row
    in_a_row: int = 0
    orphans: list[Entry] = field(default_factory=list)  # damaged records that no shift explains
    gaps: list[int] = field(default_factory=list)
    breaks: list[Break] = field(default_factory=list)

    def through(self, entries: Iterable[Entry]) -> Iterator[Finding]:
        """Everything that is wrong with `entries`, which come in the order of their numbers."""
        for entry in entries:
            yield from self.step(entry)
        yield from self.finish()

    def step(self, entry: Entry) -> Iterator[Finding]:
        """What is wrong at this record, or turns out to be wrong before it."""
        self.count += 1
        yield from self._number(entry)
        if entry.hash_as(entry.sequence - self.shift) == entry.hash:
            yield from self._intact(entry)
        else:
            yield from self._damaged(entry)
        self.last = entry

    def finish(self) -> Iterator[Finding]:
        """What can only be said at the end: what was displaced, put in, cut out, and what was merely changed."""
        yield from self._end_of_run()
        damaged = self.orphans + [entry for each in self.breaks for entry in each.between]
        segments = self._segments()
        lost = self._lost(segments)
        origins = self._origins(damaged, [number for numbers in lost for number in numbers[:ORPHANS]])
        yield from self._displaced(segments)
        for each, numbers in zip(self.breaks, lost, strict=True):
            yield from self._explain(each, numbers, origins)
        for orphan in damaged:
            if orphan.sequence in origins:
                yield reordered(orphan.sequence, origins[orphan.sequence])
            elif orphan in self.orphans:
                yield changed(orphan.sequence)

    def _end_of_run(self) -> Iterator[Finding]:
        """The last few may have moved, unless they have just changed places, with each other or with others."""
        origins = self._origins(self.orphans + self.run, [])
        only_swapped = origins and set(origins) == set(origins.values())
        if self.run and not only_swapped and (moved := self._distance(self.run[-1], far=True)):
            yield from self._begin(self.run[:-1], self.run[-1:], moved)
        self.orphans += self.run

    def _number(self, entry: Entry) -> Iterator[Finding]:
        expected = self.last.sequence + 1 if self.last else 1
        if entry.sequence < expected and self.last:
            yield inserted(entry.sequence)
        elif entry.sequence > expected and self.whole:
            self.gaps += range(expected, min(entry.sequence, expected + ORPHANS))
            yield missing(expected, entry.sequence - 1)

    def _intact(self, entry: Entry) -> Iterator[Finding]:
        if not self.run and self._follows(entry) and entry.previous_hash != self._head():
            yield rewritten(entry.sequence - 1) if self.last else changed(entry.sequence)
        run, self.run, self.in_a_row = self.run, [], 0
        yield from self._set_aside(run)
        self.sound = entry.sequence
        yield from self._content(entry)

    def _follows(self, entry: Entry) -> bool:
        """Whether the record before this one is at hand."""
        return entry.sequence == self.last.sequence + 1 if self.last else entry.sequence == 1

    def _head(self) -> str:
        return self.last.hash if self.last else GENESIS

    def _damaged(self, entry: Entry) -> Iterator[Finding]:
        self.run.append(entry)
        self.in_a_row += 1
        if len(self.run) >= SURE and (moved := self._moved(self.run[-SURE:])):
            yield from self._begin(self.run[:-SURE], self.run[-SURE:], moved)
        elif len(self.run) > ORPHANS:
            old, self.run = self.run[:-SURE], self.run[-SURE:]
            yield from self._set_aside(old)

    def _moved(self, run: list[Entry]) -> int:
        """How much too high all these are numbered, beside the shift: below 0, since something was cut out."""
        moved = self._distance(run[-1], far=self.in_a_row & (self.in_a_row - 1) == 0 or self.in_a_row == SURE)
        together = all(entry.hash_as(entry.sequence - self.shift - moved) == entry.hash for entry in run)
        return moved if together else 0

    def _distance(self, entry: Entry, *, far: bool) -> int:
        """The same of one record; 0 where it can't be found. Looking `far` away costs time: so often, no more."""
        far = far and self.searches > 0
        self.searches -= far
        number, hash_as = entry.sequence - self.shift, entry.hashes()
        for steps in (self.guess, *range(1, REACH if far else 2)):
            for moved in (steps, -steps):
                if hash_as(number - moved) == entry.hash:
                    self.guess = moved
                    return moved
        return 0

    def _begin(self, damaged: list[Entry], run: list[Entry], moved: int) -> Iterator[Finding]:
        """From this run on, everything has moved; it may have begun before anybody looked so far."""
        if len(self.breaks) < ORPHANS:
            shift = self.shift + moved
            while damaged and damaged[-1].hash_as(damaged[-1].sequence - shift) == damaged[-1].hash:
                run.insert(0, damaged.pop())
            self.breaks.append(Break(self.sound, damaged, run[0].sequence, self.shift, shift))
            self.shift, self.sound, self.run, self.in_a_row = shift, run[-1].sequence, [], 0
            for entry in run:
                yield from self._content(entry)

    def _set_aside(self, damaged: list[Entry]) -> Iterator[Finding]:
        """Keep them for the end; those that are too many to be compared are called changed at once."""
        room = max(0, ORPHANS - len(self.orphans))
        self.orphans += damaged[:room]
        yield from (changed(entry.sequence) for entry in damaged[room:])

    def _segments(self) -> list[tuple[range, range]]:
        """Records that moved together: the numbers that they have, and those that they had. The unmoved first."""
        starts = [1, *(each.first for each in self.breaks)]
        ends = [*(each.after for each in self.breaks), self.sound]
        shifts = [0, *(each.shift for each in self.breaks)]
        return [
            (range(start, end + 1), range(start - shift, end + 1 - shift))
            for start, end, shift in zip(starts, ends, shifts, strict=True)
        ]

    def _lost(self, segments: list[tuple[range, range]]) -> list[range]:
        """The genuine numbers that nothing has before the records of each break; of an excerpt nobody knows."""
        if not self.whole:
            return [range(0) for _ in self.breaks]
        lost, end = {}, 0
        for now, genuine in sorted(segments, key=lambda segment: segment[1].start):
            lost[now.start] = range(end + 1, genuine.start)
            end = max(end, genuine.stop - 1)
        return [lost[each.first] for each in self.breaks]

    def _origins(self, damaged: list[Entry], lost: list[int]) -> dict[int, int]:
        """Number → genuine number, of the damaged records that are merely not where they were."""
        shifts = {0, *(each.shift for each in self.breaks)}
        places = {entry.sequence - shift for entry in damaged for shift in shifts} | {*self.gaps, *lost}
        known = [(entry, entry.hashes()) for entry in damaged]
        return {
            entry.sequence: place
            for entry, hash_as in known
            for place in islice(places, PLACES)
            if hash_as(place) == entry.hash
        }

    def _displaced(self, segments: list[tuple[range, range]]) -> Iterator[Finding]:
        """Several in a row that come twice, or that were before others and come after them now."""
        filled = [segment for segment in segments if segment[0]]
        ranked, end = sorted(filled, key=lambda segment: segment[1].start), 0
        for here, (now, genuine) in zip(filled, ranked, strict=True):
            if genuine.start <= end:
                yield copied(now, genuine)
            elif here[0] != now:
                yield reordered_together(now, genuine)
            end = max(end, genuine.stop - 1)

    def _explain(self, each: Break, lost: range, origins: dict[int, int]) -> Iterator[Finding]:
        """Of what is between two shifts, so many stand for records that were there; the rest was put in."""
        odd = [entry.sequence for entry in each.between if entry.sequence not in origins]
        lacking = len(lost) - sum(number in lost for number in origins.values())
        if not self.whole:
            lacking = len(each.between) - each.shift + each.before
        replaced = odd[: max(0, lacking)]
        yield from map(changed, replaced)
        yield from map(inserted, odd[len(replaced) :])
        if lacking > len(replaced):
            yield cut_out(each.first, lacking - len(replaced))

    def _content(self, entry: Entry) -> Iterator[Finding]:
        """Whether what can be blanked is as it was, or was blanked by an erasure that the register knows."""
        if entry.content_erased_by is None:
            if entry.digest_of_content() != entry.content_digest:
                yield changed(entry.sequence, "parole, motivo o argomenti")
        elif entry.words or entry.reason or entry.topics or not self._erased(entry, "content"):
            yield changed(entry.sequence, "contenuto tolto senza una cancellazione registrata")
        if entry.subject_erased_by is None:
            if entry.digest_of_subject() != entry.subject_digest:
                yield changed(entry.sequence, "pseudonimo o impronta del messaggio")
        elif entry.pseudonym or entry.message_digest or not self._erased(entry, "subject"):
            yield changed(entry.sequence, "pseudonimo tolto senza una cancellazione registrata")

    def _erased(self, entry: Entry, part: str) -> bool:
        by = entry.content_erased_by if part == "content" else entry.subject_erased_by
        erased = self.erasures(by)
        if erased is None:
            return not self.whole  # an excerpt may lack the record of the erasure
        return entry.sequence in erased.get(part, [])


SHOWN = 100  # problems that are printed at most
UNREADABLE = (ValueError, KeyError, TypeError, OverflowError)


@dataclass
class Export:
    """An exported file, and what its manifest says of it. The memory needed grows by eight bytes a record."""

    path: str
    manifest: dict
    places: array = field(default_factory=lambda: array("q"))  # the record's number, for each row

    def problems(self) -> Iterator[str]:
        """Everything that does not match, as sentences."""
        yield from self._bytes()
        if self.manifest["file"]["formato"] == "csv":
            yield from self._records()

    def _bytes(self) -> Iterator[str]:
        size, blocks, good = self.manifest["blocchi"]["byte"], self.manifest["blocchi"]["sha256"], 0
        whole = hashlib.sha256()
        with open(self.path, "rb") as file:
            for number, block in enumerate(iter(lambda: file.read(size), b"")):
                whole.update(block)
                good += number == good and hashlib.sha256(block).hexdigest() in blocks[good : good + 1]
        if whole.hexdigest() != self.manifest["file"]["sha256"]:
            yield f"Il file non è quello esportato (SHA-256): cambia qualcosa dopo il byte {good * size}."

    def _rows(self) -> Iterator[list[str]]:
        csv.field_size_limit(2**31 - 1)  # an erasure may name very many records
        with open(self.path, encoding="utf-8", errors="replace", newline="") as file:
            yield from csv.reader(file)

    def _records(self) -> Iterator[str]:
        erased, rows = self._erasures(), self._rows()
        if next(rows, None) != [heading for heading, _, _ in self.manifest["colonne"]]:
            yield "Riga 1: le intestazioni non sono quelle del manifesto."
        walk = Walk(erasures=erased.get, whole=self.manifest["registro intero"])
        for row in rows:
            try:
                entry = self._entry(row)
                self.places.append(entry.sequence)
            except UNREADABLE:
                self.places.append(-1)
                yield f"Riga {len(self.places) + 1}: illeggibile."
            else:
                yield from map(self._placed, walk.step(entry))
        yield from map(self._placed, walk.finish())
        yield from self._end(walk.count, walk.last)

    def _erasures(self) -> dict[int, dict]:
        found = {}
        for row in self._rows():
            if any(cell.startswith('{"') for cell in row):
                with suppress(*UNREADABLE):
                    entry = self._entry(row)
                    parts = {part: set(numbers) for part, numbers in dict(entry.erases).items()}
                    found |= {entry.sequence: parts} if entry.kind == "erased" else {}
        return found

    def _entry(self, row: list[str]) -> Entry:
        columns = zip(self.manifest["colonne"], row, strict=True)
        entry = Entry(**{name: self._value(name, table, cell) for (_, name, table), cell in columns if name})
        content = entry.content_digest or entry.digest_of_content()
        subject = entry.subject_digest or entry.digest_of_subject()
        return replace(entry, content_digest=content, subject_digest=subject)

    def _value(self, name: str, table: str, cell: str):
        if table:
            return self.manifest["tabelle"][table][cell]
        if name in ("sequence", "actor", "content_erased_by", "subject_erased_by"):
            return int(cell) if cell or name == "sequence" else None
        if name in ("at_whatsapp", "recorded_at"):  # as PostgreSQL prints it: 2026-11-24 10:00:00.5+00
            return f"{cell[:10]}T{cell[11:19]}.{cell[20:-3]:0<6}+00:00"
        return json.loads(cell) if name in ("topics", "erases") else cell.removeprefix("'")

    def _placed(self, finding: Finding) -> str:
        row = self.places.index(finding.sequence) + 2 if finding.sequence in self.places else 0
        return f"Riga {row}. {finding.sentence}" if row else finding.sentence

    def _end(self, count: int, last: Entry | None) -> Iterator[str]:
        if count != self.manifest["eventi"]:
            yield f"Gli eventi sono {count}, il manifesto ne dichiara {self.manifest['eventi']}."
        head = (self.manifest["catena"]["ultimo evento"], self.manifest["catena"]["impronta"])
        end = (last.sequence, last.hash) if last else (0, GENESIS)
        if end != head and (self.manifest["registro intero"] or end[0] >= head[0]):
            yield f"L'ultimo evento non è il {head[0]}, con l'impronta che il manifesto dichiara."


def main(arguments: list[str]) -> int:
    """Print what does not match, or that everything does; 0 for the shell if so."""
    try:
        path, manifest = arguments
        with open(manifest, "rb") as opened:
            export = Export(path, json.load(opened))
        problems = list(islice(export.problems(), SHOWN))
    except (OSError, ValueError, KeyError, csv.Error) as problem:
        problems = [f"Uso: python verify_export.py FILE MANIFESTO. Non riesco a leggerli: {problem}"]
    print("\n".join(problems) or f"Tutto corrisponde al manifesto: {export.manifest['verificato']}.")  # noqa: T201
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
