"""The holidays on which the offices of Cascina are closed: the national ones and the patron's day.

Sundays are not listed here unless they are a feast of their own: the office hours see to them.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

from holidays import country_holidays

PATRON_DAY_NAME = "Festa patronale di Cascina"
SAN_SEBASTIANO_NAME = "San Sebastiano"


def holiday_name(day: date, *, san_sebastiano: bool = False) -> str | None:
    """The Italian name of the holiday that falls on `day`, None when it is not a holiday.

    `san_sebastiano` adds 20 January, the town's other saint, when offices normally stay open.
    """
    return holidays_of(day.year, san_sebastiano=san_sebastiano).get(day)


def patron_day(year: int) -> date:
    """Return the day of Santi Innocenzo e Fiorentino: the first Tuesday after the last Monday of May."""
    last_of_may = date(year, 5, 31)
    last_monday = last_of_may - timedelta(days=last_of_may.weekday())
    return last_monday + timedelta(days=1)


@lru_cache(maxsize=64)
def holidays_of(year: int, *, san_sebastiano: bool) -> Mapping[date, str]:
    """Return the holidays of a year. No subdivision: for the library PI is the city of Pisa, with another patron.

    4 October is there from 2026 (L. 151/2025). Two feasts on one day come joined with "; ".
    """
    national = country_holidays("IT", years=year, expand=False, language="it_IT")
    names = {day: name.replace("; ", " e ") for day, name in national.items()}
    names[patron_day(year)] = PATRON_DAY_NAME
    if san_sebastiano:
        names[date(year, 1, 20)] = SAN_SEBASTIANO_NAME
    return names
