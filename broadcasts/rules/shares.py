# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A small share first: how many people a broadcast leaves for before somebody has looked. Arithmetic only."""

FEWEST = 100
"""People below whom a share would be nobody: it leaves for all of them."""


def is_worth_it(people: int) -> bool:
    """Tell whether so many people can be told apart into a share and the others."""
    return people >= FEWEST


def part_of(people: int, share: int | None) -> int:
    """Return how many of so many people are in a share of so many in a hundred; all of them where there is none.

    As foreseen: who is in it follows from the numbers of the deliveries, so that it may be one more or less.
    """
    if not share or not is_worth_it(people):
        return people
    return -(-people * share // 100)
