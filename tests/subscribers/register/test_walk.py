"""Whatever somebody does to a chain of records, the walk along it says by its name and place; no database needed."""

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subscribers.rules.verify_export import GENESIS, Entry, Walk

LENGTH = 40


def record(number: int, event: str) -> Entry:
    """Not yet in a chain."""
    plain = {
        "kind": "opt_in",
        "rule": "join-word",
        "rule_version": "1",
        "channel": "keyword",
        "took_effect": True,
    }
    texts = {"announcement": ["announcement", 1, "a" * 64], "notice": None, "confirmation": None}
    made = {"content_digest": "", "subject_digest": "", "previous_hash": "", "hash": "", "message_digest": ""}
    content = {
        "words": "Iscrizione",
        "reason": "",
        "topics": ["Eventi"],
        "content_salt": "s",
        "subject_salt": "t",
    }
    at = "2026-06-08T09:30:00.000000+00:00"
    return Entry(
        sequence=number, event_id=event, at_whatsapp=at, recorded_at=at, actor=None, erases={},
        pseudonym=event, **plain, **texts, **made, **content,
    )  # fmt: skip


def chain(length: int) -> list[Entry]:
    head, made = GENESIS, []
    for number in range(1, length + 1):
        made.append(record(number, f"event {number}").sealed(head))
        head = made[-1].hash
    return made


GENUINE = chain(LENGTH)


def forged(count: int) -> list[Entry]:
    """Made up, each with a hash of its own."""
    return [record(10**9, f"forged {number}").sealed("f" * 64) for number in range(count)]


def renumbered(entries: list[Entry]) -> list[Entry]:
    """As if nothing had happened."""
    return [replace(entry, sequence=number) for number, entry in enumerate(entries, start=1)]


def altered(entry: Entry) -> Entry:
    return replace(entry, kind="opt_out")


def walk(entries: list[Entry], *, whole: bool = True) -> list:
    return list(Walk(erasures=lambda number: None, whole=whole).through(entries))


def found(entries: list[Entry]) -> list[tuple[str, int]]:
    return [(finding.what, finding.sequence) for finding in walk(entries)]


def test_nothing_is_wrong_with_what_nobody_touched():
    assert found(GENUINE) == []


@given(st.integers(0, LENGTH - 2), st.integers(1, 12))
def test_cut_out_and_renumbered(before: int, count: int):
    rest = GENUINE[before + count :]
    findings = walk(renumbered(GENUINE[:before] + rest))
    if rest:  # else the end is cut, which the chain's head and the seals tell
        assert [(finding.what, finding.sequence) for finding in findings] == [("missing", before + 1)]
        assert ("ne manca uno" if count == 1 else f"ne mancano {count}") in findings[0].sentence


@given(st.integers(0, LENGTH), st.integers(1, 12))
def test_put_in_and_renumbered(before: int, count: int):
    entries = renumbered(GENUINE[:before] + forged(count) + GENUINE[before:])
    expected = "inserted" if before < LENGTH else "changed"  # at the end nothing tells the two apart
    assert found(entries) == [(expected, before + number) for number in range(1, count + 1)]


@given(st.sets(st.integers(1, LENGTH), min_size=1))
def test_changed_wherever_it_is(numbers: set[int]):
    entries = [altered(entry) if entry.sequence in numbers else entry for entry in GENUINE]
    assert sorted(found(entries)) == [("changed", number) for number in sorted(numbers)]


@given(st.integers(0, 20), st.integers(3, 8), st.integers(3, 8))
def test_neighbours_that_changed_places(before: int, first: int, second: int):
    middle, end = before + first, before + first + second
    entries = renumbered(
        GENUINE[:before] + GENUINE[middle:end] + GENUINE[before:middle] + GENUINE[end:],
    )
    assert sorted(found(entries)) == [("reordered", before + 1), ("reordered", before + second + 1)]


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        (GENUINE[:2] + GENUINE[3:20] + [GENUINE[2]] + GENUINE[20:], [("reordered", 20)]),
        ([*GENUINE[:3], GENUINE[4], GENUINE[3], *GENUINE[5:]], [("reordered", 4), ("reordered", 5)]),
        (GENUINE[:10] + GENUINE[5:], [("inserted", 11)]),
        (GENUINE[:9] + GENUINE[11:19] + forged(1) + GENUINE[19:], [("missing", 10), ("inserted", 18)]),
        ([*GENUINE[:9], altered(GENUINE[9]), *GENUINE[12:]], [("changed", 10), ("missing", 11)]),
        (
            [*GENUINE[:8], altered(GENUINE[8]), *forged(1), *GENUINE[9:]],
            [("changed", 9), ("inserted", 10)],
        ),
        (
            GENUINE[:5] + [altered(entry) for entry in GENUINE[5:14]] + GENUINE[18:],
            [*(("changed", number) for number in range(6, 15)), ("missing", 15)],
        ),
    ],
    ids=["moved", "swapped", "twice", "cut and put in", "cut and changed", "put in and changed", "much"],
)
def test_several_things_at_once(entries, expected):
    assert found(renumbered(entries)) == expected


def test_a_forger_who_knows_the_format_puts_in_two():
    """Each with a hash of its own, continuing the one before: but what follows continues neither."""
    first = record(5, "forged").sealed(GENUINE[3].hash)
    second = record(6, "forged").sealed(first.hash)
    entries = renumbered([*GENUINE[:4], first, second, *GENUINE[4:]])
    assert found(entries) == [("inserted", 5), ("inserted", 6)]


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([*GENUINE[:3], GENUINE[4], GENUINE[3], *GENUINE[5:]], [("reordered", 4), ("reordered", 5)]),
        ([*GENUINE[:5], altered(GENUINE[4]), *GENUINE[5:]], [("inserted", 5)]),
        ([*GENUINE[:3], replace(GENUINE[3], sequence=900), *GENUINE[4:]], [("reordered", 900)]),
    ],
    ids=["two rows swapped", "a row put in", "another number"],
)
def test_rows_of_a_file_that_are_not_renumbered(entries, expected):
    assert sorted(found(entries)) == expected


def test_what_moved_is_still_read():
    """Renumbering hides no change of the words."""
    entries = GENUINE[:9] + [
        replace(entry, words="No") if entry is GENUINE[20] else entry for entry in GENUINE[11:]
    ]
    assert found(renumbered(entries)) == [("changed", 19), ("missing", 10)]


def test_of_an_excerpt_what_is_not_there_is_no_finding():
    assert walk(GENUINE[::3], whole=False) == []
    (finding,) = walk(
        [altered(entry) if entry.sequence == 7 else entry for entry in GENUINE[::3]], whole=False
    )
    assert (finding.what, finding.sequence) == ("changed", 7)


def test_damage_everywhere_takes_neither_long_nor_much_memory():
    """Long in seconds of the processor: those on the clock tell what else the machine does."""
    began, follower = time.process_time(), Walk(erasures=lambda number: None)
    for entry in chain(5000):
        list(follower.step(altered(entry) if entry.sequence % 7 < 4 else entry))
        assert len(follower.runs) + len(follower.damaged) + len(follower.tail) < 500
    assert time.process_time() - began < 20  # two million numbers are tried, and no more
