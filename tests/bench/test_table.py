"""The table of what was measured: the median of several runs, and whether it reaches what is asked for."""

import pytest

from .table import lines, medians, row, rows

SENDING = "no limit, answers at once"


@pytest.mark.parametrize(
    ("rates", "told"), [([1500], 1500), ([1500, 1700], 1500), ([1700, 900, 1500], 1500), ([3, 1, 4, 1], 1)]
)
def test_the_median_is_a_figure_that_was_measured(rates: list[int], told: int):
    runs = [{SENDING: {"messages/s": rate, "twice": 0}} for rate in rates]

    assert medians(runs) == {SENDING: {"messages/s": told, "twice": 0}}


def test_words_stay_as_they_were_at_first():
    assert medians([{"doctor": {"first line": word}} for word in ("a", "b", "c")]) == {
        "doctor": {"first line": "a"}
    }


@pytest.mark.parametrize(
    ("key", "value", "target", "is_met"),
    [
        ("messages/s", 2400, "at least 2,400", True),
        ("messages/s", 2399, "at least 2,400", False),
        ("CPU s per 1,000", 0.45, "at most 0.45", True),
        ("CPU s per 1,000", 0.46, "at most 0.45", False),
    ],
)
def test_a_figure_stands_beside_what_is_asked_for(key: str, value: float, target: str, is_met: bool):
    found = row(SENDING, key, value, None)

    assert (found["target"], found["met"]) == (target, is_met)


def test_a_figure_without_a_target_is_only_told():
    assert row(SENDING, "MB", 179, 358) == {
        "figure": SENDING,
        "unit": "MB",
        "engine": 179,
        "baseline": 358,
        "ratio": 0.5,
    }


def test_a_figure_stands_beside_the_best_possible():
    ours, best = {"receipts/s": 30_000}, {"receipts/s": 60_000}
    [found] = rows({"receipts, 500 in a post": ours, "receipts, a bare UPDATE from arrays": best})

    assert (found["best"], found["of it"]) == (60_000, "50%")
    assert "50%" in lines([found])[1]


def test_where_nothing_is_judged_no_figure_has_a_target():
    [found] = rows({SENDING: {"messages/s": 3}}, judged=False)

    assert found == {"figure": SENDING, "unit": "messages/s", "engine": 3}
    assert "MET" not in "".join(lines([found]))
