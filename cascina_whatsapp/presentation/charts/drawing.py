"""The positions of everything in a chart. Nothing here knows HTML or Django.

Across, a chart is as wide as its place: columns are measured in a stretched area, texts by per cent. Downwards
everything is in pixels, so that texts and lines keep their size on a telephone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cascina_whatsapp.presentation.formatting.numbers import grouped

from . import words
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


@dataclass(frozen=True)
class Mark:
    """A round number on the axis: how many pixels from the top, and how it is written."""

    y: int
    label: str
    is_zero: bool


@dataclass(frozen=True)
class Below:
    """A label under the drawing: where, in per cent, and which end of it lies there."""

    x: str
    anchor: str
    label: str


@dataclass(frozen=True)
class Bar:
    """A rectangle in the stretched area."""

    x: int
    y: int
    width: int
    height: int
    tone: str


@dataclass(frozen=True)
class Line:
    """A line in the stretched area, what lies under it, and where it ends: per cent across, pixels down."""

    points: str
    area: str
    tone: str
    end_x: str
    end_y: int


@dataclass(frozen=True)
class Column:
    """One label's place in the stretched area, and what a mouse over it is told."""

    x: int
    words: str


@dataclass(frozen=True)
class Chart:
    """A chart as a page draws it. `name` is unique on the page; without labels `is_empty`."""

    name: str
    title: str
    description: str
    heading: str
    series: tuple[Series, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    marks: tuple[Mark, ...] = ()
    below: tuple[Below, ...] = ()
    bars: tuple[Bar, ...] = ()
    lines: tuple[Line, ...] = ()
    columns: tuple[Column, ...] = ()
    width: int = COLUMN
    top: int = TOP
    plot: int = PLOT
    height: int = HEIGHT

    @property
    def gutter(self) -> int:
        """The width of the axis's numbers, in pixels."""
        return max((len(mark.label) for mark in self.marks), default=0) * DIGIT + MARGIN

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
    axis = scale(_values(series), from_zero=from_zero)
    chart = _frame(name, title, labels, series, axis, heading, description or words.ends(labels, series))
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
    chart = _frame(name, title, labels, series, axis, heading, description or words.sums(labels, series))
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
            Mark(TOP + axis.height(mark, PLOT), grouped(abs(mark)), mark == 0) for mark in axis.marks()
        ),
        below=_below(labels),
        columns=tuple(
            Column(number * COLUMN, words.of_column(label, cells, series))
            for number, (label, cells) in enumerate(rows)
        ),
        width=max(1, len(labels)) * COLUMN,
    )


def _check(labels: Sequence[str], series: tuple[Series, ...]) -> None:
    for one in series:
        if len(one.values) != len(labels):
            raise ValueError(f"{one.label}: {len(one.values)} values for {len(labels)} labels")


def _values(series: tuple[Series, ...]) -> list[int]:
    return [value for one in series for value in one.values]


def _stack(values: Sequence[int], sign: int) -> list[tuple[int, int]]:
    """Return the beginning and end of each value, if one lies on the other; with `sign` -1 they lie below zero."""
    ends, end = [], 0
    for value in values:
        start, end = end, end + sign * value
        ends.append((start, end))
    return ends


def _bar(axis: Scale, number: int, start: int, end: int, tone: str) -> Bar:
    """Draw a bar at least a hair high: one message among a million is there, too."""
    upper, lower = sorted((axis.height(start, FULL), axis.height(end, FULL)))
    return Bar(number * COLUMN + GAP, upper, COLUMN - 2 * GAP, max(1, lower - upper), tone)


def _line(series: Series, axis: Scale, *, filled: bool) -> Line:
    heights = [axis.height(value, FULL) for value in series.values]
    middles = [number * COLUMN + COLUMN // 2 for number in range(len(heights))]
    points = " ".join(f"{x},{y}" for x, y in zip(middles, heights, strict=True))
    ground = axis.height(0, FULL) if filled else 0
    return Line(
        points=points,
        area=f"{middles[0]},{ground} {points} {middles[-1]},{ground}" if filled else "",
        tone=series.tone,
        end_x=_per_cent(len(heights) - 1, len(heights)),
        end_y=TOP + axis.height(series.values[-1], PLOT),
    )


def _below(labels: Sequence[str]) -> tuple[Below, ...]:
    """Choose the labels below a drawing: the first, the last, and some evenly between them."""
    count, last = min(LABELS_BELOW, len(labels)), len(labels) - 1
    shown = [last * place // max(1, count - 1) for place in range(count)]
    return tuple(
        Below(_per_cent(number, len(labels)), _anchor(number, last), labels[number]) for number in shown
    )


def _anchor(number: int, last: int) -> str:
    """Labels at the edges stay inside; with few columns their middles are far enough from the edge."""
    if last < LABELS_BELOW:
        return "middle"
    return {0: "start", last: "end"}.get(number, "middle")


def _per_cent(number: int, count: int) -> str:
    """Write where the middle of a column is, as SVG writes it whatever the language."""
    return f"{(number + 0.5) * 100 / count:.2f}%"
