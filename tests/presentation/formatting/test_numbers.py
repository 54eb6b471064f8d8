"""Shares as Italians write them: nobody and everybody are never rounded to."""

import pytest

from cascina_whatsapp.presentation.formatting.numbers import per_cent, the_per_cent, unbroken


@pytest.mark.parametrize(
    ("part", "whole", "bare", "said"),
    [
        (0, 0, "0 %", "lo 0 %"),
        (0, 441, "0 %", "lo 0 %"),
        (1, 441, "meno dell'1 %", "meno dell'1 %"),
        (1, 100, "1 %", "l'1 %"),
        (8, 100, "8 %", "l'8 %"),
        (271, 438, "62 %", "il 62 %"),
        (5, 1000, "meno dell'1 %", "meno dell'1 %"),
        (85, 100, "85 %", "l'85 %"),
        (999, 1000, "99 %", "il 99 %"),
        (7, 7, "100 %", "il 100 %"),
    ],
)
def test_a_share(part, whole, bare, said):
    assert (per_cent(part, whole), the_per_cent(part, whole)) == (bare, said)


def test_no_line_ends_between_an_amount_and_its_sign():
    told = unbroken("13,59 $ (12,35 € al cambio del 20 novembre), letti 67 %")
    assert told.split(" ") == [
        "13,59\xa0$",
        "(12,35\xa0€",
        "al",
        "cambio",
        "del",
        "20",
        "novembre),",
        "letti",
        "67\xa0%",
    ]
