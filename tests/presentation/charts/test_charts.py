"""Charts: what lies where, what is written beside it, and the same numbers for whoever cannot see it."""

import re
from xml.etree import ElementTree

import pytest
from django.template import engines

from cascina_whatsapp.presentation.charts import Chart, Series, line, stacked_bars
from cascina_whatsapp.presentation.charts.scale import scale

DAYS = ["1 giu", "2 giu", "3 giu", "4 giu", "5 giu"]


def page(chart: Chart) -> str:
    return engines["django"].from_string("{% load charts %}{% chart it %}").render({"it": chart})


def people(*values: int, days: list[str] = DAYS, **options) -> Chart:
    return line("people", "Iscritti", days[: len(values)], Series("Iscritti", values), **options)


def bars(**series: tuple[int, ...]) -> Chart:
    count = len(next(iter(series.values())))
    return stacked_bars(
        "b", "Esito", DAYS[:count], *(Series(name, values) for name, values in series.items())
    )


@pytest.mark.parametrize(
    ("values", "low", "high", "step"),
    [
        ([], 0, 1, 1),
        ([0, 0, 0], 0, 1, 1),
        ([1], 0, 1, 1),
        ([3], 0, 3, 1),
        ([7, 2], 0, 8, 2),
        ([40], 0, 40, 10),
        ([41], 0, 60, 20),
        ([1_000_000], 0, 1_000_000, 500_000),
        ([-3, 5], -4, 6, 2),
        ([10**30], 0, 10**30, 5 * 10**29),
    ],
)
def test_the_axis_has_few_round_whole_numbers(values, low, high, step):
    axis = scale(values)
    assert (axis.low, axis.high, axis.step) == (low, high, step)
    assert len(axis.marks()) <= 6


@pytest.mark.parametrize(
    ("values", "low", "high"),
    [([99_980, 100_020], 99_980, 100_020), ([100_000, 100_000], 100_000, 100_001), ([], 0, 1)],
)
def test_an_axis_may_begin_near_the_least_value(values, low, high):
    axis = scale(values, from_zero=False)
    assert (axis.low, axis.high) == (low, high)


def test_a_line_goes_through_the_middle_of_its_columns():
    (drawn,) = people(0, 4, 2).lines
    assert drawn["points"] == "5,1000 15,0 25,500"
    assert drawn["area"] == "5,1000 5,1000 15,0 25,500 25,1000"
    assert (drawn["end_x"], drawn["end_y"]) == ("83.33%", 98)
    (drawn,) = people(100_000, 100_004, from_zero=False).lines
    assert (drawn["points"], drawn["area"]) == (
        "5,1000 15,0",
        "",
    )  # no area pretends that the axis begins at zero
    assert people(0, 0).lines[0]["points"] == "5,1000 15,1000"
    with pytest.raises(ValueError, match="2 values for 1 labels"):
        line("x", "Iscritti", ["1 giu"], Series("Iscritti", (1, 2)))


def test_one_point_is_a_dot_in_the_middle():
    chart = people(5)
    assert (chart.lines[0]["end_x"], chart.lines[0]["end_y"]) == ("50.00%", 45)
    assert [(label["x"], label["anchor"]) for label in chart.below] == [("50.00%", "middle")]


def test_without_data_a_sentence_stands_in_place_of_the_chart():
    for chart in (people(), stacked_bars("b", "Esito", [])):
        text = page(chart)
        assert chart.is_empty
        assert "Ancora nessun dato." in text
        assert "<svg" not in text


def test_bars_lie_on_each_other_and_one_among_a_million_can_still_be_seen():
    read, delivered = bars(read=(4, 0), delivered=(4, 8)).bars[:2]
    assert (read["x"], read["y"], read["width"], read["height"]) == (1, 500, 8, 500)
    assert (delivered["x"], delivered["y"], delivered["height"]) == (1, 0, 500)
    assert bars(a=(0, 0)).bars == ()
    assert bars(failed=(1,), read=(10**6,)).bars[0]["height"] == 1


def test_what_was_lost_hangs_under_zero():
    chart = stacked_bars(
        "moves",
        "Movimenti",
        DAYS[:1],
        Series("Entrati", (4,), "ok"),
        Series("Usciti", (2,), "warn", below=True),
    )
    joined, left = chart.bars
    assert (joined["y"], joined["height"], joined["tone"]) == (0, 667, "ok")
    assert (left["y"], left["height"], left["tone"]) == (667, 333, "warn")
    assert [(mark["label"], mark["is_zero"]) for mark in chart.marks] == [
        ("2", False),
        ("0", True),
        ("2", False),
        ("4", False),
    ]


def test_numbers_are_written_as_italians_write_them():
    text = page(people(1_234_567, 1_234_567_890))
    assert "1.234.567.890" in text
    assert "1 giu: Iscritti 1.234.567" in text
    assert ",567" not in text


def test_a_few_labels_stand_below_however_many_days_there_are():
    days = [f"{day} giu" for day in range(1, 31)]
    chart = people(*range(30), days=days)
    assert [(label["label"], label["anchor"]) for label in chart.below] == [
        ("1 giu", "start"),
        ("10 giu", "middle"),
        ("20 giu", "middle"),
        ("30 giu", "end"),
    ]


def test_the_description_says_what_the_eye_would_see():
    assert people(3, 9, 5).description == ("Iscritti: 3 (1 giu), alla fine 5 (3 giu), al massimo 9 (2 giu).")
    assert bars(Letti=(3, 4), Falliti=(1, 0)).description == "Letti: 7 in tutto. Falliti: 1 in tutto."
    assert people(1, description="Uno solo.").description == "Uno solo."


def test_the_drawing_is_an_image_with_name_and_description_and_its_numbers_are_a_table():
    text = page(bars(Letti=(1200, 4), Falliti=(1, 0)))
    figure = ElementTree.fromstring(text.strip())  # noqa: S314  (our own)
    image = figure.find(".//svg[@role='img']")
    names = image.get("aria-labelledby").split()
    assert [image.find(f"*[@id='{name}']").text for name in names] == [
        "Esito",
        "Letti: 1.204 in tutto. Falliti: 1 in tutto.",
    ]
    rows = [["".join(cell.itertext()) for cell in row] for row in figure.iter("tr")]
    assert rows == [["Quando", "Letti", "Falliti"], ["1 giu", "1.200", "1"], ["2 giu", "4", "0"]]


def test_nothing_in_it_is_blocked_by_a_strict_policy_and_what_people_wrote_is_text():
    wrote = line("x", "<b>Titolo</b>", ["<i>"], Series("<u>", (1,)))
    text = page(people(1, 2, 3)) + page(bars(a=(1, 2))) + page(wrote)
    assert not re.search(r"<style|<script|\sstyle=|\son[a-z]+=|<[biu]>", text)
