# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What became of a broadcast, as people say it: a table, without a database."""

import pytest

from broadcasts.reporting.in_words import people, result, share
from broadcasts.reporting.progress import Progress


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ({}, ""),
        ({"queued": 441}, ""),
        ({"sending": 1, "queued": 440}, ""),
        ({"accepted": 1, "queued": 440}, "in arrivo a 1 persona"),
        ({"sent": 440, "delivered": 0, "failed": 1}, "in arrivo a 440 persone"),
        ({"delivered": 440, "failed": 1}, "440 su 441"),
        ({"delivered": 185, "read": 255, "failed": 1}, "440 su 441, letti 58 %"),
        ({"read": 1}, "1 su 1, letti 100 %"),
        ({"delivered": 100, "read": 277, "skipped": 134}, "377 su 511, letti 73 %"),
        ({"skipped": 511}, "non è arrivato a nessuno"),
        ({"failed": 3}, "non è arrivato a nessuno"),
        ({"delivered": 900_000, "read": 99_999, "uncertain": 1}, "999.999 su 1.000.000, letti 10 %"),
    ],
)
def test_a_result_counts_the_people_whom_it_reached(counts, words):
    assert result(Progress(counts)) == words


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [(0, 0, 0), (0, 5, 0), (5, 5, 100), (1, 1000, 1), (999, 1000, 99), (1, 8, 13), (271, 438, 62)],
)
def test_a_share_is_rounded_and_says_nobody_and_everybody_only_of_them(part, whole, percent):
    assert share(part, whole) == percent


def test_people_in_the_singular_and_in_the_plural():
    assert (people(1), people(0), people(1660)) == ("1 persona", "0 persone", "1.660 persone")
