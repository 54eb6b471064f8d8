"""The words of a chart, for who cannot see it, or wants to know exactly."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from cascina_whatsapp.presentation.formatting.numbers import grouped


class Named(Protocol):
    """The numbers of one kind, with their label."""

    @property
    def label(self) -> str: ...

    @property
    def values(self) -> Sequence[int]: ...


def of_column(label: str, cells: Sequence[str], series: Sequence[Named]) -> str:
    """Write a chart's column in words: "12 giu: Iscritti 14, Cancellati 2"."""
    return f"{label}: " + ", ".join(f"{one.label} {cell}" for one, cell in zip(series, cells, strict=True))


def ends(labels: Sequence[str], series: Sequence[Named]) -> str:
    """Say how each line begins and ends, and where it is highest."""
    return _sentences(f"{one.label}: {_end(labels, one.values)}" for one in series if labels)


def sums(labels: Sequence[str], series: Sequence[Named]) -> str:
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
