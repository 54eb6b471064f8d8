"""The office's weeks, told as tables: when it opens, when it closes, its feasts, and what the home page says."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from broadcasts.rules.office_hours import (
    Closure,
    Interval,
    OfficeCalendar,
    holiday_name,
    patron_day,
)
from cascina_whatsapp.presentation.formatting.dates import ROME
from tests.broadcasts.rules.hours import ANNOUNCED_HOURS

NUUK = ZoneInfo("America/Nuuk")  # its clocks change on Saturday evenings, when an office may be open
URP = OfficeCalendar(intervals=ANNOUNCED_HOURS)
NEVER = OfficeCalendar(intervals=())


def at(text, zone=ROME):
    """What the clock on the wall shows, in Italy unless another zone is given."""
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def hours_open(calendar: OfficeCalendar, start: datetime, end: datetime) -> float:
    """How many hours between two moments it is open, going from one opening to the next."""
    total, opens = timedelta(), calendar.next_opening(start)
    while opens and opens < end:
        closes = min(calendar.closing(opens), end.astimezone(UTC))
        total += closes - opens
        opens = calendar.next_opening(closes)
    return total / timedelta(hours=1)


def shut(first, last, reason=""):
    """The usual hours, with one closure."""
    closure = Closure(first=date.fromisoformat(first), last=date.fromisoformat(last), reason=reason)
    return OfficeCalendar(intervals=ANNOUNCED_HOURS, closures=(closure,))


def weekly(*hours, **kwargs):
    """A calendar from triples: weekday, opening, closing."""
    return OfficeCalendar(
        intervals=tuple(
            Interval(weekday=weekday, opens=time.fromisoformat(opens), closes=time.fromisoformat(closes))
            for weekday, opens, closes in hours
        ),
        **kwargs,
    )


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2027-02-01 08:59:59.999999", False),  # Monday
        ("2027-02-01 09:00", True),  # the opening is included
        ("2027-02-01 12:59:59.999999", True),
        ("2027-02-01 13:00", False),  # the closing is not
        ("2027-02-01 16:00", False),  # Monday afternoon
        ("2027-02-02 15:30", True),  # Tuesday afternoon
        ("2027-02-02 17:30", False),
        ("2027-02-04 16:00", True),  # Thursday afternoon
        ("2027-02-06 10:00", False),  # Saturday
        ("2027-02-07 10:00", False),  # Sunday
        ("2027-06-01 10:00", False),  # the patron's day
        ("2027-06-02 10:00", False),  # the Republic
        ("2027-10-04 10:00", False),  # St Francis
        ("2027-12-24 10:00", True),  # Christmas Eve is a working day
        ("2027-12-31 10:00", True),
        ("2027-01-20 10:00", True),  # San Sebastiano is another town's business
    ],
)
def test_the_office_is_open(moment, is_open):
    assert URP.is_open(at(moment)) is is_open


def test_the_same_moment_in_another_time_zone_is_the_same():
    assert URP.is_open(at("2027-02-01 08:00", UTC))
    assert not URP.is_open(at("2027-02-01 09:00", ZoneInfo("America/New_York")))


def test_a_sunday_is_closed_unless_it_has_hours_of_its_own():
    sunday = weekly((0, "09:00", "13:00"), (6, "09:00", "13:00"))
    assert sunday.next_opening(at("2027-02-02 09:00")) == at("2027-02-07 09:00")
    assert sunday.why_closed(at("2027-02-07 14:00")) == "Fuori orario"
    assert not sunday.is_closed_on(date(2027, 2, 7))
    assert sunday.is_closed_on(date(2027, 8, 15))  # a Sunday, and a holiday


@pytest.mark.parametrize(
    ("story", "after", "opening"),
    [
        ("open: at once", "2027-02-01 10:17:03", "2027-02-01 10:17:03"),
        ("at the very opening: at once", "2027-02-01 09:00", "2027-02-01 09:00"),
        ("at the very closing: next day", "2027-02-01 13:00", "2027-02-02 09:00"),
        ("early riser", "2027-02-01 05:00", "2027-02-01 09:00"),
        ("lunch on a Tuesday", "2027-02-02 14:00", "2027-02-02 15:30"),
        ("Friday evening: Monday", "2027-02-05 20:00", "2027-02-08 09:00"),
        ("7 December evening: the 9th", "2026-12-07 18:00", "2026-12-09 09:00"),
        ("patron's day and Republic in a row", "2027-05-31 13:00", "2027-06-03 09:00"),
        ("Easter: Friday to Tuesday", "2027-03-26 18:00", "2027-03-30 09:00"),
        ("31 December: over New Year and the Sunday", "2027-12-31 18:00", "2028-01-03 09:00"),
        ("31 December 2026: New Year's Day is a Friday", "2026-12-31 18:00", "2027-01-04 09:00"),
        ("Epifania between two working days", "2027-01-05 17:30", "2027-01-07 09:00"),
        ("across the spring change", "2027-03-26 13:00", "2027-03-30 09:00"),
        ("across the autumn change, All Saints", "2027-10-29 13:00", "2027-11-02 09:00"),
    ],
)
def test_the_next_opening(story, after, opening):
    assert URP.next_opening(at(after)) == at(opening).astimezone(UTC), story


@pytest.mark.parametrize(
    ("summer_or_winter", "opening"),
    [("2027-03-25 18:00", "2027-03-26 08:00"), ("2027-03-29 18:00", "2027-03-30 07:00")],
)
def test_nine_in_the_morning_follows_the_clocks(summer_or_winter, opening):
    assert URP.next_opening(at(summer_or_winter)) == at(opening, UTC)


@pytest.mark.parametrize("answer", [URP.closing, URP.next_opening])
def test_answers_are_in_utc(answer):
    assert answer(at("2027-02-01 10:00")).tzinfo is UTC


@pytest.mark.parametrize(
    ("moment", "closing"),
    [
        ("2027-02-01 09:00", "2027-02-01 13:00"),
        ("2027-02-02 12:59:59", "2027-02-02 13:00"),  # the lunch break counts
        ("2027-02-02 15:30", "2027-02-02 17:30"),
        ("2027-02-01 13:00", None),
        ("2027-02-07 10:00", None),
    ],
)
def test_the_closing(moment, closing):
    assert URP.closing(at(moment)) == (closing and at(closing))


@pytest.mark.parametrize(
    ("story", "hours", "moment", "closing"),
    [
        ("touching", [(0, "09:00", "12:00"), (0, "12:00", "14:00")], "10:00", "2027-02-01 14:00"),
        ("overlapping", [(0, "11:00", "14:00"), (0, "09:00", "12:00")], "10:00", "2027-02-01 14:00"),
        ("one in the other", [(0, "09:00", "17:00"), (0, "10:00", "11:00")], "10:30", "2027-02-01 17:00"),
        ("a break", [(0, "09:00", "12:00"), (0, "12:01", "14:00")], "10:00", "2027-02-01 12:00"),
        ("to midnight", [(0, "20:00", "00:00")], "23:59", "2027-02-02 00:00"),
        ("across midnight", [(0, "20:00", "00:00"), (1, "00:00", "06:00")], "21:00", "2027-02-02 06:00"),
        ("not past Sunday", [(day, "00:00", "00:00") for day in range(6)], "10:00", "2027-02-07 00:00"),
    ],
)
def test_intervals_that_touch_are_one(story, hours, moment, closing):
    assert weekly(*hours).closing(at(f"2027-02-01 {moment}")) == at(closing), story


@pytest.mark.parametrize(
    ("moment", "why"),
    [
        ("2027-02-01 10:00", ""),
        ("2027-02-01 13:00", "Fuori orario"),
        ("2027-02-06 10:00", "Fuori orario"),
        ("2027-02-07 10:00", "Oggi è domenica"),
        ("2026-12-25 10:00", "Oggi è festa: Natale"),
        ("2027-06-01 10:00", "Oggi è festa: Festa patronale di Cascina"),
        ("2027-08-15 10:00", "Oggi è festa: Assunzione della Beata Vergine Maria"),
    ],
)
def test_why_it_is_closed(moment, why):
    assert URP.why_closed(at(moment)) == why


def test_a_closure_has_both_its_days_and_its_reason_and_a_holiday_inside_keeps_its_name():
    calendar = shut("2027-08-09", "2027-08-13", "ferie estive")
    assert calendar.closing(at("2027-08-06 10:00")) == at("2027-08-06 13:00")
    assert calendar.next_opening(at("2027-08-06 13:00")) == at("2027-08-16 09:00").astimezone(UTC)
    assert calendar.why_closed(at("2027-08-09 10:00")) == "Ufficio chiuso: ferie estive"
    assert calendar.why_closed(at("2027-08-13 10:00")) == "Ufficio chiuso: ferie estive"
    assert calendar.is_open(at("2027-08-16 10:00"))

    assert shut("2027-12-24", "2027-12-24").why_closed(at("2027-12-24 10:00")) == "Ufficio chiuso"

    calendar = shut("2027-12-24", "2027-12-31", "fine anno")
    assert calendar.why_closed(at("2027-12-25 10:00")) == "Oggi è festa: Natale"


@pytest.mark.parametrize(
    ("days_closed", "opening"), [(399, "2028-03-06 00:00"), (400, "2028-03-07 00:00"), (401, None)]
)
def test_an_opening_is_looked_for_on_four_hundred_days(days_closed: int, opening: str | None):
    """Of an office that is open from Monday to Saturday, day and night."""
    monday = date(2027, 2, 1)
    closed = Closure(first=monday, last=monday + timedelta(days=days_closed - 1))
    always = weekly(*((day, "00:00", "00:00") for day in range(6)), closures=(closed,))

    assert always.next_opening(at("2027-02-01 00:00")) == (opening and at(opening))


def test_who_is_closed_for_more_than_a_year_has_no_opening_and_the_home_page_says_so():
    assert shut("2027-01-01", "2028-12-31").next_opening(at("2027-01-01 09:00")) is None
    assert shut("2027-01-01", "2027-12-31").next_opening(at("2027-01-01 09:00")) is not None

    assert NEVER.in_words(at("2027-02-01 10:00")) == "Chiusa: nessuna apertura prevista"


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2027-02-01 10:00", "Aperta fino alle 13:00"),
        ("2027-02-02 16:00", "Aperta fino alle 17:30"),
        ("2027-02-02 13:00", "Chiusa: riapre oggi alle 15:30"),
        ("2027-02-01 13:00", "Chiusa: riapre domani alle 9:00"),
        ("2027-06-30 18:00", "Chiusa: riapre domani alle 9:00"),
        ("2026-12-31 18:00", "Chiusa: riapre lunedì 4 alle 9:00"),
        ("2026-06-01 18:00", "Chiusa: riapre mercoledì 3 alle 9:00"),
    ],
)
def test_the_home_page_says_it_in_words(moment, words):
    assert URP.in_words(at(moment)) == words


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        ([(0, "09:00", "00:00")], "Aperta fino alle 24:00"),
        ([(0, "00:00", "00:00"), (1, "00:00", "01:30")], "Aperta fino a domani all'1:30"),
        ([(0, "00:00", "00:00"), (1, "00:00", "00:00")], "Aperta fino a domani alle 24:00"),
        ([(1, "00:00", "06:00")], "Chiusa: riapre domani alle 0:00"),
        ([(1, "01:00", "06:00")], "Chiusa: riapre domani all'1:00"),
    ],
)
def test_nights_in_words(hours, words):
    assert weekly(*hours).in_words(at("2027-02-01 10:00")) == words


@pytest.mark.parametrize(
    ("story", "start", "end", "hours"),
    [
        ("one morning", "2027-02-01 00:00", "2027-02-02 00:00", 4),
        ("a whole week", "2027-02-01 00:00", "2027-02-08 00:00", 24),
        ("part of a morning", "2027-02-01 10:00", "2027-02-01 11:30", 1.5),
        ("from inside to inside", "2027-02-02 12:00", "2027-02-02 16:00", 1.5),
        ("a closed night", "2027-02-01 20:00", "2027-02-02 08:00", 0),
        ("over the patron's day and the Republic", "2027-05-31 09:00", "2027-06-04 00:00", 10),
        ("two years, feasts taken off by hand", "2027-01-01 00:00", "2029-01-01 00:00", 1218 + 1190),
    ],
)
def test_from_opening_to_opening_all_hours_are_there(story, start, end, hours):
    assert hours_open(URP, at(start), at(end)) == hours, story


@pytest.mark.parametrize(
    ("story", "moment"),
    [
        ("a time that the spring skips", at("2027-03-28 02:30")),
        ("a time that the autumn repeats", at("2027-10-31 02:30")),
        ("the same, the second time", at("2027-10-31 02:30").replace(fold=1)),
    ],
)
def test_the_nights_when_italian_clocks_change_are_sundays(story, moment):
    always = weekly(*((day, "00:00", "00:00") for day in range(6)))
    assert not always.is_open(moment), story
    assert always.why_closed(moment) in {"Oggi è festa: Pasqua", "Oggi è domenica"}


@pytest.mark.parametrize(
    ("story", "saturday", "hours"),
    [
        ("any evening", "2027-03-20", 2),
        ("an hour is skipped", "2027-03-27", 1),
        ("lived twice", "2027-10-30", 3),
    ],
)
def test_where_clocks_change_in_office_hours_real_seconds_count(story, saturday, hours):
    evening = weekly((5, "22:00", "00:00"), zone=NUUK)
    noon = at(f"{saturday} 12:00", NUUK)
    opens = evening.next_opening(noon)
    assert evening.closing(opens) - opens == timedelta(hours=hours), story


@pytest.mark.parametrize("opens", ["23:00", "23:15"])
def test_an_interval_within_the_skipped_hour_does_not_exist_that_day(opens: str):
    evening = weekly((5, opens, "00:00"), zone=NUUK)
    skipped = at("2027-03-27 12:00", NUUK)
    assert evening.next_opening(skipped) == at(f"2027-04-03 {opens}", NUUK).astimezone(UTC)


@pytest.mark.parametrize("ask", ["is_open", "closing", "next_opening", "why_closed", "in_words"])
def test_a_moment_without_a_time_zone_is_refused(ask):
    with pytest.raises(ValueError, match=r"^a moment without a time zone is no moment$"):
        getattr(URP, ask)(datetime(2027, 2, 1, 10, 0))  # noqa: DTZ001


BACKWARDS = "an interval closes after it opens"
NO_DAY = "weekday goes from 0, Monday, to 6, Sunday"


@pytest.mark.parametrize(
    ("weekday", "opens", "closes", "why"),
    [
        (0, "13:00", "09:00", BACKWARDS),
        (0, "09:00", "09:00", BACKWARDS),
        (7, "09:00", "13:00", NO_DAY),
        (-1, "09:00", "13:00", NO_DAY),
    ],
)
def test_hours_that_make_no_sense_are_refused(weekday, opens, closes, why):
    with pytest.raises(ValueError, match=f"^{why}$"):
        weekly((weekday, opens, closes))


def test_a_closure_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match=r"^a closure ends after it begins$"):
        shut("2027-08-13", "2027-08-09")


DAYS = [
    ("2027-02-01", False, ""),  # Monday
    ("2027-02-06", True, ""),  # Saturday: no hours
    ("2027-02-07", True, ""),  # Sunday
    ("2027-04-25", True, "Anniversario della Liberazione"),
    ("2027-08-13", True, "Ponte di Ferragosto"),
    ("2027-08-15", True, "Assunzione della Beata Vergine Maria"),  # a holiday within the closure
]


@pytest.mark.parametrize(("day", "is_closed", "name"), DAYS)
def test_what_a_calendar_says_of_a_day(day, is_closed, name):
    calendar = shut("2027-08-13", "2027-08-16", "Ponte di Ferragosto")
    assert calendar.is_closed_on(date.fromisoformat(day)) is is_closed
    assert calendar.holiday_or_closure(date.fromisoformat(day)) == name


# Copied from a calendar, not computed: an independent check of the library.
EASTER_MONDAYS = [
    date(2026, 4, 6),
    date(2027, 3, 29),
    date(2028, 4, 17),
    date(2029, 4, 2),
    date(2030, 4, 22),
    date(2031, 4, 14),
    date(2032, 3, 29),
    date(2033, 4, 18),
    date(2034, 4, 10),
    date(2035, 3, 26),
]
FIXED_FEASTS = {
    (1, 1): "Capodanno",
    (1, 6): "Epifania",
    (4, 25): "Anniversario della Liberazione",
    (5, 1): "Festa del Lavoro",
    (6, 2): "Festa della Repubblica",
    (8, 15): "Assunzione della Beata Vergine Maria",
    (10, 4): "Festa nazionale di San Francesco d'Assisi, patrono d'Italia",
    (11, 1): "Ognissanti",
    (12, 8): "Immacolata Concezione",
    (12, 25): "Natale",
    (12, 26): "Santo Stefano",
}


@pytest.mark.parametrize(("month_and_day", "name"), FIXED_FEASTS.items())
def test_the_national_feasts_have_their_italian_names(month_and_day, name):
    assert holiday_name(date(2027, *month_and_day)) == name


@pytest.mark.parametrize("day", EASTER_MONDAYS, ids=str)
def test_easter_monday_moves(day):
    assert holiday_name(day) == "Lunedì dell'Angelo"


@pytest.mark.parametrize(
    "day",
    [
        date(2025, 5, 27),
        date(2026, 5, 26),
        date(2027, 6, 1),
        date(2028, 5, 30),
        date(2029, 5, 29),
        date(2030, 5, 28),
        date(2031, 5, 27),
        date(2032, 6, 1),
    ],
    ids=str,
)
def test_the_patrons_day_is_the_tuesday_after_the_last_monday_of_may(day):
    assert patron_day(day.year) == day
    assert holiday_name(day) == "Festa patronale di Cascina"


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2025, 10, 4), "St Francis is a holiday from 2026 only"),
        (date(2027, 6, 17), "San Ranieri is the patron of Pisa, not of Cascina"),
        (date(2027, 12, 24), "Christmas Eve is a working day"),
        (date(2027, 12, 31), "so is the last of the year"),
        (date(2027, 1, 20), "on San Sebastiano offices stay open"),
        (date(2027, 1, 10), "a Sunday as any other is no holiday"),
        (date(2027, 5, 31), "the eve of the patron's day"),
    ],
)
def test_these_are_not_holidays(day, why):
    assert holiday_name(day) is None, why


def test_two_feasts_on_one_day_are_joined_in_words():
    assert holiday_name(date(2026, 11, 1)) == "Giorno dell'unità nazionale e Ognissanti"


def test_alarm_next_years_holidays_are_known():
    """Goes off up to a year ahead, so that there is time to mend it before a feast is missed."""
    year = datetime.now(UTC).year + 1
    unknown = [
        f"{day}/{month} {name}"
        for (month, day), name in FIXED_FEASTS.items()
        if name not in (holiday_name(date(year, month, day)) or "")
    ]
    assert not unknown, (
        f"{year}: the library `holidays` lacks {unknown}. Raise its version in requirements.txt;"
        " if the law has changed, correct FIXED_FEASTS here."
    )
    assert any(day.year == year for day in EASTER_MONDAYS), (
        f"Copy the Easter Mondays from {year} on out of a calendar into EASTER_MONDAYS,"
        " and ask the Comune whether the patron's day still follows the same rule."
    )
