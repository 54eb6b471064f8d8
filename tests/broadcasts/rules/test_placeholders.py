"""What counts as a gap that somebody still has to fill."""

from datetime import date, time

import pytest

from broadcasts.rules.placeholders import day_in_gap, filled, gaps_in, hour_in_gap, kind_of


@pytest.mark.parametrize(
    ("texts", "gaps"),
    [
        (["Chiusa [via] da [dal] a [al]"], ["via", "dal", "al"]),
        (["[via]", "In [via], dalle [ore di inizio]"], ["via", "ore di inizio"]),
        (["[è chiuso]"], ["è chiuso"]),
        (["Lavori [1], [ANSA], [ ], []"], []),
        (["[due\nrighe]", "[[via]]"], ["via"]),
        (["[" + "a" * 41 + "]"], []),
        (["via Roma", ""], []),
    ],
)
def test_gaps(texts, gaps):
    assert gaps_in(*texts) == gaps


def test_a_gap_takes_its_words_wherever_it_stands_and_a_capital_at_the_beginning():
    text = "[via] chiusa. [via] riapre [quando], in [via]."
    assert filled(text, {"via": "via Roma"}) == "Via Roma chiusa. Via Roma riapre [quando], in via Roma."


@pytest.mark.parametrize(
    ("name", "kind"),
    [("dal", "day"), ("giorno", "day"), ("alle", "hour"), ("ora di inizio", "hour"), ("allegato", "text")],
)
def test_a_gap_s_kind_is_told_by_its_name(name, kind):
    assert kind_of(name) == kind


def test_days_and_hours_are_written_as_in_a_text():
    assert day_in_gap(date(2026, 12, 1)) == "martedì 1 dicembre"
    assert day_in_gap(date(2026, 12, 1), is_brief=True) == "martedì 1"
    assert [hour_in_gap(time(8)), hour_in_gap(time(18, 5))] == ["8", "18:05"]
