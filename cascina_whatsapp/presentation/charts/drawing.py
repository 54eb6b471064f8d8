"""The positions of everything in a chart, and its words for who cannot see it. Nothing here knows HTML or Django.

Across, a chart is as wide as its place: columns are measured in a stretched area, texts by per cent. Downwards
everything is in pixels, so that texts and lines keep their size on a telephone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cascina_whatsapp.presentation.formatting.numbers import grouped

from .scale import Scale, scale

TOP, PLOT, HEIGHT = 18, 160, 206
"""Pixels: where the drawing begins, how high it is, and how high the chart is with its labels."""
FULL = 1000
"""The height of the stretched area in its own units."""
COLUMN, GAP = 10, 1
"""The width of a column in those units, and what of it stays free at each side."""
DIGIT, MARGIN = 7, 8
"""Pixels: how wide a digit of the axis is at most, and how far from the drawing its numbers stay."""
LABELS_BELOW = 4
"""The labels below a chart: more would run into each other on a telephone."""


@dataclass(frozen=True)
class Series:
    """Numbers of one kind, one for each label. `tone` is a colour of the sheet: bar, ok, busy, warn, err, quiet.

    Among bars, those of a series that is `below` hang under the line of zero: what was lost, beside what was won.
    """

    label: str
    values: Sequence[int]
    tone: str = "bar"
    below: bool = False


Shapes = tuple[dict[str, Any], ...]
"""Parts of a drawing, as its template names their places; down in pixels, or in units of the stretched area."""


@dataclass(frozen=True)
class Chart:
    """A chart as a page draws it. `name` is unique on the page; without labels `is_empty`."""

    name: str
    title: str
    description: str
    heading: str
    series: tuple[Series, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    marks: Shapes = ()
    """The round numbers on the axis."""
    below: Shapes = ()
    """The labels under the drawing: where, in per cent, and which end of it lies there."""
    bars: Shapes = ()
    lines: Shapes = ()
    """The lines with what lies under them, and where they end: per cent across, pixels down."""
    columns: Shapes = ()
    """The place of each label, and what a mouse over it is told."""
    width: int = COLUMN
    top: int = TOP
    plot: int = PLOT
    height: int = HEIGHT

    @property
    def gutter(self) -> int:
        """The width of the axis's numbers, in pixels."""
        return max((len(mark["label"]) for mark in self.marks), default=0) * DIGIT + MARGIN

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to draw."""
        return not self.rows


def line(
    name: str,
    title: str,
    labels: Sequence[str],
    *series: Series,
    heading: str = "Giorno",
    description: str = "",
    from_zero: bool = True,
) -> Chart:
    """Draw how numbers went, day by day. Without `from_zero` the axis begins near the least, without an area.

    `heading` names the labels in the table. Raises ValueError where a series has not one value for each label.
    """
    _check(labels, series)
    axis = scale([value for one in series for value in one.values], from_zero=from_zero)
    chart = _frame(name, title, labels, series, axis, heading, description or _ends(labels, series))
    drawn = tuple(_line(one, axis, filled=from_zero) for one in series if labels)
    return replace(chart, lines=drawn)


def stacked_bars(
    name: str,
    title: str,
    labels: Sequence[str],
    *series: Series,
    heading: str = "Quando",
    description: str = "",
) -> Chart:
    """Draw how much of each kind there was, one column a label: the first series next to zero, the next beyond.

    Values are never negative; a series that is `below` hangs under zero. Raises ValueError as `line` does.
    """
    _check(labels, series)
    bars, reached = [], [0]
    for number in range(len(labels)):
        for below in (False, True):
            beside = [one for one in series if one.below is below]
            tops = _stack([one.values[number] for one in beside], -1 if below else 1)
            reached += [end for _, end in tops]
            bars += [(number, start, end, one.tone) for one, (start, end) in zip(beside, tops, strict=True)]
    axis = scale(reached)
    chart = _frame(name, title, labels, series, axis, heading, description or _sums(labels, series))
    return replace(chart, bars=tuple(_bar(axis, *bar) for bar in bars if bar[1] != bar[2]))


def _frame(
    name: str,
    title: str,
    labels: Sequence[str],
    series: tuple[Series, ...],
    axis: Scale,
    heading: str,
    description: str,
) -> Chart:
    """Build what all charts have: axis, labels, table."""
    kinds = [one.label for one in series]
    rows = tuple(
        (label, tuple(grouped(one.values[number]) for one in series)) for number, label in enumerate(labels)
    )
    return Chart(
        name=name,
        title=title,
        description=description,
        heading=heading,
        series=series,
        rows=rows,
        marks=tuple(
            {"y": TOP + axis.height(mark, PLOT), "label": grouped(abs(mark)), "is_zero": mark == 0}
            for mark in axis.marks()
        ),
        below=_below(labels),
        columns=tuple(
            {
                "x": number * COLUMN,
                "words": f"{label}: {', '.join(map(' '.join, zip(kinds, cells, strict=True)))}",
            }
            for number, (label, cells) in enumerate(rows)
        ),
        width=max(1, len(labels)) * COLUMN,
    )


def _check(labels: Sequence[str], series: tuple[Series, ...]) -> None:
    for one in series:
        if len(one.values) != len(labels):
            raise ValueError(f"{one.label}: {len(one.values)} values for {len(labels)} labels")


def _stack(values: Sequence[int], sign: int) -> list[tuple[int, int]]:
    """Return the beginning and end of each value, if one lies on the other; with `sign` -1 they lie below zero."""
    ends, end = [], 0
    for value in values:
        start, end = end, end + sign * value
        ends.append((start, end))
    return ends


def _bar(axis: Scale, number: int, start: int, end: int, tone: str) -> dict[str, Any]:
    """Draw a bar at least a hair high: one message among a million is there, too."""
    upper, lower = sorted((axis.height(start, FULL), axis.height(end, FULL)))
    return {
        "x": number * COLUMN + GAP,
        "y": upper,
        "width": COLUMN - 2 * GAP,
        "height": max(1, lower - upper),
        "tone": tone,
    }


def _line(series: Series, axis: Scale, *, filled: bool) -> dict[str, Any]:
    heights = [axis.height(value, FULL) for value in series.values]
    middles = [number * COLUMN + COLUMN // 2 for number in range(len(heights))]
    points = " ".join(f"{x},{y}" for x, y in zip(middles, heights, strict=True))
    ground = axis.height(0, FULL) if filled else 0
    return {
        "points": points,
        "area": f"{middles[0]},{ground} {points} {middles[-1]},{ground}" if filled else "",
        "tone": series.tone,
        "end_x": _per_cent(len(heights) - 1, len(heights)),
        "end_y": TOP + axis.height(series.values[-1], PLOT),
    }


def _below(labels: Sequence[str]) -> Shapes:
    """Choose the labels below a drawing: the first, the last, and some evenly between them."""
    count, last = min(LABELS_BELOW, len(labels)), len(labels) - 1
    shown = [last * place // max(1, count - 1) for place in range(count)]
    return tuple(
        {"x": _per_cent(number, len(labels)), "anchor": _anchor(number, last), "label": labels[number]}
        for number in shown
    )


def _anchor(number: int, last: int) -> str:
    """Labels at the edges stay inside; with few columns their middles are far enough from the edge."""
    if last < LABELS_BELOW:
        return "middle"
    return {0: "start", last: "end"}.get(number, "middle")


def _per_cent(number: int, count: int) -> str:
    """Write where the middle of a column is, as SVG writes it whatever the language."""
    return f"{(number + 0.5) * 100 / count:.2f}%"


def _ends(labels: Sequence[str], series: Sequence[Series]) -> str:
    """Say how each line begins and ends, and where it is highest."""
    return _sentences(f"{one.label}: {_end(labels, one.values)}" for one in series if labels)


def _sums(labels: Sequence[str], series: Sequence[Series]) -> str:
    """Say how much there is of each kind."""
    return _sentences(f"{one.label}: {grouped(sum(one.values))} in tutto" for one in series if labels)


def _end(labels: Sequence[str], values: Sequence[int]) -> str:
    highest = max(range(len(values)), key=values.__getitem__)
    return (
        f"{grouped(values[0])} ({labels[0]}), alla fine {grouped(values[-1])} ({labels[-1]}), "
        f"al massimo {grouped(values[highest])} ({labels[highest]})"
    )


def _sentences(told: Iterable[str]) -> str:
    return " ".join(f"{sentence}." for sentence in told)
