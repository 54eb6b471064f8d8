"""The year of an office in Cascina, and an alarm for the year after this one."""

from datetime import UTC, date, datetime

import pytest

from broadcasts.rules.office_hours import holiday_name, patron_day

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
