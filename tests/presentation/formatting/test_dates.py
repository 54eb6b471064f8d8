"""Days and hours as people read them, told as tables: also on the nights when the clocks change."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path

import pytest

from cascina_whatsapp.presentation.formatting import dates
from cascina_whatsapp.presentation.formatting.dates import (
    at_hour,
    clock,
    day_in_words,
    day_of,
    in_rome,
    moment_in_figures,
    moment_in_words,
    month_in_words,
    weekday_in_words,
    when,
)
from cascina_whatsapp.presentation.templatetags.words import WRITERS

TEMPLATES = Path(__file__).resolve().parents[3] / "templates"
MORNING = datetime(2026, 6, 8, 7, 5, 7, tzinfo=UTC)
"""Monday, 09:05:07 in Cascina."""


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("write", "words"),
    [
        (clock, "9:05"),
        (moment_in_figures, "08/06/2026 09:05"),
        (lambda moment: moment_in_figures(moment, seconds=True), "08/06/2026 09:05:07"),
        (month_in_words, "giugno 2026"),
        (day_in_words, "8 giugno 2026"),
        (moment_in_words, "lunedì 8 giugno 2026 alle 9:05"),
    ],
)
def test_one_moment_in_every_way(write, words: str):
    assert write(MORNING) == words
    assert write(MORNING.astimezone(timezone(timedelta(hours=-7)))) == words  # wherever it was noted


@pytest.mark.parametrize(
    ("moment", "shown", "words"),
    [
        ("2026-03-29T00:59", "29/03/2026 01:59", "domenica 29 marzo 2026 all'1:59"),  # then the clocks jump
        ("2026-03-29T01:00", "29/03/2026 03:00", "domenica 29 marzo 2026 alle 3:00"),
        ("2026-10-25T00:30", "25/10/2026 02:30", "domenica 25 ottobre 2026 alle 2:30"),
        ("2026-10-25T01:30", "25/10/2026 02:30", "domenica 25 ottobre 2026 alle 2:30"),  # for the second time
        ("2026-10-25T02:00", "25/10/2026 03:00", "domenica 25 ottobre 2026 alle 3:00"),
        ("2026-10-24T21:59", "24/10/2026 23:59", "sabato 24 ottobre 2026 alle 23:59"),
        ("2026-10-24T22:00", "25/10/2026 00:00", "domenica 25 ottobre 2026 alle 0:00"),
        ("2026-10-25T22:59", "25/10/2026 23:59", "domenica 25 ottobre 2026 alle 23:59"),
        ("2026-10-25T23:00", "26/10/2026 00:00", "lunedì 26 ottobre 2026 alle 0:00"),
    ],
)
def test_when_the_clocks_change(moment: str, shown: str, words: str):
    assert moment_in_figures(utc(moment)) == shown
    assert moment_in_words(utc(moment)) == words


@pytest.mark.parametrize(
    ("hour", "words"),
    [(0, "alle 0:05"), (1, "all'1:05"), (9, "alle 9:05"), (11, "alle 11:05"), (24, "alle 24:05")],
)
def test_an_hour_takes_its_article(hour: int, words: str):
    assert at_hour(hour, 5) == words


def test_a_day_is_a_day_and_a_time_is_a_time():
    day = date(2026, 1, 1)
    assert day_of(day) == day
    assert day_in_words(day) == "1º gennaio 2026"
    assert clock(time(9, 5, 7)) == "9:05"


@pytest.mark.parametrize("write", [in_rome, day_of, clock, moment_in_figures, day_in_words, moment_in_words])
def test_a_moment_without_a_time_zone_is_none(write):
    with pytest.raises(ValueError, match="time zone"):
        write(datetime(2026, 6, 8, 9, 5))  # noqa: DTZ001 - that is the point


def test_every_weekday_and_month_has_its_italian_name():
    days = [date(2027, month, 7 + month) for month in range(1, 13)]
    assert [weekday_in_words(day) for day in days] == [
        "venerdì 8 gennaio 2027",
        "martedì 9 febbraio 2027",
        "mercoledì 10 marzo 2027",
        "domenica 11 aprile 2027",
        "mercoledì 12 maggio 2027",
        "domenica 13 giugno 2027",
        "mercoledì 14 luglio 2027",
        "domenica 15 agosto 2027",
        "giovedì 16 settembre 2027",
        "domenica 17 ottobre 2027",
        "giovedì 18 novembre 2027",
        "domenica 19 dicembre 2027",
    ]
    assert weekday_in_words(date(2027, 2, 1)) == "lunedì 1º febbraio 2027"
    assert weekday_in_words(date(2027, 2, 6)) == "sabato 6 febbraio 2027"


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-06-08T06:44", "oggi alle 8:44"),
        ("2026-06-07T10:20", "ieri alle 12:20"),
        ("2026-06-09T07:00", "domani alle 9:00"),
        ("2026-06-14T07:00", "domenica 14 alle 9:00"),
        ("2026-06-02T07:00", "martedì 2 alle 9:00"),
        ("2026-06-15T07:00", "15 giugno alle 9:00"),
        ("2026-06-01T07:00", "1º giugno alle 9:00"),
        ("2025-10-23T08:12", "23 ottobre 2025 alle 10:12"),
        ("2026-06-08T23:05", "domani all'1:05"),
    ],
)
def test_a_moment_as_every_page_writes_it(moment: str, words: str):
    assert when(utc(moment), MORNING) == words


@pytest.mark.parametrize(
    ("day", "from_then", "on_it", "said"),
    [
        (datetime(2026, 11, 25, 9, tzinfo=dates.ROME), "da ieri alle 9:00", "ieri", "ieri alle 9:00"),
        (
            datetime(2026, 11, 23, 9, tzinfo=dates.ROME),
            "da lunedì 23 alle 9:00",
            "lunedì 23",
            "lunedì 23 alle 9:00",
        ),
        (
            datetime(2026, 11, 3, 1, tzinfo=dates.ROME),
            "dal 3 novembre all'1:00",
            "il 3 novembre",
            "il 3 novembre all'1:00",
        ),
        (
            datetime(2026, 11, 8, 9, tzinfo=dates.ROME),
            "dall'8 novembre alle 9:00",
            "l'8 novembre",
            "l'8 novembre alle 9:00",
        ),
    ],
)
def test_a_moment_and_a_day_have_their_articles(day, from_then, on_it, said):
    now = datetime(2026, 11, 26, 12, tzinfo=dates.ROME)
    assert (dates.since(day, now), dates.on_day(day, now), dates.in_a_sentence(day, now)) == (
        from_then,
        on_it,
        said,
    )


@pytest.mark.parametrize(
    ("moment", "at", "since", "until"),
    [
        ("2026-06-08T01:31", "alle 3:31", "dalle 3:31", "fino alle 3:31"),
        ("2026-06-07T23:05", "all'1:05", "dall'1:05", "fino all'1:05"),
        ("2026-06-07T21:59", "ieri alle 23:59", "da ieri alle 23:59", "fino a ieri alle 23:59"),
        (
            "2026-07-11T07:00",
            "l'11 luglio alle 9:00",
            "dall'11 luglio alle 9:00",
            "fino all'11 luglio alle 9:00",
        ),
        (
            "2026-07-12T07:00",
            "il 12 luglio alle 9:00",
            "dal 12 luglio alle 9:00",
            "fino al 12 luglio alle 9:00",
        ),
    ],
)
def test_of_today_the_hour_is_enough_after_a_preposition(moment, at, since, until):
    told = utc(moment)
    assert dates.at_moment(told, MORNING) == at
    assert dates.from_moment(told, MORNING) == since
    assert dates.until(told, MORNING) == until


@pytest.mark.parametrize(
    ("words", "article", "led"),
    [
        ("domani", "del", "di domani"),
        ("3 novembre", "del", "del 3 novembre"),
        ("1º novembre 2025", "del", "del 1º novembre 2025"),
        ("18 novembre", "al", "al 18 novembre"),
        ("11 novembre", "al", "all'11 novembre"),
    ],
)
def test_a_day_is_led_by_its_article(words, article, led):
    assert dates.with_article(words, article) == led


def test_a_moment_for_machines_is_to_the_second():
    """HTML takes three decimals of a second at most: no template writes ISO 8601 by Django's own format."""
    assert WRITERS["machine"](MORNING.replace(microsecond=123456)) == "2026-06-08T09:05:07+02:00"
    assert [path.name for path in TEMPLATES.rglob("*.html") if re.search(r"date:.c.", path.read_text())] == []
