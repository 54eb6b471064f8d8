"""The words for whom a broadcast is meant: its topics and its zones, in full or in short. Sentences are Italian."""

from collections.abc import Sequence

IN_SHORT = 2
"""Names of topics, or of zones, in a row of a list."""
IN_A_NOTE = 4
"""Zones that a step of the timeline names."""


def addressees(topics: Sequence[str], zones: Sequence[str], most: int | None = None) -> str:
    """Name the topics and zones: "Viabilità e cantieri, solo Navacchio e Zambra"; at most so many of each."""
    told = (
        ", ".join(topics) if most is None or len(topics) <= most else f"{topics[0]} e altri {len(topics) - 1}"
    )
    return f"{told}, solo {names_of(zones, most)}" if zones else told


def names_of(names: Sequence[str], most: int | None = None) -> str:
    """Join names in a sentence: "Navacchio, San Frediano e Zambra"; of more than `most` the first ones alone."""
    if most is not None and len(names) > most:
        first = names[: most - 1]
        return f"{', '.join(first)} e altre {len(names) - len(first)}"
    *others, last = names
    return f"{', '.join(others)} e {last}" if others else last


def goes_beyond(zones: Sequence[str], most: int | None = None) -> str:
    """Say that an alert does not keep to the zones that it is about."""
    return f"È un'allerta: arriva anche fuori da {names_of(zones, most)}."


def keeping(zones: Sequence[str], most: int | None = None) -> str:
    """Say who gets an alert that keeps to its zones."""
    return f"solo a chi ha scelto {names_of(zones, most)} o non ha scelto zone"
