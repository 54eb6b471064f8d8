"""The register's format, and what is wrong with a register: `python verify_export.py FILE MANIFEST`, one file.

The service computes and checks its chain with these functions. What is written under FORMAT "1" never changes.
"""

import csv
import json
import sys
from array import array
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import chain, islice
from pathlib import Path
from typing import Any

if sys.version_info < (3, 10):  # noqa: UP036 (an auditor's may be older)
    raise SystemExit("Serve Python 3.10 o più recente.")

FORMAT = "1"
GENESIS = "0" * 64  # what the first record continues
MANY, REACH, TRIES = 200, 20_000, 2_000_000  # broken places kept; how far, and how often, a number is tried
USE = """Questo programma controlla che un'esportazione sia come è uscita dal servizio. Nella cartella in cui
hai aperto lo ZIP: python verify_export.py registro.csv manifesto.json"""
UNREADABLE = (ValueError, KeyError, TypeError, OverflowError)
_subject = ("subject_salt", "pseudonym", "message_digest")
PARTS = {  # what an erasure blanks, behind its salt; what that is called, and of what it consists
    "content": (("content_salt", "words", "reason", "topics"), "contenuto", "parole, motivo o argomenti"),
    "subject": (_subject, "pseudonimo", "pseudonimo o impronta del messaggio"),
}
WORDS = {"changed": "modificato", "missing": "manca", "inserted": "inserito", "reordered": "spostato"}
_text = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """The fields that a record's hash covers. Times: ISO 8601, UTC, microseconds; texts: [key, version, SHA-256]."""

    sequence: int
    event_id: str
    kind: str
    at_whatsapp: str
    recorded_at: str
    took_effect: bool
    rule: str
    rule_version: str
    channel: str
    announcement: list[str | int] | None
    notice: list[str | int] | None
    confirmation: list[str | int] | None
    actor: int | None
    erases: dict[str, list[int]]
    words: str
    reason: str
    topics: list[str]
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

    def digest_of(self, part: str) -> str:
        """SHA-256 of one of PARTS, as it stands here. Without the salt, short words can't be guessed."""
        return sha256(_text([getattr(self, name) for name in PARTS[part][0]]).encode()).hexdigest()

    def hashes(self) -> Callable[[int], str]:
        """The hash that this record would have, under any number."""
        before = _text([FORMAT, self.previous_hash])[:-1]
        after = _text([
            self.event_id, self.kind, self.at_whatsapp, self.recorded_at,
            self.took_effect, self.rule, self.rule_version, self.channel, self.announcement, self.notice,
            self.confirmation, self.actor, self.erases, self.content_digest, self.subject_digest,
        ])[1:]  # fmt: skip
        return lambda number: sha256(f"{before},{number},{after}".encode()).hexdigest()

    def sealed(self, previous_hash: str) -> "Entry":
        """Return the record with its digests and hash, as it is appended after the one with `previous_hash`."""
        content, subject = self.digest_of("content"), self.digest_of("subject")
        linked = replace(self, previous_hash=previous_hash, content_digest=content, subject_digest=subject)
        return replace(linked, hash=linked.hashes()(self.sequence))


@dataclass(frozen=True)
class Finding:
    """A finding in a register: what is wrong, at which record, and the sentence that says so to a person."""

    what: str
    sequence: int
    sentence: str


def found(what: str, sequence: int, detail: str = "", *, count: int = 1) -> Finding:
    """Report that so many records from this number on are "changed", "missing", "inserted" or "reordered"."""
    told = f"Evento {sequence}: {WORDS[what]}" + (f" ({detail})" if detail else "")
    return Finding(what, sequence, told + (f", e così fino al {sequence + count - 1}." if count > 1 else "."))


@dataclass(eq=False)
class Run:
    """Intact records, written one after the other from the number `start` on; now they are `shift` higher."""

    start: int
    stop: int
    shift: int = 0
    damaged: list[int] = field(default_factory=list)  # the numbers between the run before and this one
    lost: int = 0  # records written between the run before and this one that are intact nowhere


Erased = dict[str, Collection[int]]  # of which records an erasure blanked each of PARTS: their numbers


@dataclass
class Walk:
    """Follows the chain from record to record, in constant memory, and says what is wrong with it."""

    erasures: Callable[[int], Erased | None]  # what the "erased" record of that number says that it erased
    whole: bool = True  # else it is an excerpt: that numbers are missing says nothing
    count: int = 0
    last: Entry | None = None
    head: str = GENESIS  # the hash of the last one
    runs: list[Run] = field(default_factory=lambda: [Run(1, 1)])
    tail: deque[str] = field(default_factory=lambda: deque(maxlen=MANY))  # the latest hashes of the last run
    damaged: list[int] = field(default_factory=list)  # since the last run
    tries: int = TRIES  # that are left

    def through(self, entries: Iterable[Entry]) -> Iterator[Finding]:
        """Yield everything that is wrong with `entries`, which come in the order of their numbers."""
        return chain(chain.from_iterable(map(self.step, entries)), self.finish())

    def step(self, entry: Entry) -> Iterator[Finding]:
        """Yield what this record by itself shows to be wrong."""
        self.count += 1
        if (number := self._number(entry)) is None:
            self.damaged.append(entry.sequence)
        else:
            yield from self._intact(entry, number)
        self.last, self.head = entry, entry.hash
        if len(self.runs) + len(self.damaged) > MANY:
            yield from self.finish()

    def finish(self) -> Iterator[Finding]:
        """Yield what only the records together show: which were changed, cut out, put in or moved."""
        yield from sorted(self._explain(), key=lambda finding: finding.sequence)
        end = self.runs[-1]
        self.runs, self.damaged = [Run(end.start, end.stop + len(self.damaged), end.shift)], []

    def _number(self, entry: Entry) -> int | None:
        """The number that it was written with, which its hash tells; sought far away where records were cut out."""
        run, hash_as = self.runs[-1], entry.hashes()
        is_broken = self.whole and (self.damaged or entry.previous_hash != self.head)
        reach = min(REACH, self.tries // 2) if is_broken else 0  # how many were cut out nothing tells
        far = (run.stop + way for distance in range(1, reach) for way in (-distance, distance))
        numbers = chain((entry.sequence - run.shift, run.stop, entry.sequence), far)
        number = next((number for number in numbers if hash_as(number) == entry.hash), None)
        self.tries -= 2 * (reach if number is None else min(reach, abs(number - run.stop)))
        return number

    def _intact(self, entry: Entry, number: int) -> Iterator[Finding]:
        run, shift = self.runs[-1], entry.sequence - number
        if number == run.stop and not self.damaged:
            if entry.previous_hash != self.head:
                yield found("changed", max(1, run.stop - 1 + run.shift), "il seguente non lo continua")
            if shift not in (0, run.shift):
                yield found("reordered", entry.sequence, f"il suo posto era il numero {number}")
        if self.damaged or shift != run.shift or (number != run.stop if self.whole else number < run.stop):
            self._begin(entry, number)
        self.runs[-1].stop = number + 1
        self.tail.append(entry.hash)
        yield from self._content(entry)

    def _begin(self, entry: Entry, number: int) -> None:
        """A new run. If it continues a record further up, those in between are forged, however intact."""
        run = self.runs[-1]
        if self.whole and entry.previous_hash in self.tail and entry.hash not in self.tail:
            end = run.stop
            run.stop -= len(self.tail) - 1 - self.tail.index(entry.previous_hash)
            self.damaged[:0] = range(run.stop + run.shift, end + run.shift)
        self.runs.append(Run(number, number, entry.sequence - number, self.damaged))
        self.damaged, self.tail = [], deque(maxlen=MANY)

    def _explain(self) -> Iterator[Finding]:
        end, runs = self.runs[0].stop, self.runs[1:]
        for run in sorted(runs, key=lambda run: run.start):
            run.lost, end = run.start - end, max(end, run.stop)
        yield from self._moved([run for run in runs if run.lost >= 0])
        for before, run in zip(self.runs, runs, strict=False):
            yield from self._between(before, run)
        yield from (found("changed", number) for number in self.damaged)

    def _moved(self, runs: list[Run]) -> Iterator[Finding]:
        """Yield records out of order: single ones first, so that what they were moved past is not told too."""
        for most in (1, sys.maxsize):
            pairs = list(zip(runs, sorted(runs, key=lambda run: run.start), strict=True))
            for run in [run for run, there in pairs if run is not there and run.stop - run.start <= most]:
                place = f"il suo posto era il numero {run.start}"
                yield found("reordered", run.start + run.shift, place, count=run.stop - run.start)
                runs.remove(run)

    def _between(self, before: Run, run: Run) -> Iterator[Finding]:
        """Yield what is wrong between two runs: each damaged record stands for a lost one, the rest was put in."""
        first, lost = run.start + run.shift, max(0, run.lost) if self.whole else len(run.damaged)
        yield from (found("changed", number) for number in run.damaged[:lost])
        yield from (found("inserted", number) for number in run.damaged[lost:])
        lacking = lost - len(run.damaged)
        if not run.damaged and lacking == first - before.stop - before.shift > 0:
            yield found("missing", first - lacking, count=lacking)
        elif lacking > 0:
            told = "ne manca uno" if lacking == 1 else f"ne mancano {lacking}"
            yield Finding("missing", first, f"Prima dell'evento {first}: {told}.")
        if run.lost < 0:
            yield found("inserted", first, count=min(-run.lost, run.stop - run.start) if self.whole else 1)

    def _content(self, entry: Entry) -> Iterator[Finding]:
        """Yield where a part that can be blanked was changed, or blanked by no erasure that the register knows."""
        for part, (names, called, told) in PARTS.items():
            if getattr(entry, f"{part}_erased_by") is None:
                if entry.digest_of(part) != getattr(entry, f"{part}_digest"):
                    yield found("changed", entry.sequence, told)
            elif any(getattr(entry, name) for name in names[1:]) or not self._erased(entry, part):
                yield found("changed", entry.sequence, f"{called} tolto senza una cancellazione registrata")

    def _erased(self, entry: Entry, part: str) -> bool:
        erased = self.erasures(getattr(entry, f"{part}_erased_by"))  # an excerpt may lack the record of it
        return entry.sequence in erased.get(part, []) if erased is not None else not self.whole


@dataclass
class Export:
    """An exported file, and what its manifest says of it. The memory needed grows by eight bytes a record."""

    path: str
    manifest: dict[str, Any]
    places: "array[int]" = field(default_factory=lambda: array("q"))  # the record's number, for each row

    def problems(self) -> Iterator[str]:
        """Yield everything that does not match, as sentences: the file, and the manifest."""
        whole = sha256()
        with open(self.path, "rb") as file:
            for block in iter(lambda: file.read(2**18), b""):
                whole.update(block)
        if whole.hexdigest() != self.manifest["file"]["sha256"]:
            yield "Il file non è quello esportato (SHA-256)."
        if self.manifest["file"]["formato"] == "csv":
            yield from self._records()
        if sha256(_text({**self.manifest, "impronta": ""}).encode()).hexdigest() != self.manifest["impronta"]:
            yield "Il manifesto non è quello che il servizio ha scritto."

    def _rows(self) -> Iterator[list[str]]:
        csv.field_size_limit(2**31 - 1)  # an erasure may name very many records
        with open(self.path, encoding="utf-8-sig", errors="replace", newline="") as file:
            yield from csv.reader(file, delimiter=";")

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

    def _erasures(self) -> dict[int, Erased]:
        erased: dict[int, Erased] = {}
        for row in self._rows():
            with suppress(*UNREADABLE):
                names_records = any(cell.startswith('{"') for cell in row)
                if names_records and (entry := self._entry(row)).kind == "erased":
                    erased[entry.sequence] = {part: set(them) for part, them in dict(entry.erases).items()}
        return erased

    def _entry(self, row: list[str]) -> Entry:
        columns = zip(self.manifest["colonne"], row, strict=True)
        entry = Entry(**{name: self._value(name, table, cell) for (_, name, table), cell in columns if name})
        content = entry.content_digest or entry.digest_of("content")
        subject = entry.subject_digest or entry.digest_of("subject")
        return replace(entry, content_digest=content, subject_digest=subject)

    def _value(self, name: str, table: str, cell: str) -> Any:
        if table:
            return self.manifest["tabelle"][table][cell]
        if name in ("sequence", "actor", "content_erased_by", "subject_erased_by"):
            return int(cell) if cell or name == "sequence" else None
        if name in ("at_whatsapp", "recorded_at"):  # as PostgreSQL prints it: 2026-11-24 10:00:00.5+00
            return f"{cell[:10]}T{cell[11:19]}.{cell[20:-3]:0<6}+00:00"
        return json.loads(cell) if name in ("topics", "erases") else cell.removeprefix("'")

    def _placed(self, finding: Finding) -> str:
        rows = [str(row) for row, number in enumerate(self.places, start=2) if number == finding.sequence]
        return f"Riga {' o '.join(rows)}. {finding.sentence}" if rows else finding.sentence

    def _end(self, count: int, last: Entry | None) -> Iterator[str]:
        if count != self.manifest["eventi"]:
            yield f"Gli eventi sono {count}, il manifesto ne dichiara {self.manifest['eventi']}."
        head = (self.manifest["catena"]["ultimo evento"], self.manifest["catena"]["impronta"])
        end = (last.sequence, last.hash) if last else (0, GENESIS)
        if end != head and (self.manifest["registro intero"] or end[0] >= head[0]):
            yield f"L'ultimo evento non è il {head[0]}, con l'impronta che il manifesto dichiara."


def main(arguments: list[str]) -> int:
    """Print what does not match, or that everything does; 0 for the shell if so."""
    if len(arguments) != 2:
        raise SystemExit(USE)
    try:
        export = Export(arguments[0], json.loads(Path(arguments[1]).read_bytes()))
        problems = list(islice(export.problems(), 100))
    except (OSError, ValueError, KeyError, csv.Error) as problem:
        problems = [f"Non riesco a leggere il file o il manifesto: {problem}\n{USE}"]
    print("\n".join(problems) or f"Tutto corrisponde al manifesto: {export.manifest['verificato']}.")  # noqa: T201
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
